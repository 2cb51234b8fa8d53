/* SPDX-License-Identifier: BSD-2-Clause */
/* The one-shot timer: local APIC, with the TSC's deadline where there is one, or PIT. */
#include "clock.h"
#include "core/arch.h"
#include "core/options.h"
#include "abi/layout.h"
#include "abi/partition_page.h"
#include "drivers/lapic.h"
#include "drivers/pit.h"
#include "cpu.h"
#include "irq.h"
#include "x86.h"

#define PIT_LINE          0u
#define MEASURE_NS        10000000u
#define MEASUREMENTS      16u
#define GOOD_ENOUGH       10000u
#define DEADLINE_FRACTION 24 /* bits behind the point in deadline_mult */

enum timer_kind { TIMER_LAPIC, TIMER_DEADLINE, TIMER_PIT };

/* All written at boot. */
static enum timer_kind kind;
static uint32_t longest_ns;    /* longer delays are cut: the timer then comes early */
static uint32_t count_mult;    /* timer counts per ns, times 2^32 */
static uint32_t deadline_mult; /* TSC counts per ns, times 2^DEADLINE_FRACTION */

/* From now until an instant, within what the timer can. */
static inline uint32_t delay_until(uint64_t instant_ns)
{
    uint64_t left = instant_ns - arch_time_ns();
    uint32_t delay = (uint32_t)left;

    if ((left >> 32) == 0)
        return delay < longest_ns ? delay : longest_ns;
    return (int64_t)left < 0 ? 0 : longest_ns;
}

static __attribute__((noinline)) void deadline_set(uint32_t delay)
{
    wrmsr(MSR_TSC_DEADLINE, rdtsc() + ((uint64_t)delay * deadline_mult >> DEADLINE_FRACTION));
}

void arch_timer_arm(uint64_t instant_ns)
{
    uint32_t delay = delay_until(instant_ns);

    if (kind == TIMER_LAPIC)
        lapic_timer_set(scale_short(delay, count_mult) + 1);
    else if (kind == TIMER_DEADLINE)
        deadline_set(delay);
    else
        pit_timer_set(scale_short(delay, count_mult) + 1);
}

static void lapic_timer_interrupt(uint32_t vector)
{
    (void)vector;
    lapic_acknowledge();
    timer_interrupt();
}

static void pit_timer_interrupt(uint32_t vector)
{
    irq_acknowledge(vector - LAYOUT_IRQ_VECTOR);
    timer_interrupt();
}

/*
 * Counts of the local APIC's timer in a time by the clock, with the error of the two looks as in
 * clock.c.
 */
INIT static uint32_t lapic_measure(uint32_t *ns, uint32_t *error)
{
    uint64_t before_start = arch_time_ns();
    uint64_t after_start;
    uint64_t before_end;
    uint64_t after_end;
    uint32_t left;

    lapic_timer_set(UINT32_MAX);
    after_start = arch_time_ns();
    do
        before_end = arch_time_ns();
    while (before_end - after_start < MEASURE_NS);
    left = lapic_timer_get();
    after_end = arch_time_ns();
    *ns = (uint32_t)((before_end + after_end - before_start - after_start) / 2);
    *error = (uint32_t)(after_start - before_start + after_end - before_end);
    return UINT32_MAX - left;
}

/* The best of several. */
INIT static uint32_t lapic_calibrate(uint32_t *ns)
{
    uint32_t best = 0;
    uint32_t best_error = UINT32_MAX;

    *ns = MEASURE_NS;
    for (uint32_t i = 0; i < MEASUREMENTS && best_error > *ns / GOOD_ENOUGH; i++) {
        uint32_t this_ns;
        uint32_t error;
        uint32_t counts = lapic_measure(&this_ns, &error);

        if (error < best_error) {
            best = counts;
            best_error = error;
            *ns = this_ns;
        }
    }
    return best;
}

/* Whether the local APIC's timer can be used, at the finest division that is below 1 GHz. */
INIT static bool lapic_timer_init(void)
{
    for (uint32_t divide = 0; divide < LAPIC_DIVISIONS; divide++) {
        uint32_t ns;
        uint32_t counts;

        lapic_timer_mode(LAYOUT_IRQ_VECTOR + IRQ_TIMER, LAPIC_TIMER_MASKED, divide);
        counts = lapic_calibrate(&ns);
        if (counts == 0)
            return false;
        if (counts <= ns + ns / 1000) {
            count_mult =
                counts >= ns ? UINT32_MAX : (uint32_t)arch_divide((uint64_t)counts << 32, ns);
            lapic_timer_mode(LAYOUT_IRQ_VECTOR + IRQ_TIMER, LAPIC_TIMER_ONE_SHOT, divide);
            return true;
        }
    }
    return false;
}

INIT static void deadline_init(void)
{
    /* 2^(32 + shift) / mult are the counts of 1 ns: mult / 2^32 ns << shift are one count. */
    deadline_mult = (uint32_t)(arch_divide(1ull << (32 + DEADLINE_FRACTION), arch_clock.mult) >>
                               arch_clock.shift);
    lapic_timer_mode(LAYOUT_IRQ_VECTOR + IRQ_TIMER, LAPIC_TIMER_DEADLINE, 0);
    kind = TIMER_DEADLINE;
}

INIT void timer_init(void)
{
    longest_ns = clock_longest_ns();
    if (cpu.apic && boot_options.timer != OPTION_TIMER_PIT) {
        irq_set_handler(IRQ_TIMER, lapic_timer_interrupt);
        if (cpu.tsc_deadline && arch_clock.user_readable) {
            deadline_init();
            return;
        }
        if (lapic_timer_init()) {
            kind = TIMER_LAPIC;
            return;
        }
    }
    kind = TIMER_PIT;
    if (longest_ns > PIT_TIMER_LONGEST_NS)
        longest_ns = PIT_TIMER_LONGEST_NS;
    count_mult = (uint32_t)arch_divide((uint64_t)PIT_HERTZ << 32, 1000000000u);
    pit_timer_start();
    irq_take_line(PIT_LINE, pit_timer_interrupt);
}

INIT const char *timer_name(void)
{
    static const char *const names[] = {"local APIC", "TSC deadline", "PIT"};

    return names[kind];
}
