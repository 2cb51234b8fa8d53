/* SPDX-License-Identifier: BSD-2-Clause */
/* The seed's gate: int 45, number in eax, arguments in edx, ecx, ebx, esi and edi. */
#include "entry.h"

        .text
        .globl  hypercall_gate
        .type   hypercall_gate, @function
hypercall_gate:
        pushl   $0
        pushl   $LAYOUT_HYPERCALL_VECTOR
        ENTER   %ebp
        movl    %esp, %ebp
        movl    %esp, %edx
        movl    $processor, %ecx
        movl    $kernel_stack_top, %esp
        call    pok_core_hypercall
        jmp     call_leave
        .size   hypercall_gate, . - hypercall_gate
        .section .note.GNU-stack, "", @progbits
