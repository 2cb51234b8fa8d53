/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * There and back: attempt_call(), and attempt_resume, which goes on behind the attack that an
 * attempt_call() has begun, from wherever it got to. attempt_state: esp at 0, vector 4, error code
 * 8, address 12, error 16, eflags 20.
 */
#include "abi/layout.h"

#define PAGE_VIF           LAYOUT_VCPU_PAGE
#define PAGE_FAULT_ADDRESS (LAYOUT_VCPU_PAGE + 320)

    .text

/* uint32_t attempt_call(attack, argument): 0 when the attack came back, else attempt_state.error */
    .globl attempt_call
attempt_call:
    pushl %ebp
    pushl %ebx
    pushl %esi
    pushl %edi
    movl %esp, attempt_state
    movl 20(%esp), %eax
    movl 24(%esp), %ecx
    pushl %ecx
    call *%eax
    movl $0, attempt_state + 16
    .globl attempt_resume
attempt_resume:
    movl attempt_state, %esp
    movl $0, attempt_state
    popl %edi
    popl %esi
    popl %ebx
    popl %ebp
    cld
    movl attempt_state + 16, %eax
    ret

/* A native partition's attacking process, started anew for each attempt that was an error. */
    .globl attempt_entry
attempt_entry:
    cmpl $0, attempt_state
    jne attempt_resume
    call attempt_process
    ud2

/* A guest's exceptions: eax = vector, esp = struct pok_exception_frame, vif 0. */
    .globl attempt_exception
attempt_exception:
    movl %eax, attempt_state + 4
    movl (%esp), %edx
    movl %edx, attempt_state + 8
    movl 16(%esp), %edx
    movl %edx, attempt_state + 20
    movl 20(%esp), %edx
    cmpl $14, %eax
    jne 1f
    movl PAGE_FAULT_ADDRESS, %edx
1:  movl %edx, attempt_state + 12
    movl 4(%esp), %ecx
    movl attempt_state, %esp
    testl %esp, %esp
    jz attempt_lost
    movl %ecx, PAGE_VIF
    pushl %eax
    call attempt_error_of
    movl %eax, attempt_state + 16
    jmp attempt_resume

    .section .note.GNU-stack, "", @progbits
