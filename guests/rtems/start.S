/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the guest begins: vCPU 0, virtual interrupts off. RTEMS initialises on the stack that its
 * interrupts use later, as on bare hardware.
 */
    .section .text.start, "ax"
    .globl _start
    .type _start, @function
_start:
    movl $_ISR_Stack_area_begin, %esp
    addl $_ISR_Stack_size, %esp
    andl $-16, %esp
    xorl %ebp, %ebp
    cld
    call bulkhead_start
    ud2
    .size _start, . - _start

    .section .note.GNU-stack, "", @progbits
