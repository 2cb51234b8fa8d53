/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instants as the clock's raw counter has them: to take one costs three instructions, and ages are
 * compared without converting them. Without a usable time stamp counter a stamp is in nanoseconds.
 */
#ifndef ARCH_STAMP_H
#define ARCH_STAMP_H

#include "core/arch.h"
#include "abi/partition_page.h"
#include "x86.h"

static inline uint64_t arch_stamp(void)
{
    return __builtin_expect(arch_clock.user_readable != 0, 1) ? rdtsc() : arch_time_ns();
}

/* Time that a stamp was taken at. */
uint64_t arch_stamp_ns(uint64_t stamp);
/* The smallest difference of two stamps that is more than `ns`. */
uint64_t arch_stamp_limit(uint64_t ns);
/* The smallest difference that is `ns` or more. */
uint64_t arch_stamp_span(uint64_t ns);
/* The first stamp at which the time is `instant_ns`. */
uint64_t arch_stamp_at(uint64_t instant_ns);
/*
 * Wait until a stamp that is not far; returns how much later it is then, at most UINT32_MAX.
 * Between the stamp and the return, nothing takes a different time at each call.
 */
uint32_t arch_stamp_wait(uint64_t stamp);

/*
 * Twice a number, and 1 more when less than *limit has passed since *stamp. Written out, since the
 * compiler moves 64-bit values through memory, and to add the carry as it is.
 */
static inline uint32_t arch_stamp_twice_and_younger(uint32_t number, const uint64_t *stamp,
                                                    const uint64_t *limit)
{
    uint32_t result;

    if (__builtin_expect(arch_clock.user_readable == 0, 0))
        return 2 * number + (arch_time_ns() - *stamp < *limit);
    __asm__ volatile("rdtsc\n\t"
                     "subl %[stamp], %%eax\n\t"
                     "sbbl 4 + %[stamp], %%edx\n\t"
                     "subl %[limit], %%eax\n\t"
                     "sbbl 4 + %[limit], %%edx\n\t"
                     "movl %[number], %%eax\n\t"
                     "adcl %%eax, %%eax"
                     : "=&a"(result)
                     : [number] "ri"(number), [stamp] "m"(*stamp), [limit] "m"(*limit)
                     : "edx", "cc");
    return result;
}

#endif
