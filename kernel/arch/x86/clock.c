/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"
#include "arch_stamp.h"
#include "core/arch.h"
#include "core/options.h"
#include "abi/partition_page.h"
#include "drivers/pit.h"
#include "cpu.h"
#include "x86.h"

#define MEASUREMENT_PIT   11932u /* counts: 10 ms */
#define MEASUREMENTS      16u    /* at most */
#define MEASUREMENT_TRIES 100000000u
#define GOOD_ENOUGH       10000u /* parts of a measurement: an error below one needs no further one */
#define USABLE            50u    /* with an error above one part the TSC isn't used */
/* At 1 GHz, multiplier 2^32 doesn't fit any more; this close to it the largest one does. */
#define ROUND_PPM 100u
#define ATTEMPTS  3u

struct pok_clock arch_clock;

/* Time stamp counts of one measurement period, as calibrated; 0 when the TSC isn't used. */
static uint32_t tsc_per_measurement;

/* The PIT as a clock: counts since the start, advanced at each look. */
static uint64_t pit_counts;
static uint16_t pit_last;

static __attribute__((noinline)) uint64_t pit_now(void)
{
    uint16_t count = pit_clock_read();

    pit_counts += (uint16_t)(pit_last - count); /* it counts down */
    pit_last = count;
    return pit_counts * (1000000000u / PIT_HERTZ) + scale(pit_counts, PIT_NS_FRACTION);
}

uint64_t arch_stamp_ns(uint64_t stamp)
{
    if (arch_clock.user_readable == 0)
        return stamp;
    return scale(stamp - arch_clock.tsc_base, arch_clock.mult) << arch_clock.shift;
}

uint64_t arch_time_ns(void)
{
    if (arch_clock.user_readable == 0)
        return pit_now();
    return arch_stamp_ns(rdtsc());
}

/*
 * The smallest s with (s * mult >> 32) << shift > ns, one more than the largest s without: a
 * division of 96 bits by 32, in two steps.
 */
uint64_t arch_stamp_limit(uint64_t ns)
{
    uint64_t high;
    uint32_t rest;

    if (arch_clock.user_readable == 0)
        return ns + 1;
    ns >>= arch_clock.shift;
    high = arch_divide(ns, arch_clock.mult);
    if (high > UINT32_MAX)
        return UINT64_MAX;
    rest = (uint32_t)ns - (uint32_t)high * arch_clock.mult;
    return (high << 32) + arch_divide((uint64_t)rest << 32 | UINT32_MAX, arch_clock.mult) + 1;
}

uint64_t arch_stamp_span(uint64_t ns)
{
    return ns == 0 ? 0 : arch_stamp_limit(ns - 1);
}

uint64_t arch_stamp_at(uint64_t instant_ns)
{
    return arch_clock.tsc_base + arch_stamp_span(instant_ns);
}

uint32_t arch_stamp_wait(uint64_t stamp)
{
    uint64_t late;

    do
        late = arch_stamp() - stamp;
    while ((int64_t)late < 0);
    return late >> 32 != 0 ? UINT32_MAX : (uint32_t)late;
}

void arch_time_start(void)
{
    arch_clock.tsc_base = arch_clock.user_readable ? rdtsc() : 0;
    pit_counts = 0;
    pit_last = pit_clock_read();
}

uint32_t clock_longest_ns(void)
{
    return arch_clock.user_readable ? UINT32_MAX : PIT_CLOCK_WRAP_NS / 2;
}

/*
 * TSC counts while the PIT counts MEASUREMENT_PIT. Start and end each lie between two looks at the
 * TSC; what the processor was kept from in between (by a hypervisor, or firmware) is in `error`,
 * so that a disturbed measurement is known as one. False: the PIT doesn't count.
 */
INIT static bool tsc_measure(uint64_t *counts, uint64_t *error)
{
    uint64_t before_start;
    uint64_t after_start;
    uint64_t before_end;
    uint64_t after_end;

    pit_wait_prepare(MEASUREMENT_PIT);
    before_start = rdtsc();
    pit_wait_start();
    after_start = rdtsc();
    after_end = after_start;
    for (uint32_t i = 0; i < MEASUREMENT_TRIES; i++) {
        bool over;

        before_end = after_end;
        over = pit_wait_over();
        after_end = rdtsc();
        if (over) {
            *counts = (before_end + after_end - before_start - after_start) / 2;
            *error = after_end - before_end + after_start - before_start;
            return true;
        }
    }
    return false;
}

/* The best of several measurements, 0 when none is usable. */
INIT static uint32_t tsc_calibrate(void)
{
    uint64_t best = 0;
    uint64_t best_error = UINT64_MAX;

    for (uint32_t i = 0; i < MEASUREMENTS && best_error > arch_divide(best, GOOD_ENOUGH); i++) {
        uint64_t counts;
        uint64_t error;

        if (!tsc_measure(&counts, &error))
            return 0;
        if (error < best_error) {
            best = counts;
            best_error = error;
        }
    }
    return best > UINT32_MAX || best_error > arch_divide(best, USABLE) ? 0 : (uint32_t)best;
}

/* Multiplier and shift of struct pok_clock from what one measurement counted. */
INIT static void tsc_use(uint32_t counts)
{
    uint32_t ns = (uint32_t)((uint64_t)MEASUREMENT_PIT * 1000000000u / PIT_HERTZ);
    uint64_t scaled = counts;

    arch_clock.shift = 0;
    if (scaled <= ns && ns - scaled < ns / (1000000u / ROUND_PPM)) {
        arch_clock.mult = UINT32_MAX;
    } else {
        while (scaled <= ns) {
            scaled <<= 1;
            arch_clock.shift++;
        }
        arch_clock.mult = (uint32_t)arch_divide((uint64_t)ns << 32, (uint32_t)scaled);
    }
    arch_clock.user_readable = 1;
    tsc_per_measurement = counts;
}

INIT void clock_init(void)
{
    uint32_t counts = 0;

    pit_init();
    if (cpu.tsc && boot_options.clock != OPTION_CLOCK_PIT)
        counts = tsc_calibrate();
    if (counts != 0)
        tsc_use(counts);
    else
        pit_clock_start();
    arch_time_start();
}

INIT const char *clock_name(void)
{
    return arch_clock.user_readable ? "TSC" : "PIT";
}

INIT uint32_t clock_kilohertz(void)
{
    if (!arch_clock.user_readable)
        return PIT_HERTZ / 1000;
    return (uint32_t)arch_divide((uint64_t)tsc_per_measurement * PIT_HERTZ,
                                 MEASUREMENT_PIT * 1000u);
}

uint64_t arch_divide(uint64_t dividend, uint32_t divisor)
{
    uint32_t high = (uint32_t)(dividend >> 32);
    uint32_t low = (uint32_t)dividend;
    uint32_t remainder = high % divisor;

    /* The remainder is below the divisor, so this quotient fits 32 bits. */
    __asm__("divl %2" : "+a"(low), "+d"(remainder) : "rm"(divisor));
    return (uint64_t)(high / divisor) << 32 | low;
}
