/* SPDX-License-Identifier: BSD-2-Clause */
/* A stack of 256 bytes, for kernels of a few lines that tools/stack/depth.py looks at. */
#ifndef STACK_H
#define STACK_H

__asm__(".pushsection .bss\n"
        ".globl stack_low, stack_high\n"
        ".type stack_low, @object\n"
        "stack_low:\t.skip 256\n"
        "stack_high:\n"
        ".popsection");

#define FUNCTION __attribute__((noinline, noclone))

_Noreturn void entry(int n);
/* Nobody has these: the compiler must do what is asked. */
int outside(int *place);

#endif
