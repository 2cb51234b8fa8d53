/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every way into the kernel and every way out. Interrupts stay off in between (interrupt gates and
 * sysenter clear IF), so each path below runs as one piece.
 *
 * From ring 3 the processor pushes into the current thread's context (TSS.esp0 is its end), and the
 * entries complete it there; from ring 0 the same words are on the kernel stack, without esp and ss.
 * So where the stack pointer is then tells which it was. From virtual-8086 mode it would be lower by
 * the four segment registers that are pushed first: see trap_8086().
 */
#include "entry.h"

        .text

/* ---- exceptions ------------------------------------------------------------------------------ */

/* The entry, and a row for exception_gates_init(): vector, address. */
.macro EXCEPTION vector, has_error=0
        .pushsection .init.rodata, "a"
        .long   \vector
        .long   exception_\vector
        .popsection
exception_\vector:
        .if     \has_error == 0
        pushl   $0
        .endif
        pushl   $\vector
        jmp     exception_common
.endm

        .pushsection .init.rodata, "a"
        .balign 4
        .globl  exception_entries
        .globl  exception_entries_end
exception_entries:
        .popsection

        EXCEPTION 0
        EXCEPTION 1
        EXCEPTION 3
        EXCEPTION 4
        EXCEPTION 5
        EXCEPTION 6
        EXCEPTION 7
        EXCEPTION 9
        EXCEPTION 10, 1
        EXCEPTION 11, 1
        EXCEPTION 12, 1
        EXCEPTION 13, 1
        EXCEPTION 14, 1
        EXCEPTION 15
        EXCEPTION 16
        EXCEPTION 17, 1
        EXCEPTION 19
        EXCEPTION 20
        EXCEPTION 21, 1
        EXCEPTION 22
        EXCEPTION 23
        EXCEPTION 24
        EXCEPTION 25
        EXCEPTION 26
        EXCEPTION 27
        EXCEPTION 28
        EXCEPTION 29, 1
        EXCEPTION 30, 1
        EXCEPTION 31

        .pushsection .init.rodata, "a"
exception_entries_end:
        .popsection

        .type   exception_common, @function
exception_common:
        ENTER   %eax
        movl    %esp, %eax
        cmpl    processor + PROCESSOR_CURRENT, %eax
        jne     exception_other
        movl    $kernel_stack_top, %esp
        call    trap_user
        jmp     leave
exception_other:
        testb   $EFLAGS_VM >> 16, CONTEXT_EFLAGS + 2(%esp)
        jnz     exception_8086
        call    trap_kernel
return_ring0:
        popa
        addl    $8, %esp
        iret
exception_8086:
        movl    $kernel_stack_top, %esp
        call    trap_8086
        jmp     leave
        .size   exception_common, . - exception_common

/* ---- hardware interrupts --------------------------------------------------------------------- */

        /* One entry per vector from LAYOUT_IRQ_VECTOR on, all of the same length. */
        .globl  irq_entries
irq_entries:
        .set    vector, LAYOUT_IRQ_VECTOR
        .rept   IRQ_VECTORS
        pushl   $0
        pushl   $vector
        .byte   0xe9 /* jmp, always with a 32-bit distance */
        .long   irq_common - . - 4
        .set    vector, vector + 1
        .endr
        .if     . - irq_entries - IRQ_VECTORS * IRQ_ENTRY_BYTES
        .error  "IRQ_ENTRY_BYTES"
        .endif

        .type   irq_common, @function
irq_common:
        ENTER   %eax
        movl    CONTEXT_VECTOR(%esp), %eax
        cmpl    processor + PROCESSOR_CURRENT, %esp
        jne     irq_other
irq_user:
        movl    $kernel_stack_top, %esp
        CALL_TABLE irq_handler, LAYOUT_IRQ_VECTOR
leave:
        cmpl    $0, processor + PROCESSOR_EXIT_WORK
        je      leave_current
leave_work:
        call    kernel_exit
leave_current:
        movl    processor + PROCESSOR_CURRENT, %esp
        popa
        addl    $8, %esp
        iret
irq_other:
        testb   $EFLAGS_VM >> 16, CONTEXT_EFLAGS + 2(%esp)
        jnz     irq_8086
        /* The idle loop waits for this. */
        CALL_TABLE irq_handler, LAYOUT_IRQ_VECTOR
        jmp     return_ring0
irq_8086:
        movl    $kernel_stack_top, %esp
        movl    %eax, %ebx
        call    trap_8086
        movl    %ebx, %eax
        jmp     irq_user
        .size   irq_common, . - irq_common

        /* A vector nothing is known of. */
        .globl  unexpected_entry
unexpected_entry:
        pushl   $0
        pushl   $-1
        ENTER   %eax
        movl    %esp, %eax
        cmpl    processor + PROCESSOR_CURRENT, %eax
        jne     1f
        movl    $kernel_stack_top, %esp
        call    irq_unexpected
        jmp     leave
1:      testb   $EFLAGS_VM >> 16, CONTEXT_EFLAGS + 2(%esp)
        jnz     exception_8086
        call    irq_unexpected
        jmp     return_ring0

/* ---- call gates ------------------------------------------------------------------------------ */

        CALL_GATE syscall_gate, LAYOUT_SYSCALL_VECTOR, syscall_table

        /* eax: result, ebp: the context. Also the end of the other call gate. */
        .globl  call_unknown
        .globl  call_leave
call_unknown:
        movl    $ERRNO_CALL_UNKNOWN, %eax
call_leave:
        cmpl    $0, processor + PROCESSOR_EXIT_WORK
        jne     1f
        movl    %eax, CONTEXT_EAX(%ebp)
        movl    %ebp, %esp
        popa
        addl    $8, %esp
        iret
1:      testb   $EXIT_WORK_CONTEXT, processor + PROCESSOR_EXIT_WORK
        jnz     leave_work
        movl    %eax, CONTEXT_EAX(%ebp)
        jmp     leave_work

/*
 * The fast gate. The processor comes with its own esp (kernel_stack_top) and IF clear, and with
 * all other flags as the partition had them. DF and AC matter to C code at once; NT matters to
 * iret only, which this path doesn't use unless there is exit work; TF traps on the first
 * instruction here, and trap_kernel() moves it to sysenter_flags.
 */
        .globl  sysenter_entry_smap
        .globl  sysenter_entry
        .globl  sysenter_entry_end
        .type   sysenter_entry, @function
sysenter_entry_smap:
        .byte   0x0f, 0x01, 0xca /* clac */
sysenter_entry:
        cld
sysenter_entry_end:
        cmpl    $call_table_entries, %eax
        jae     sysenter_unknown
        movw    %ss:user_data_selector, %ds
        movw    %ss:user_data_selector, %es
        pushl   %esi
        pushl   %ebx
        .ifdef  RETPOLINE
        MASK_INDEX %eax, %esi
        movl    4(%esp), %esi
        .endif
        CALL_TABLE syscall_table
        /* The two arguments stay on the stack: every way out from here loads esp anew. */
sysenter_leave:
        cmpl    $0, processor + PROCESSOR_EXIT_WORK
        jne     sysenter_work
        movl    %edi, %edx
        movl    %ebp, %ecx
        sti     /* takes effect after sysexit */
        sysexit
sysenter_unknown:
        movw    %ss:user_data_selector, %ds
        movw    %ss:user_data_selector, %es
        movl    $ERRNO_CALL_UNKNOWN, %eax
        jmp     sysenter_leave

        /*
         * C code has kept ebx, esi, edi and ebp: with the result in eax the context is complete,
         * except when the handler wrote it itself. ecx and edx stay as an older entry of the same
         * thread left them.
         */
sysenter_work:
        pushl   $EFLAGS_FIXED /* NT: iret */
        popfl
        cmpl    $EXIT_WORK_RESCHEDULE, processor + PROCESSOR_EXIT_WORK
        jne     sysenter_other
        SYSENTER_SAVE $EFLAGS_FIXED | EFLAGS_IF
        call    exit_reschedule
        movl    processor + PROCESSOR_CURRENT, %esp
        popa
        addl    $8, %esp
        iret
sysenter_other:
        movl    sysenter_flags, %edx
        movl    $0, sysenter_flags
        testb   $EXIT_WORK_CONTEXT, processor + PROCESSOR_EXIT_WORK
        jnz     leave_work
        orl     $EFLAGS_FIXED | EFLAGS_IF, %edx
        SYSENTER_SAVE %edx
        jmp     leave_work
        .size   sysenter_entry, . - sysenter_entry

/* ---- first way out --------------------------------------------------------------------------- */

        /* From boot: the init sections are still mapped, nothing of them is needed any more. */
        .globl  start_module
        .type   start_module, @function
start_module:
        movl    $kernel_stack_top, %esp
        call    space_release_init
        jmp     leave_work
        .size   start_module, . - start_module

/* ---- tasks ----------------------------------------------------------------------------------- */

/*
 * Double fault, NMI and machine check: task gates with stacks of their own, since the kernel stack
 * may be the problem. What was interrupted is in the main TSS. The end of the module.
 */
.macro TASK name, vector
        .globl  \name
\name:
        cld
        movl    $\vector, %eax
        call    trap_task
.endm
        TASK    task_double_fault, VECTOR_DOUBLE_FAULT
        TASK    task_nmi, VECTOR_NMI
        TASK    task_machine_check, VECTOR_MACHINE_CHECK

        .section .rodata
        .balign 4
user_data_selector:
        .word   LAYOUT_USER_DATA

        .section .note.GNU-stack, "", @progbits
