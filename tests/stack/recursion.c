/* SPDX-License-Identifier: BSD-2-Clause */
/* expect: stack: recursion: outside -> inner -> outside */
#include "stack.h"

FUNCTION static int inner(int *place)
{
    return outside(place) + *place;
}

FUNCTION int outside(int *place)
{
    return *place == 0 ? 0 : inner(place + 1) + 1;
}

_Noreturn void entry(int n)
{
    __asm__ volatile("" : : "r"(outside(&n)));
    for (;;) {
    }
}
