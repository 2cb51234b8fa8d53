/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What another partition's line of policy COUNTED does to the one in whose windows it is taken. The
 * device is one that asks all the time: the victim has its registers and makes it ask, over and
 * over, in each of its windows. Of its two windows in a frame the first begins with nothing
 * waiting, since the line's owner had its window before; in the second one interrupt waits that the
 * minimum distance has held back. Under -icount shift=0 a nanosecond is an instruction.
 */
#include "bench_counts.h"
#include "core/page.h"
#include "core/time.h"
#include <arinc653/apexPartition.h>

#define FRAMES    10000u
#define FIRST     4u    /* not before the owner has registered its line */
#define WINDOW_NS 30000 /* as module.xml has it */
#define REST_NS   2000  /* before its end no more rings */
#define MOST      4096u

static uint32_t start_quiet[MOST], start_waiting[MOST], ring[MOST], taken[MOST];
static uint32_t ring_least = MOST;

static inline void port_write(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline uint32_t tsc(void)
{
    uint32_t low;

    __asm__ volatile("rdtsc" : "=a"(low) : : "edx", "memory");
    return low;
}

static uint32_t bounded(uint32_t value)
{
    return value < MOST ? value : MOST - 1;
}

/* Until the window is almost over; how many of the rings were interrupted. */
static uint32_t window_ring(void)
{
    uint32_t interrupted = 0;
    pok_time_t now;

    do {
        uint32_t start = tsc();

        port_write(0x2f9, 0);
        port_write(0x2f9, 2);
        start = bounded(tsc() - start);
        ring[start]++;
        if (start < ring_least)
            ring_least = start;
        interrupted += start > ring_least + 30;
        (void)pok_time_get(&now);
    } while (now < POK_PAGE->window_start_ns + WINDOW_NS - REST_NS);
    return interrupted;
}

int main(void)
{
    uint32_t windows = POK_PAGE->windows;
    RETURN_CODE_TYPE code;

    port_write(0x2fc, 0x08); /* MCR.OUT2 lets the line through */
    while (windows < FRAMES * 2) {
        uint32_t error, interrupted;
        pok_time_t now;

        while (POK_PAGE->windows == windows)
            ;
        (void)pok_time_get(&now);
        windows = POK_PAGE->windows;
        error = bounded((uint32_t)(now - POK_PAGE->window_start_ns));
        interrupted = window_ring();
        if (windows < FIRST * 2)
            continue;
        if (POK_PAGE->window_identifier == 1) {
            start_quiet[error]++;
            taken[interrupted]++;
        } else {
            start_waiting[error]++;
            taken[interrupted + 1]++; /* the one that has waited */
        }
    }
    bench_print_counts("counted_start_quiet", start_quiet, MOST);
    bench_print_counts("counted_start_waiting", start_waiting, MOST);
    bench_print_counts("counted_ring", ring, MOST);
    bench_print_counts("counted_taken", taken, MOST);
    printf("BENCH_DONE\n");
    SET_PARTITION_MODE(IDLE, &code);
    return 0;
}
