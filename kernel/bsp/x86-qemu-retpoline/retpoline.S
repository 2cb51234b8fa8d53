/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the compiler sends each jump and call through a register: the processor predicts the return
 * to go behind the call, where nothing is left to speculate with, while it goes to the register's
 * address. "Retpoline: A Branch Target Injection Mitigation", Intel, 337131.
 */
        .text

        .macro CAPTURE
        call    1f
2:      pause
        lfence
        jmp     2b
1:
        .endm

        .macro THUNK register
        .globl  __x86_indirect_thunk_\register
        .type   __x86_indirect_thunk_\register, @function
__x86_indirect_thunk_\register:
        CAPTURE
        movl    %\register, (%esp)
        ret
        .size   __x86_indirect_thunk_\register, . - __x86_indirect_thunk_\register
        .endm

        THUNK   eax
        THUNK   ecx
        THUNK   edx
        THUNK   ebx
        THUNK   esi
        THUNK   edi
        THUNK   ebp

        /* For CALL_TABLE of entry.h: to the address on the stack, which has the return behind it. */
        .globl  retpoline_stack
        .type   retpoline_stack, @function
retpoline_stack:
        CAPTURE
        addl    $4, %esp
        ret
        .size   retpoline_stack, . - retpoline_stack

        .section .note.GNU-stack, "", @progbits
