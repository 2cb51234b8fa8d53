/* SPDX-License-Identifier: BSD-2-Clause */
/* From one thread's registers to another's: in line, since its instructions are counted. */
#ifndef ARCH_SWITCH_H
#define ARCH_SWITCH_H

#include "core/thread.h"
#include "gdt.h"

/* Base that the TLS descriptor has. Written by selectors_load() alone. */
extern uint32_t live_tls_base;

static inline void selectors_load(const struct arch_thread *thread)
{
    if (thread->tls_base != live_tls_base) {
        live_tls_base = thread->tls_base;
        gdt_set_tls(live_tls_base);
    }
    __asm__ volatile("movw %0, %%fs\n\t"
                     "movw %1, %%gs"
                     :
                     : "m"(thread->fs), "m"(thread->gs));
}

/*
 * Leave `from` and run `to` on the way out of the kernel: FPU, fs, gs and the stack that traps push
 * to. Both belong to the processor's current partition when the kernel is left.
 *
 * fninit first: some processors leave the last instruction's and operand's address of the thread
 * before where fxrstor finds no pending exception.
 */
static inline void arch_thread_switch(struct thread *from, struct thread *to)
{
    const struct arch_thread *next = &to->arch;

    __asm__ volatile("fxsave %0\n\t"
                     "movw %%fs, %1\n\t"
                     "movw %%gs, %2"
                     : "=m"(from->fpu), "=m"(from->arch.fs), "=m"(from->arch.gs));
    tss_page.tss.esp0 = (uint32_t)(&next->context + 1);
    selectors_load(next);
    __asm__ volatile("fninit\n\t"
                     "fxrstor %0"
                     :
                     : "m"(to->fpu));
}

#endif
