/* SPDX-License-Identifier: BSD-2-Clause */
/* Stamps are nanoseconds here, as on a processor without a usable counter. */
#ifndef ARCH_STAMP_H
#define ARCH_STAMP_H

#include "core/arch.h"

static inline uint64_t arch_stamp(void)
{
    return arch_time_ns();
}

static inline uint64_t arch_stamp_ns(uint64_t stamp)
{
    return stamp;
}

static inline uint64_t arch_stamp_limit(uint64_t ns)
{
    return ns + 1;
}

static inline uint64_t arch_stamp_span(uint64_t ns)
{
    return ns;
}

static inline uint64_t arch_stamp_at(uint64_t instant_ns)
{
    return instant_ns;
}

uint32_t arch_stamp_wait(uint64_t stamp);

static inline uint32_t arch_stamp_twice_and_younger(uint32_t number, const uint64_t *stamp,
                                                    const uint64_t *limit)
{
    return 2 * number + (arch_time_ns() - *stamp < *limit);
}

#endif
