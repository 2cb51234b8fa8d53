/* SPDX-License-Identifier: BSD-2-Clause */
/* expect: kernel: 136 of 256 bytes */
#include "stack.h"

FUNCTION int outside(int *place)
{
    return *place;
}

/* 128 bytes of an array and two return addresses. */
FUNCTION static int middle(int n)
{
    int frame[32];

    __asm__ volatile("" : : "r"(frame) : "memory");
    frame[0] = n;
    return outside(frame) + 1;
}

_Noreturn void entry(int n)
{
    __asm__ volatile("" : : "r"(middle(n)));
    for (;;) {
    }
}
