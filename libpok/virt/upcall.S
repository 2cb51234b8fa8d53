/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way of a guest into its interrupt handlers and back, along abi/vcpu_page.h. All of it runs
 * with the virtual interrupt flag off, up to the instruction at virt_commit.
 */
#include "upcall.h"

    .text

/*
 * From the kernel: eax = vector, esp = struct pok_upcall_frame, depth counted up already. ecx and
 * edx are the interrupted code's; C preserves the other registers.
 */
    .globl virt_entry
    .type virt_entry, @function
virt_entry:
    pushl %ecx
    pushl %edx
handle:
    call *(virt_handlers - FIRST_VECTOR * 4)(, %eax, 4)
    decl PAGE_DEPTH
    cmpl $0, virt_reschedule
    jne reschedule
leave:
    popl %edx
    popl %ecx

/*
 * Back to the interrupted code unless something that its threshold lets through is pending. The
 * kernel restarts this when an interrupt comes before virt_commit has been done, and completes the
 * ret when it comes after. Nothing before virt_commit changes what a second run would read.
 */
    .globl virt_restart
virt_restart:
    movl FRAME_THRESHOLD(%esp), %eax
    movl %eax, PAGE_THRESHOLD
    cmpl %eax, PAGE_PENDING
    jae next
    movl FRAME_EAX(%esp), %eax
    leal FRAME_EFLAGS(%esp), %esp
    .globl virt_flags
virt_flags:
    popf
    .globl virt_commit
virt_commit:
    movl $VIF_ENABLED, PAGE_VIF
    .globl virt_leave
virt_leave:
    ret

/* Take the next vector without going back in between. eax = threshold. */
next:
    pushl %ecx
    pushl %edx
    incl PAGE_DEPTH
    movl %eax, %edx
    movl $CALL_IRQ_NEXT, %eax
    int $LAYOUT_HYPERCALL_VECTOR
    testl %eax, %eax
    jne handle
    decl PAGE_DEPTH
    jmp leave

/*
 * The end of the outermost handler, when a scheduler has something to do: at the level it had. What
 * the handler's threshold has held back until here has left no hint, and the scheduler may go on
 * with other code than the interrupted.
 */
reschedule:
    cmpl $0, PAGE_DEPTH
    jne leave
    movl 8 + FRAME_THRESHOLD(%esp), %eax
    movl %eax, PAGE_THRESHOLD
    cmpl %eax, PAGE_PENDING
    jb 1f
    orl $VIF_PENDING, PAGE_VIF
1:  call *virt_switch
    jmp leave
    .size virt_entry, . - virt_entry

/*
 * Interrupts were perhaps switched on, and the hint is set. It goes before the look: what comes
 * later finds the flag on. With interrupts off it stays. Changes no register.
 */
    .globl virt_deliver_pending
    .type virt_deliver_pending, @function
virt_deliver_pending:
    testl $VIF_ENABLED, PAGE_VIF
    je 1f
    pushl %eax
    movl $VIF_ENABLED, PAGE_VIF
    movl PAGE_PENDING, %eax
    cmpl PAGE_THRESHOLD, %eax
    jb 2f
    pushl %ecx
    pushl %edx
    movl $CALL_IRQ_ENABLE, %eax
    int $LAYOUT_HYPERCALL_VECTOR
    popl %edx
    popl %ecx
2:  popl %eax
1:  ret
    .size virt_deliver_pending, . - virt_deliver_pending

/*
 * An exception of the guest's own: eax = vector, esp = struct pok_exception_frame. What is pushed
 * here is struct virt_exception.
 */
    .globl virt_exception_entry
    .type virt_exception_entry, @function
virt_exception_entry:
    pusha
    cld
    movl %esp, %eax
    pushl %eax
    call virt_exception_dispatch
    popl %eax
    popa
    /* The frame is on top; its error code makes room for edx. */
    movl %edx, (%esp)
    movl %esp, %edx
    movl $CALL_EXCEPTION_RETURN, %eax
    int $LAYOUT_HYPERCALL_VECTOR
    ud2
    .size virt_exception_entry, . - virt_exception_entry

    .section .note.GNU-stack, "", @progbits
