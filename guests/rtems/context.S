/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What RTEMS asks of the processor and a guest does differently: interrupts off and on, and the
 * context switch. The virtual interrupt flag has EFLAGS.IF's place; it is a memory word, so all of
 * this runs without the kernel unless an interrupt waits.
 */
#include <rtems/score/cpu.h>
#include <rtems/score/percpu.h>

#include "internal_offsets.h"
#include "virt/upcall.h"

/* RTEMS names registers without the percent sign. */
#undef eax
#undef ebx
#undef ecx
#undef edx
#undef esi
#undef edi
#undef esp
#undef ebp
#undef al
#undef cl
#undef dl

/* CPU_Exception_frame, checked in cpu.c. */
#define CONTEXT_EDI 4
#define CONTEXT_ESI 8
#define CONTEXT_EBP 12
#define CONTEXT_ESP 16
#define CONTEXT_EBX 20
#define CONTEXT_EDX 24
#define CONTEXT_ECX 28
#define CONTEXT_EAX 32
#define CONTEXT_EIP 44

/* rtems_interrupt_entry and POK_PAGE->level_lines, checked in irq.c. */
#define ENTRY_HANDLER         0
#define ENTRY_ARGUMENT        4
#define ENTRY_NEXT            8
#define PARTITION_LEVEL_LINES (LAYOUT_PARTITION_PAGE + LEVEL_LINES_OFFSET)

#define CPU_SELF(field) (_Per_CPU_Information + field)

    .text

    .macro function name
    .p2align 4
    .globl \name
    .type \name, @function
\name:
    .endm

/*
 * RTEMS calls these two to five times in each directive, unless it is compiled with
 * bulkhead/inline_interrupts.h, so every instruction counts. The sign of `vif` says whether something
 * may wait: abi/vcpu_page.h.
 */

/* uint32_t i386_disable_interrupts(void): the hint stays, what it stands for still waits */
    function i386_disable_interrupts
    movl PAGE_VIF, %eax
    andl $VIF_PENDING, PAGE_VIF
    ret

/* void i386_enable_interrupts(uint32_t level) */
    function i386_enable_interrupts
    movl 4(%esp), %eax
    orl %eax, PAGE_VIF
    js virt_deliver_pending
    ret

/*
 * void i386_flash_interrupts(uint32_t level): with no hint there is nothing to let through. What
 * comes a moment later waits for the next flash, as if it had come after this one.
 */
    function i386_flash_interrupts
    cmpl $0, PAGE_VIF
    js 1f
    ret
1:  movl 4(%esp), %eax
    orl %eax, PAGE_VIF
    call virt_deliver_pending
    andl $VIF_PENDING, PAGE_VIF
    ret

/* void i386_set_interrupt_level(uint32_t level): 0 is on */
    function i386_set_interrupt_level
    cmpl $0, 4(%esp)
    jne i386_disable_interrupts
    orl $VIF_ENABLED, PAGE_VIF
    js virt_deliver_pending
    ret

/* uint32_t i386_get_interrupt_level(void): 0 is on */
    function i386_get_interrupt_level
    xorl %eax, %eax
    testl $VIF_ENABLED, PAGE_VIF
    sete %al
    ret

/*
 * void _CPU_Context_switch(Context_Control *executing, Context_Control *heir)
 *
 * All that a task goes on with is on its stack: SWITCH_FRAME_WORDS of cpu.c; its context has the
 * stack pointer. EFLAGS has nothing to keep: C leaves the direction flag clear. A task switches with
 * interrupts on, and finds them on when it goes on. One that has them off takes a longer way, below.
 *
 * An interrupt in the middle is harmless: the stack pointer is one task's or the other's, and
 * dispatching is disabled.
 *
 * `end` is what is left to do with edx, the heir's context. bulkhead.ld says which of the two RTEMS
 * calls: in a program without thread-local storage nothing is left.
 */
    .macro context_switch name end:vararg
    function bulkhead_switch_\name
    pushl %ebp
    pushl %ebx
    pushl %esi
    pushl %edi
    pushl CPU_SELF(PER_CPU_ISR_DISPATCH_DISABLE)
    movl 24(%esp), %eax
    movl 28(%esp), %edx
    cmpl $VIF_ENABLED, PAGE_VIF
    jne 2f
    movl %esp, I386_CONTEXT_CONTROL_ESP_OFFSET(%eax)
    movl I386_CONTEXT_CONTROL_ESP_OFFSET(%edx), %esp
\name\()_go_on:
    popl CPU_SELF(PER_CPU_ISR_DISPATCH_DISABLE)
    popl %edi
    popl %esi
    popl %ebx
    popl %ebp
    \end
    ret

    /* A second frame, which is gone on with behind this call: off again, and then the first. */
2:  call 3f
    andl $VIF_PENDING, PAGE_VIF
    jmp \name\()_go_on
3:  pushl %ebp
    pushl %ebx
    pushl %esi
    pushl %edi
    pushl CPU_SELF(PER_CPU_ISR_DISPATCH_DISABLE)
    movl %esp, I386_CONTEXT_CONTROL_ESP_OFFSET(%eax)
\name\()_load:
    movl I386_CONTEXT_CONTROL_ESP_OFFSET(%edx), %esp
    orl $VIF_ENABLED, PAGE_VIF
    jns \name\()_go_on
    call virt_deliver_pending
    jmp \name\()_go_on

    /* void _CPU_Context_restore(Context_Control *context) */
    function bulkhead_restore_\name
    movl 4(%esp), %edx
    jmp \name\()_load
    .endm

    context_switch plain
    context_switch tls, call tls_end

    /* What bulkhead.ld says counts; defined here, they keep RTEMS's own out. */
    .globl _CPU_Context_switch, _CPU_Context_switch_no_return, _CPU_Context_restore
_CPU_Context_switch = bulkhead_switch_plain
_CPU_Context_switch_no_return = bulkhead_switch_plain
_CPU_Context_restore = bulkhead_restore_plain

/* A task that begins with interrupts off: from the switch, and to its entry. */
    function bulkhead_begin_off
    andl $VIF_PENDING, PAGE_VIF
    ret

/* Keeps edx: behind a second frame comes a first. */
tls_end:
    pushl %edx
    leal I386_CONTEXT_CONTROL_GS_0_OFFSET(%edx), %eax
    pushl %eax
    call bulkhead_tls_switch
    popl %eax
    popl %edx
    ret

/* void _CPU_Context_save_fp(Context_Control_fp **context), and back */
    function _CPU_Context_save_fp
    movl 4(%esp), %eax
    movl (%eax), %eax
    fsave (%eax)
    ret

    function _CPU_Context_restore_fp
    movl 4(%esp), %eax
    movl (%eax), %eax
    frstor (%eax)
    ret

/*
 * void bulkhead_exception_resume(const CPU_Exception_frame *frame): go on there, interrupts off. The
 * words below its stack pointer are free: the exception's own frame was there.
 */
    function bulkhead_exception_resume
    movl 4(%esp), %ecx
    movl CONTEXT_ESP(%ecx), %eax
    movl CONTEXT_EIP(%ecx), %edx
    movl %edx, -4(%eax)
    movl CONTEXT_ECX(%ecx), %edx
    movl %edx, -8(%eax)
    leal -8(%eax), %esp
    movl CONTEXT_EDI(%ecx), %edi
    movl CONTEXT_ESI(%ecx), %esi
    movl CONTEXT_EBP(%ecx), %ebp
    movl CONTEXT_EBX(%ecx), %ebx
    movl CONTEXT_EDX(%ecx), %edx
    movl CONTEXT_EAX(%ecx), %eax
    popl %ecx
    ret

/*
 * Every interrupt's handler, from virt_entry: eax = vector, on the stack of the interrupted code.
 * The outermost one changes to the interrupt stack; more urgent ones may come while RTEMS's handlers
 * run. At its end a thread dispatch is asked for by virt_reschedule when RTEMS wants one and nobody
 * has it disabled.
 */
    function bulkhead_interrupt
    pushl %ebp
    movl %esp, %ebp
    cmpl $0, CPU_SELF(PER_CPU_ISR_NEST_LEVEL)
    jne 1f
    movl CPU_SELF(PER_CPU_INTERRUPT_STACK_HIGH), %esp
1:  incl CPU_SELF(PER_CPU_ISR_NEST_LEVEL)
    incl CPU_SELF(PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL)
    pushl %eax
    pushl %ebx
    orl $VIF_ENABLED, PAGE_VIF
    js interrupt_poll
interrupt_dispatch:
    movzbl bulkhead_number_of - FIRST_VECTOR(%eax), %eax
    movl bsp_interrupt_dispatch_table(, %eax, 4), %ebx
    testl %ebx, %ebx
    je interrupt_unexpected
2:  pushl ENTRY_ARGUMENT(%ebx)
    call *ENTRY_HANDLER(%ebx)
    popl %eax
    movl ENTRY_NEXT(%ebx), %ebx
    testl %ebx, %ebx
    jne 2b
interrupt_served:
    andl $VIF_PENDING, PAGE_VIF
    popl %ebx
    popl %eax
    leal -FIRST_VECTOR(%eax), %ecx
    movl PARTITION_LEVEL_LINES, %edx
    shrl %cl, %edx
    testb $1, %dl
    jne interrupt_acknowledge
interrupt_end:
    movl %ebp, %esp
    popl %ebp
    decl CPU_SELF(PER_CPU_ISR_NEST_LEVEL)
    movzbl CPU_SELF(PER_CPU_DISPATCH_NEEDED), %eax
    xorl $1, %eax
    decl CPU_SELF(PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL)
    orl CPU_SELF(PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL), %eax
    orl CPU_SELF(PER_CPU_ISR_DISPATCH_DISABLE), %eax
    jne 3f
    movl $1, virt_reschedule
3:  ret

/* Something may be pending that is more urgent. */
interrupt_poll:
    call virt_deliver_pending
    jmp interrupt_dispatch

interrupt_unexpected:
    pushl %eax
    call bsp_interrupt_handler_default
    popl %eax
    jmp interrupt_served

/* A line by level has been held back by the kernel since it was taken. */
interrupt_acknowledge:
    pushl %eax
    call _CPU_Virtual_Irq_acknowledge
    jmp interrupt_end

    .section .note.GNU-stack, "", @progbits
