/* SPDX-License-Identifier: BSD-2-Clause */
/* The benchmark timer of RTEMS's timing tests: the time stamp counter. */
#include <rtems/btimer.h>

#include "internal.h"

bool benchmark_timer_find_average_overhead;

static uint64_t begin;

static uint64_t counter(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

void benchmark_timer_initialize(void)
{
    begin = counter();
}

benchmark_timer_t benchmark_timer_read(void)
{
    return (benchmark_timer_t)(counter() - begin);
}

void benchmark_timer_disable_subtracting_average_overhead(bool find)
{
    benchmark_timer_find_average_overhead = find;
}
