/* SPDX-License-Identifier: BSD-2-Clause */
/* A neighbour that never gives the processor back. */
int main(void)
{
    for (;;)
        __asm__ volatile("");
}
