/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock and the one-shot timer: what they run on. */
#ifndef CLOCK_H
#define CLOCK_H

#include "core/types.h"

/* Choose and calibrate; the interrupt controllers are ready. */
void clock_init(void);
void timer_init(void);

const char *clock_name(void);
const char *timer_name(void);
/* Counter's rate for the boot line. */
uint32_t clock_kilohertz(void);

/* Longest time between two looks at the clock that it survives; UINT32_MAX: any. */
uint32_t clock_longest_ns(void);

/* value * multiplier / 2^32. The compiler makes three times as many instructions of it. */
static inline uint64_t scale(uint64_t value, uint32_t multiplier)
{
    uint32_t low = (uint32_t)value;
    uint32_t carry;
    uint32_t high = (uint32_t)(value >> 32);
    uint32_t top;

    __asm__("mull %2" : "+a"(low), "=d"(carry) : "rm"(multiplier) : "cc");
    __asm__("mull %3\n\t"
            "addl %2, %%eax\n\t"
            "adcl $0, %%edx"
            : "+a"(high), "=&d"(top)
            : "r"(carry), "rm"(multiplier)
            : "cc");
    return (uint64_t)top << 32 | high;
}

/* The same of 32 bits. */
static inline uint32_t scale_short(uint32_t value, uint32_t multiplier)
{
    uint32_t result;

    __asm__("mull %2" : "+a"(value), "=d"(result) : "rm"(multiplier) : "cc");
    return result;
}

#endif
