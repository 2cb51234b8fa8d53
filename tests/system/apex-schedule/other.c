/* SPDX-License-Identifier: BSD-2-Clause */
/* Somebody else's time. */
int main(void)
{
    for (;;) {
    }
}
