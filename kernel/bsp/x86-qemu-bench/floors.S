/* SPDX-License-Identifier: BSD-2-Clause */
#include "entry.h"
#include "floors.h"

        .text
        .globl  floor_empty
floor_empty:
        iret

        .globl  floor_registers
floor_registers:
        pushl   $0
        pushl   $0
        pusha
        popa
        addl    $8, %esp
        iret

        .globl  floor_cr3
floor_cr3:
        movl    %cr3, %eax
        movl    %eax, %cr3
        iret

        /* Both ends of the fast gate and nothing between: edi and ebp as the real one has them. */
floor_sysenter_stub:
        movl    %edi, %edx
        movl    %ebp, %ecx
        sti
        sysexit

        .globl  floor_sysenter
floor_sysenter:
        pushl   %edx
        pushl   %ecx
        movl    $floor_sysenter_stub, %edx
        testl   %eax, %eax
        jnz     1f
        movl    %ss:floor_sysenter_eip, %edx
1:      movl    %edx, %eax
        xorl    %edx, %edx
        movl    $MSR_SYSENTER_EIP, %ecx
        wrmsr
        popl    %ecx
        popl    %edx
        iret

/*
 * Counting: every way in goes through one of these stubs first. A new CR3 is noticed at the next
 * entry after its load.
 */
.macro COUNT
        pushl   %eax
        movl    %cr3, %eax
        incl    %ss:count_crossings
        cmpl    %eax, %ss:count_cr3
        je      770f
        movl    %eax, %ss:count_cr3
        incl    %ss:count_cr3_loads
770:    popl    %eax
.endm

        .globl  count_sysenter
count_sysenter:
        COUNT
        jmp     *%ss:floor_sysenter_eip

        .globl  count_stubs
        .balign COUNT_STUB_BYTES
count_stubs:
        .set    vector, 0
        .rept   256
        .balign COUNT_STUB_BYTES
        COUNT
        jmp     *%ss:count_original + 4 * vector
        .set    vector, vector + 1
        .endr

        .globl  floor_count
floor_count:
        pushl   %ecx
        movw    %ss:user_data, %ds
        movw    %ss:user_data, %es
        pushl   $0
        movl    %esp, %edx
        call    count_switch
        popl    %edx
        popl    %ecx
        iret

        .section .rodata
        .balign 4
user_data:
        .long   LAYOUT_USER_DATA

        .section .note.GNU-stack, "", @progbits
