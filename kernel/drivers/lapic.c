/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/lapic.h"
#include "x86.h"

#define SPURIOUS_ENABLE    0x100
#define LVT_MASKED         0x10000
#define LVT_NMI            0x400
#define LVT_EXTINT         0x700
#define LVT_TIMER_DEADLINE 0x40000

INIT void lapic_init(uint32_t spurious_vector, bool legacy)
{
    wrmsr(MSR_APIC_BASE, rdmsr(MSR_APIC_BASE) | APIC_BASE_ENABLE);
    lapic_write(LAPIC_TASK_PRIORITY, 0);
    lapic_write(LAPIC_SPURIOUS, SPURIOUS_ENABLE | spurious_vector);
    lapic_write(LAPIC_LVT_TIMER, LVT_MASKED);
    lapic_write(LAPIC_LVT_ERROR, LVT_MASKED);
    lapic_write(LAPIC_LVT_LINT0, legacy ? LVT_EXTINT : LVT_MASKED);
    lapic_write(LAPIC_LVT_LINT1, LVT_NMI);
    lapic_acknowledge();
}

INIT void lapic_timer_mode(uint32_t vector, enum lapic_timer_mode mode, uint32_t division)
{
    /* 2^1 to 2^7 are coded 0 to 6, and 2^0 is 7; bit 2 of the code stands in bit 3. */
    uint32_t code = (division + LAPIC_DIVISIONS - 1) % LAPIC_DIVISIONS;

    lapic_write(LAPIC_DIVIDE, (code & 3) | (code & 4) << 1);
    lapic_write(LAPIC_LVT_TIMER, vector | (mode == LAPIC_TIMER_MASKED     ? LVT_MASKED
                                           : mode == LAPIC_TIMER_DEADLINE ? LVT_TIMER_DEADLINE
                                                                          : 0));
    /* The mode has to be there before the first deadline (SDM vol. 3, 11.5.4.1). */
    __asm__ volatile("lock addl $0, (%%esp)" : : : "memory");
}
