/* SPDX-License-Identifier: BSD-2-Clause */
/* expect: stack: entry: the stack pointer at 0x[0-9a-f]+ \(.*\) depends on data */
#include "stack.h"

FUNCTION int outside(int *place)
{
    return *place;
}

_Noreturn void entry(int n)
{
    int frame[n];

    __asm__ volatile("" : : "r"(frame) : "memory");
    __asm__ volatile("" : : "r"(outside(frame)));
    for (;;) {
    }
}
