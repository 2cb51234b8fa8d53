/* SPDX-License-Identifier: BSD-2-Clause */
/* A neighbour that faults at once whenever health monitoring has started it again. */
int main(void)
{
    __asm__ volatile("hlt");
    return 0;
}
