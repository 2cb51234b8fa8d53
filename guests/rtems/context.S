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
 * RTEMS calls these two to five times in each directive, so every instruction counts. Outside of
 * handlers the threshold is 1: nothing pending means nothing to deliver, and one comparison
 * decides. In a handler with something less urgent pending the second comparison does.
 */

/* uint32_t i386_disable_interrupts(void) */
    function i386_disable_interrupts
    movl PAGE_VIF, %eax
    movl $0, PAGE_VIF
    ret

/* void i386_enable_interrupts(uint32_t level) */
    function i386_enable_interrupts
    movl 4(%esp), %eax
    movl %eax, PAGE_VIF
    cmpl $0, PAGE_PENDING
    jne poll
    ret
poll:
    movl PAGE_PENDING, %eax
    cmpl PAGE_THRESHOLD, %eax
    jae virt_deliver_pending
    ret

/*
 * void i386_flash_interrupts(uint32_t level): with nothing pending there is nothing to let through.
 * What comes a moment later waits for the next flash, as if it had come after this one.
 */
    function i386_flash_interrupts
    cmpl $0, PAGE_PENDING
    jne 1f
    ret
1:  movl 4(%esp), %eax
    movl %eax, PAGE_VIF
    call poll
    movl $0, PAGE_VIF
    ret

/* void i386_set_interrupt_level(uint32_t level): 0 is on */
    function i386_set_interrupt_level
    cmpl $1, 4(%esp)
    sbbl %eax, %eax
    andl $VIF_ENABLED, %eax
    movl %eax, PAGE_VIF
    cmpl $0, PAGE_PENDING
    jne poll
    ret

/* uint32_t i386_get_interrupt_level(void): 0 is on */
    function i386_get_interrupt_level
    xorl %eax, %eax
    cmpl $0, PAGE_VIF
    sete %al
    ret

/*
 * void _CPU_Context_switch(Context_Control *executing, Context_Control *heir)
 *
 * EFLAGS itself has nothing to keep: C leaves the direction flag clear. Its place in the context
 * holds the virtual interrupt flag instead, which is touched only when the two tasks' differ. An
 * interrupt in the middle is harmless: the stack pointer is one context's or the other's, and
 * dispatching is disabled. bulkhead.ld says where it goes at the end: a program without
 * thread-local storage has nothing more to do there.
 */
    function _CPU_Context_switch
    .globl _CPU_Context_switch_no_return
_CPU_Context_switch_no_return:
    movl 4(%esp), %eax
    movl 8(%esp), %edx
    movl PAGE_VIF, %ecx
    movl %ecx, I386_CONTEXT_CONTROL_EFLAGS_OFFSET(%eax)
    movl %esp, I386_CONTEXT_CONTROL_ESP_OFFSET(%eax)
    movl %ebp, I386_CONTEXT_CONTROL_EBP_OFFSET(%eax)
    movl %ebx, I386_CONTEXT_CONTROL_EBX_OFFSET(%eax)
    movl %esi, I386_CONTEXT_CONTROL_ESI_OFFSET(%eax)
    movl %edi, I386_CONTEXT_CONTROL_EDI_OFFSET(%eax)
    movl CPU_SELF(PER_CPU_ISR_DISPATCH_DISABLE), %ebx
    movl %ebx, I386_CONTEXT_CONTROL_ISR_DISPATCH_DISABLE(%eax)
restore:
    movl I386_CONTEXT_CONTROL_ISR_DISPATCH_DISABLE(%edx), %ebx
    movl I386_CONTEXT_CONTROL_ESP_OFFSET(%edx), %esp
    movl %ebx, CPU_SELF(PER_CPU_ISR_DISPATCH_DISABLE)
    movl I386_CONTEXT_CONTROL_EBP_OFFSET(%edx), %ebp
    movl I386_CONTEXT_CONTROL_EBX_OFFSET(%edx), %ebx
    movl I386_CONTEXT_CONTROL_ESI_OFFSET(%edx), %esi
    movl I386_CONTEXT_CONTROL_EDI_OFFSET(%edx), %edi
    cmpl %ecx, I386_CONTEXT_CONTROL_EFLAGS_OFFSET(%edx)
    jne level
    jmp bulkhead_switch_end

    .globl bulkhead_switch_end_plain
bulkhead_switch_end_plain:
    ret

/* The heir's level, when it isn't the one that is set. */
level:
    movl I386_CONTEXT_CONTROL_EFLAGS_OFFSET(%edx), %ecx
    movl %ecx, PAGE_VIF
    pushl %edx
    call poll
    popl %edx
    jmp bulkhead_switch_end

/* edx = the heir's context. */
    .globl bulkhead_switch_end_tls
bulkhead_switch_end_tls:
    leal I386_CONTEXT_CONTROL_GS_0_OFFSET(%edx), %eax
    pushl %eax
    call bulkhead_tls_switch
    popl %eax
    ret

/* void _CPU_Context_restore(Context_Control *context) */
    function _CPU_Context_restore
    movl 4(%esp), %edx
    movl PAGE_VIF, %ecx
    jmp restore

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
    cld
    cmpl $0, CPU_SELF(PER_CPU_ISR_NEST_LEVEL)
    jne 1f
    movl CPU_SELF(PER_CPU_INTERRUPT_STACK_HIGH), %esp
1:  incl CPU_SELF(PER_CPU_ISR_NEST_LEVEL)
    incl CPU_SELF(PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL)
    pushl %eax
    pushl %ebx
    movl $VIF_ENABLED, PAGE_VIF
    cmpl $0, PAGE_PENDING
    jne interrupt_poll
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
    movl $0, PAGE_VIF
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

/* Something is pending: perhaps more urgent. Keeps eax. */
interrupt_poll:
    pushl %eax
    call poll
    popl %eax
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
