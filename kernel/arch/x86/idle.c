/* SPDX-License-Identifier: BSD-2-Clause */
/* The only places where ring 0 runs with interrupts open. */
#include "core/arch.h"

/* sti takes effect behind the next instruction, so nop is where the interrupts come. */
void arch_interrupt_window(void)
{
    __asm__ volatile("sti\n\tnop\n\tcli" : : : "memory");
}

/* What arrives before hlt waits until hlt, and ends it. */
void arch_wait_for_interrupt(void)
{
    __asm__ volatile("sti\n\thlt\n\tcli" : : : "memory");
}
