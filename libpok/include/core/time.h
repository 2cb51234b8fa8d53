/* SPDX-License-Identifier: BSD-2-Clause */
/* Time: 64-bit nanoseconds, monotonic, counted from the start of the first major frame. */
#ifndef LIBPOK_CORE_TIME_H
#define LIBPOK_CORE_TIME_H

#include "core/call.h"
#include "core/clock.h"

/*
 * The present time, in ns, into *time. No kernel entry where the time stamp counter can be used;
 * the call TIME_GET otherwise.
 *
 * POK_ERRNO_OK       always, when the clock is read here
 * POK_ERRNO_EFAULT   (call only) `time` is not in the partition's writable memory
 *
 * Part 1, GET_TIME.
 */
static inline pok_ret_t pok_time_get(pok_time_t *time)
{
    const struct pok_clock *clock = POK_CLOCK;
    const uint32_t *base = (const uint32_t *)&clock->tsc_base;
    uint32_t low, high, shift, upper, carry;

    if (__builtin_expect(clock->user_readable == 0, 0))
        return pok_call_TIME_GET(pok_address(time));
    /* pok_clock_convert() in fewer instructions than compilers find: shift is below 32. */
    __asm__ volatile("rdtsc\n\t"
                     "subl %[base_low], %%eax\n\t"
                     "sbbl %[base_high], %%edx\n\t"
                     "movl %%edx, %[upper]\n\t"
                     "mull %[mult]\n\t"
                     "movl %%edx, %[carry]\n\t"
                     "movl %[upper], %%eax\n\t"
                     "mull %[mult]\n\t"
                     "addl %[carry], %%eax\n\t"
                     "adcl $0, %%edx\n\t"
                     "movl %[shift_of], %%ecx\n\t"
                     "shldl %%cl, %%eax, %%edx\n\t"
                     "shll %%cl, %%eax\n\t"
                     : "=&a"(low), "=&d"(high),
                       "=&c"(shift), [upper] "=&r"(upper), [carry] "=&r"(carry)
                     : [base_low] "m"(base[0]), [base_high] "m"(base[1]), [mult] "m"(clock->mult),
                       [shift_of] "m"(clock->shift)
                     : "cc");
    *time = (pok_time_t)((uint64_t)high << 32 | low);
    return POK_ERRNO_OK;
}

#endif
