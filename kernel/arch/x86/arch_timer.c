/* SPDX-License-Identifier: BSD-2-Clause */
/* The one-shot timer: local APIC, with the TSC's deadline where there is one, or PIT. */
#include "clock.h"
#include "core/arch.h"
#include "core/options.h"
#include "core/processor.h"
#include "abi/layout.h"
#include "abi/partition_page.h"
#include "drivers/lapic.h"
#include "drivers/pit.h"
#include "arch_stamp.h"
#include "arch_timer.h"
#include "cpu.h"
#include "irq.h"
#include "x86.h"

#define PIT_LINE     0u
#define MEASURE_NS   10000000u
#define MEASUREMENTS 16u
#define GOOD_ENOUGH  10000u

enum timer_kind { TIMER_LAPIC, TIMER_DEADLINE, TIMER_PIT };

/* All written at boot. */
static enum timer_kind kind;
static uint32_t longest; /* counts of a stamp; longer delays are cut: the timer then comes early */

uint32_t timer_delay_mult; /* timer counts per count of a stamp, times 2^32 */

INIT bool arch_timer_by_delay(void)
{
    return kind == TIMER_LAPIC && arch_clock.user_readable != 0;
}

void arch_timer_arm(uint64_t stamp)
{
    uint64_t left;
    uint32_t delay;

    if (kind == TIMER_DEADLINE) {
        wrmsr(MSR_TSC_DEADLINE, stamp);
        return;
    }
    left = stamp - arch_stamp();
    delay = (uint32_t)left;
    if (left > longest)
        delay = (int64_t)left < 0 ? 0 : longest;
    delay = scale_short(delay, timer_delay_mult) + 1;
    if (kind == TIMER_LAPIC)
        lapic_timer_set(delay);
    else
        pit_timer_set(delay);
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

/* From counts in a time. Where the multiplier has no room for it, the timer comes early. */
INIT static void delay_mult_set(uint32_t counts, uint32_t ns)
{
    uint64_t mult = counts >= ns ? UINT32_MAX : arch_divide((uint64_t)counts << 32, ns);

    if (arch_clock.user_readable != 0)
        mult = scale(mult, arch_clock.mult) << arch_clock.shift;
    timer_delay_mult = mult > UINT32_MAX ? UINT32_MAX : (uint32_t)mult;
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
            delay_mult_set(counts, ns);
            lapic_timer_mode(LAYOUT_IRQ_VECTOR + IRQ_TIMER, LAPIC_TIMER_ONE_SHOT, divide);
            return true;
        }
    }
    return false;
}

INIT void timer_init(void)
{
    uint64_t span;

    longest = clock_longest_ns();
    if (cpu.apic && boot_options.timer != OPTION_TIMER_PIT) {
        irq_set_handler(IRQ_TIMER, lapic_timer_interrupt);
        if (cpu.tsc_deadline && arch_clock.user_readable) {
            lapic_timer_mode(LAYOUT_IRQ_VECTOR + IRQ_TIMER, LAPIC_TIMER_DEADLINE, 0);
            kind = TIMER_DEADLINE;
            return;
        }
        if (lapic_timer_init()) {
            kind = TIMER_LAPIC;
            return;
        }
    }
    kind = TIMER_PIT;
    span = arch_stamp_span(PIT_TIMER_LONGEST_NS);
    if (longest > span)
        longest = (uint32_t)span;
    delay_mult_set(PIT_HERTZ, 1000000000u);
    pit_timer_start();
    irq_take_line(PIT_LINE, pit_timer_interrupt);
}

INIT const char *timer_name(void)
{
    static const char *const names[] = {"local APIC", "TSC deadline", "PIT"};

    return names[kind];
}
