/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIBPOK_CORE_CLOCK_H
#define LIBPOK_CORE_CLOCK_H

#include "abi/partition_page.h"

/* A nanosecond instant from a counter value; the arithmetic of struct pok_clock. */
static inline pok_time_t pok_clock_convert(const struct pok_clock *clock, uint64_t tsc)
{
    uint64_t since = tsc - clock->tsc_base;
    uint64_t high = (uint64_t)(uint32_t)(since >> 32) * clock->mult;
    uint64_t low = (uint64_t)(uint32_t)since * clock->mult;

    return (pok_time_t)((high + (uint32_t)(low >> 32)) << clock->shift);
}

#endif
