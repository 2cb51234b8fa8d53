/* SPDX-License-Identifier: BSD-2-Clause */
/* expect: stack: called through a pointer, but by no rule: three */
#include "stack.h"

typedef int (*handler_t)(int n);

FUNCTION static int one(int n)
{
    return n + 1;
}

FUNCTION static int two(int n)
{
    return n + 2;
}

FUNCTION static int three(int n)
{
    return n + 3;
}

extern handler_t handler[];
handler_t handler[] = {one, two, three};

_Noreturn void entry(int n)
{
    __asm__ volatile("" : : "r"(handler[n](n)));
    for (;;) {
    }
}
