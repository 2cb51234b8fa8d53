/* SPDX-License-Identifier: BSD-2-Clause */
/* expect: stack: kernel: [0-9]+ bytes are needed, 256 are there */
#include "stack.h"

FUNCTION int outside(int *place)
{
    return *place;
}

_Noreturn void entry(int n)
{
    int frame[64];

    __asm__ volatile("" : : "r"(frame) : "memory");
    frame[0] = n;
    __asm__ volatile("" : : "r"(outside(frame)));
    for (;;) {
    }
}
