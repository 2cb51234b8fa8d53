/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a partition's program begins: thread 0 of a native partition, vCPU 0 of a guest, on the
 * stack that the configuration gives it. A program that defines its own _start has this one not
 * linked.
 */
    .section .text.start, "ax"
    .globl _start
    .type _start, @function
_start:
    xorl %ebp, %ebp
    cld
    andl $-16, %esp
    call crt_start
    ud2
    .size _start, . - _start

    .section .note.GNU-stack, "", @progbits
