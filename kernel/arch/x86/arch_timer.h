/* SPDX-License-Identifier: BSD-2-Clause */
/* The event timer, where its instructions are counted. */
#ifndef ARCH_TIMER_H
#define ARCH_TIMER_H

#include "core/arch.h"
#include "clock.h"
#include "drivers/lapic.h"

/* The local APIC's counts per count of a stamp, times 2^32. Written at boot. */
extern uint32_t timer_delay_mult;

/*
 * arch_timer_arm() for a stamp that is so many counts after one that was read just now. Only where
 * arch_timer_by_delay().
 */
static inline void arch_timer_arm_soon(uint32_t delay)
{
    lapic_timer_set(scale_short(delay, timer_delay_mult) + 1);
}

/* Boot: whether a delay is all that the timer needs. */
bool arch_timer_by_delay(void);

#endif
