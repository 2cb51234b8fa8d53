/* SPDX-License-Identifier: BSD-2-Clause */
/* A result of which each value has been counted: where samples are too many to be kept. */
#ifndef BENCH_COUNTS_H
#define BENCH_COUNTS_H

#include <stdint.h>
#include <stdio.h>

/* `count[v]` is how often `v` was measured; the last of `values` stands for all that are larger. */
static inline void bench_print_counts(const char *name, const uint32_t *count, uint32_t values)
{
    uint32_t first = 0, last = values - 1, total = 0, seen = 0, p50 = 0, p99 = 0;

    for (uint32_t i = 0; i < values; i++)
        total += count[i];
    while (first < values - 1 && count[first] == 0)
        first++;
    while (last > 0 && count[last] == 0)
        last--;
    for (uint32_t i = 0; i < values; i++) {
        if (seen < total / 2)
            p50 = i;
        if (seen < total - total / 100)
            p99 = i;
        seen += count[i];
    }
    printf("BENCH %s %u %u %u %u %u\n", name, (unsigned)first, (unsigned)p50, (unsigned)p99,
           (unsigned)last, (unsigned)total);
}

#endif
