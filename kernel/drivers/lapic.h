/* SPDX-License-Identifier: BSD-2-Clause */
/* The local APIC at LAYOUT_LAPIC: acknowledgement and timer. */
#ifndef DRIVERS_LAPIC_H
#define DRIVERS_LAPIC_H

#include "core/types.h"
#include "abi/layout.h"

/* Registers' offsets; SDM vol. 3, 11.4.1. */
#define LAPIC_ID            0x020
#define LAPIC_TASK_PRIORITY 0x080
#define LAPIC_EOI           0x0b0
#define LAPIC_SPURIOUS      0x0f0
#define LAPIC_LVT_TIMER     0x320
#define LAPIC_LVT_LINT0     0x350
#define LAPIC_LVT_LINT1     0x360
#define LAPIC_LVT_ERROR     0x370
#define LAPIC_INITIAL_COUNT 0x380
#define LAPIC_CURRENT_COUNT 0x390
#define LAPIC_DIVIDE        0x3e0

enum lapic_timer_mode { LAPIC_TIMER_ONE_SHOT, LAPIC_TIMER_DEADLINE, LAPIC_TIMER_MASKED };
#define LAPIC_DIVISIONS 8u /* 2^0 to 2^7 */

static inline void lapic_write(uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(uintptr_t)(LAYOUT_LAPIC + offset) = value;
}

static inline uint32_t lapic_read(uint32_t offset)
{
    return *(const volatile uint32_t *)(uintptr_t)(LAYOUT_LAPIC + offset);
}

static inline void lapic_acknowledge(void)
{
    lapic_write(LAPIC_EOI, 0);
}

/* Begin to count down to the interrupt, in place of what was counted before. */
static inline void lapic_timer_set(uint32_t counts)
{
    lapic_write(LAPIC_INITIAL_COUNT, counts);
}

static inline uint32_t lapic_timer_get(void)
{
    return lapic_read(LAPIC_CURRENT_COUNT);
}

/* Switch it on; `legacy`: it passes the 8259's interrupts on. */
void lapic_init(uint32_t spurious_vector, bool legacy);
/* Vector, mode, and the counter's input divided by 2^division. */
void lapic_timer_mode(uint32_t vector, enum lapic_timer_mode mode, uint32_t division);

#endif
