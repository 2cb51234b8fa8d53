/* SPDX-License-Identifier: BSD-2-Clause */
/* Quiet at first; from then on it faults whenever it is started, and is started whenever it faults.
 */
#include "storm.h"

int main(void)
{
    volatile uint32_t *word;

    quiet();
    __asm__("" : "=r"(word) : "0"(4));
    *word = 1;
    return 0;
}
