/* SPDX-License-Identifier: BSD-2-Clause */
/* Time services of partitions (Part 1, chapter "time management") and arithmetic on times. */
#ifndef CORE_TIME_H
#define CORE_TIME_H

#include "core/types.h"

/* Instants and durations a partition may give end here, so that sums of a few don't overflow. */
#define TIME_MAX_NS ((uint64_t)INT64_MAX / 4)

/* The 64-bit value that a call passes in two arguments. */
static inline int64_t time_argument(uint32_t low, uint32_t high)
{
    return (int64_t)((uint64_t)high << 32 | low);
}

/* Remainder of the division by a number that is not 0; at most 64 steps. */
uint64_t time_remainder(uint64_t dividend, uint64_t divisor);

/* Calls: abi/syscalls.def. */
pok_ret_t time_get(uint32_t address);
pok_ret_t timed_wait(uint32_t low, uint32_t high);
pok_ret_t periodic_wait(void);

#endif
