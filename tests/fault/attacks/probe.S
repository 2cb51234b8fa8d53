/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Nothing between the fill of the registers and the entry into the kernel, nor between the way back
 * and the store, changes a register or a flag that the store doesn't see. Memory is reached by ss,
 * since ds is filled, too.
 */
#include "abi/layout.h"
#include "probe.h"

#define PAGE_WINDOWS     (LAYOUT_PARTITION_PAGE + PROBE_PAGE_WINDOWS)
#define DO_IRET          32
#define EXCEPTION_RETURN 47

    /* edi, esi, ebp, esp, ebx, edx, ecx, eax, eflags (later), fs, gs, ds, es */
    .macro STORE to
    movl %edi, %ss:\to
    movl %esi, %ss:\to + 4
    movl %ebp, %ss:\to + 8
    movl %esp, %ss:\to + 12
    movl %ebx, %ss:\to + 16
    movl %edx, %ss:\to + 20
    movl %ecx, %ss:\to + 24
    movl %eax, %ss:\to + 28
    movw %fs, %ss:\to + 36
    movw %gs, %ss:\to + 40
    movw %ds, %ss:\to + 44
    movw %es, %ss:\to + 48
    .endm

    .macro STORE_FLAGS to
    pushf
    popl %ss:\to + 32
    .endm

    .macro PROBE p
    .text
    .globl \p\()_run
\p\()_run:
    pusha
    movl %esp, \p + PROBE_KEPT_ESP
    fxrstor \p
    fxsave \p + PROBE_FPU_BEFORE
    movw \p + PROBE_WANT + 36, %fs
    movw \p + PROBE_WANT + 40, %gs
    pushl \p + PROBE_WANT + 32
    popf
    movl \p + PROBE_WANT, %edi
    movl \p + PROBE_WANT + 4, %esi
    movl \p + PROBE_WANT + 8, %ebp
    movl \p + PROBE_WANT + 12, %esp
    movl \p + PROBE_WANT + 16, %ebx
    movl \p + PROBE_WANT + 20, %edx
    movl \p + PROBE_WANT + 24, %ecx
    movl \p + PROBE_WANT + 28, %eax
    movw %ss:\p + PROBE_WANT + 48, %es
    movw %ss:\p + PROBE_WANT + 44, %ds
    jmp *%ss:\p + PROBE_WAY

    .globl \p\()_end
\p\()_end:
    STORE \p + PROBE_GOT
    movl %ss:\p + PROBE_KEPT_ESP, %esp
    STORE_FLAGS \p + PROBE_GOT
    movl $LAYOUT_USER_DATA, %eax
    movl %eax, %ds
    movl %eax, %es
    fxsave \p + PROBE_FPU_AFTER
    fninit
    pushl $2
    popf
    popa
    ret

    .globl \p\()_syscall
\p\()_syscall:
    int $LAYOUT_SYSCALL_VECTOR
    jmp \p\()_end

    .globl \p\()_hypercall
\p\()_hypercall:
    int $LAYOUT_HYPERCALL_VECTOR
    .globl \p\()_hypercall_back
\p\()_hypercall_back:
    jmp \p\()_end

    /* The first call puts ecx and edx into the context; the second returns to _end. */
    .globl \p\()_fast
\p\()_fast:
    movl $0, %eax
    int $LAYOUT_SYSCALL_VECTOR
    movl %ss:\p + PROBE_NUMBER, %eax
    movw %ss:\p + PROBE_WANT + 48, %es
    movw %ss:\p + PROBE_WANT + 44, %ds
    sysenter

    .globl \p\()_spin
\p\()_spin:
    jmp *%ss:\p + PROBE_TARGET

    /* edx is minus the number of the window that ends; ecx is 1 in the end. */
    .globl \p\()_window
\p\()_window:
    movl %ss:PAGE_WINDOWS, %ecx
    leal (%ecx, %edx), %ecx
    jecxz \p\()_window
    jmp \p\()_end

    .globl \p\()_invalid
\p\()_invalid:
    ud2
    .endm

    PROBE probe_mine
    PROBE probe_other

/* ---- beginnings ------------------------------------------------------------------------------- */

    .macro FRESH to
    fxsave \to
    STORE \to + FRESH_REGISTERS
    STORE_FLAGS \to + FRESH_REGISTERS
    .endm

    /* A program's own: the C run-time has another. */
    .section .text.start, "ax"
    .globl _start
    .type _start, @function
_start:
    FRESH fresh_start
    xorl %ebp, %ebp
    andl $-16, %esp
    call crt_start
    ud2

    .text
    /* A process or vCPU. */
    .globl probe_thread_entry
probe_thread_entry:
    FRESH fresh_thread
    call probe_thread
    ud2

    /* The error handler; its argument is on the stack. */
    .globl probe_handler_entry
probe_handler_entry:
    FRESH fresh_handler
    jmp probe_error

/* ---- a guest's handlers ----------------------------------------------------------------------- */

    .macro HANDLER
    STORE probe_handler
    STORE_FLAGS probe_handler
    movl $probe_mine_end, probe_mine + PROBE_TARGET
    .endm

    /* Everything that can be changed before the kernel is asked to bring it back. */
    .macro SPOIL
    incl probe_handled
    movl $0x0bad0001, %ebx
    movl $0x0bad0002, %ecx
    movl $0x0bad0003, %esi
    .endm

    /* libpok/virt/upcall.S goes on, and back. */
    .weak virt_entry
    .globl probe_upcall_entry
probe_upcall_entry:
    HANDLER
    jmp virt_entry

    .globl probe_seed_entry
probe_seed_entry:
    HANDLER
    SPOIL
    movl $0x0bad0004, %edx
    cmpl $0, probe_handler_fast
    jne 1f
    movl $0x0bad0005, %edi
    movl $0x0bad0006, %ebp
    movl $DO_IRET, %eax
    int $LAYOUT_HYPERCALL_VECTOR
    ud2
1:  movl $LAYOUT_FAST_HYPERCALL + DO_IRET, %eax
    sysenter

    /* The frame has error code, vif, eax, threshold, eflags, eip. */
    .globl probe_exception_entry
probe_exception_entry:
    HANDLER
    movl $probe_mine_end, 20(%esp)
    movl %edx, (%esp)
    movl %esp, %edx
    cmpl $0, probe_handler_fast
    jne 1f
    incl probe_handled
    movl $EXCEPTION_RETURN, %eax
    int $LAYOUT_HYPERCALL_VECTOR
    ud2
1:  SPOIL
    movl $LAYOUT_FAST_HYPERCALL + EXCEPTION_RETURN, %eax
    sysenter

    .data
    .balign 16
    .globl fresh_start, fresh_thread, fresh_handler
fresh_start:   .skip 576
fresh_thread:  .skip 576
fresh_handler: .skip 576

    .section .note.GNU-stack, "", @progbits
