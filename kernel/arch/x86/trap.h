/* SPDX-License-Identifier: BSD-2-Clause */
/* Where traps enter (entry.S), and the C functions they call. */
#ifndef TRAP_H
#define TRAP_H

#include "core/types.h"
#include "arch_thread.h"

/* Entries; not for calling. */
struct exception_entry {
    uint32_t vector;
    void (*entry)(void);
};
extern const struct exception_entry exception_entries[];
extern const struct exception_entry exception_entries_end[];
extern const char irq_entries[];
void unexpected_entry(void);
void syscall_gate(void);
void sysenter_entry(void);
void sysenter_entry_smap(void);
void sysenter_entry_end(void);
void task_double_fault(void);
void task_nmi(void);
void task_machine_check(void);
/* Leave boot and begin to run partitions. */
_Noreturn void start_module(void);

/* The copies that may fault, and where they go on then: copy.S, user_store.h. */
struct copy_fixup {
    uint32_t begin;
    uint32_t end;
    uint32_t target;
};
extern const struct copy_fixup copy_fixups[];
extern const struct copy_fixup copy_fixups_end[];

/*
 * EFLAGS.TF of a partition that entered through the fast gate with it: belongs into the context it
 * is left through. Written by trap_kernel(), cleared by the fast gate.
 */
extern uint32_t sysenter_flags;

/* An exception of ring 3; the context is the current thread's. */
void trap_user(context_t *context);

/*
 * The same from virtual-8086 mode, where only ring 0 can lead (SDM vol. 2, IRET); but the processor
 * that QEMU emulates takes that flag from ring 3, too. An illegal request of the current thread.
 */
void trap_8086(void);
/* An exception of ring 0, esp and ss are not there: returns when it is one of those expected. */
void trap_kernel(context_t *context);
/* Double fault, NMI, machine check. */
_Noreturn void trap_task(uint32_t vector);
/* A vector without any known source. */
void irq_unexpected(const context_t *context);

/* Handlers of the hardware interrupts, by vector - LAYOUT_IRQ_VECTOR. */
typedef void (*irq_handler_t)(uint32_t vector);
extern irq_handler_t irq_handler[];

/* The kernel stack's end and its lowest address. */
extern char kernel_stack_top[];
extern char kernel_stack[];

#endif
