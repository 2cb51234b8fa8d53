/* SPDX-License-Identifier: BSD-2-Clause */
/* expect: stack: entry: calls through a pointer at 0x[0-9a-f]+ \(.*\): no rule says whom */
#include "stack.h"

int (*volatile unknown)(int *place);

_Noreturn void entry(int n)
{
    __asm__ volatile("" : : "r"(unknown(&n)));
    for (;;) {
    }
}
