/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the partitions of this case do alike: fill the registers of both floating-point units with
 * a pattern of their own, let windows pass, look.
 */
#ifndef STATE_H
#define STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "check.h"

#define WINDOWS  30u
#define X87      8
#define SSE      8
#define MXCSR(n) (0x1f80u ^ ((n) << 13)) /* rounding mode: bits 13 and 14 */
#define FCW(n)   (0x037fu ^ ((n) << 10)) /* rounding control: bits 10 and 11 */

struct floats {
    double x87[X87];
    uint32_t sse[SSE][4];
    uint32_t mxcsr;
    uint16_t control;
};

static inline uint32_t state_seed(uint32_t n, uint32_t index)
{
    return (n + 1) * 0x01010101u + index * 0x9e3779b9u;
}

static inline void floats_load(uint32_t n)
{
    struct floats floats = {.mxcsr = MXCSR(n), .control = (uint16_t)FCW(n)};

    for (uint32_t i = 0; i < X87; i++)
        floats.x87[i] = (double)(state_seed(n, i) & 0xffffffu);
    for (uint32_t i = 0; i < SSE * 4; i++)
        floats.sse[i / 4][i % 4] = state_seed(n, i);
    __asm__ volatile("fninit\n\t"
                     "fldl (%0)\n\tfldl 8(%0)\n\tfldl 16(%0)\n\tfldl 24(%0)\n\t"
                     "fldl 32(%0)\n\tfldl 40(%0)\n\tfldl 48(%0)\n\tfldl 56(%0)\n\t"
                     "fldcw %2\n\tldmxcsr %3\n\t"
                     "movups (%1), %%xmm0\n\tmovups 16(%1), %%xmm1\n\t"
                     "movups 32(%1), %%xmm2\n\tmovups 48(%1), %%xmm3\n\t"
                     "movups 64(%1), %%xmm4\n\tmovups 80(%1), %%xmm5\n\t"
                     "movups 96(%1), %%xmm6\n\tmovups 112(%1), %%xmm7"
                     :
                     : "r"(floats.x87), "r"(floats.sse), "m"(floats.control), "m"(floats.mxcsr)
                     : "memory");
}

/* Takes the x87's registers off their stack. */
static inline void floats_check(uint32_t n)
{
    struct floats floats;
    uint32_t wrong = 0;

    __asm__ volatile("movups %%xmm0, (%1)\n\tmovups %%xmm1, 16(%1)\n\t"
                     "movups %%xmm2, 32(%1)\n\tmovups %%xmm3, 48(%1)\n\t"
                     "movups %%xmm4, 64(%1)\n\tmovups %%xmm5, 80(%1)\n\t"
                     "movups %%xmm6, 96(%1)\n\tmovups %%xmm7, 112(%1)\n\t"
                     "fnstcw %2\n\tstmxcsr %3\n\t"
                     "fstpl 56(%0)\n\tfstpl 48(%0)\n\tfstpl 40(%0)\n\tfstpl 32(%0)\n\t"
                     "fstpl 24(%0)\n\tfstpl 16(%0)\n\tfstpl 8(%0)\n\tfstpl (%0)\n\tfninit"
                     :
                     : "r"(floats.x87), "r"(floats.sse), "m"(floats.control), "m"(floats.mxcsr)
                     : "memory");
    for (uint32_t i = 0; i < X87; i++)
        wrong += floats.x87[i] != (double)(state_seed(n, i) & 0xffffffu);
    for (uint32_t i = 0; i < SSE * 4; i++)
        wrong += floats.sse[i / 4][i % 4] != state_seed(n, i);
    CHECK_EQUAL(wrong, 0);
    CHECK_EQUAL(floats.mxcsr & ~0x3fu, MXCSR(n));
    CHECK_EQUAL(floats.control, FCW(n));
}

/* Until another window has begun. */
static inline void window_pass(void)
{
    uint32_t window = PARTITION_PAGE->windows;

    while (PARTITION_PAGE->windows == window) {
    }
}

#endif
