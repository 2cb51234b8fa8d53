/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Measuring in a partition. Under -icount shift=0 the time stamp counter counts instructions, so a
 * sample is the number of instructions from the one after the first rdtsc up to and including the
 * second. Results are printed as lines that tests/bench/run.py reads:
 *   BENCH name min p50 p99 max n
 *   COUNT name crossings cr3_loads operations
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "kernel/bsp/x86-qemu-bench/floors.h"

#define BENCH_SAMPLES    1000u
#define BENCH_OPERATIONS 100u /* counted for their crossings */

static uint32_t bench_sample[BENCH_SAMPLES];

/* A sample this long had another partition's window in it: it is taken again. */
#define BENCH_WINDOW 500000u
#define BENCH_TAKE(i, value)                                                                       \
    do {                                                                                           \
        bench_sample[i] = (value);                                                                 \
        if (bench_sample[i] >= BENCH_WINDOW)                                                       \
            (i)--;                                                                                 \
    } while (0)

static inline uint32_t bench_tsc(void)
{
    uint32_t low;

    __asm__ volatile("rdtsc" : "=a"(low) : : "edx", "memory");
    return low;
}

static int bench_compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

static inline void bench_print(const char *name, uint32_t *sample, uint32_t n)
{
    qsort(sample, n, sizeof(*sample), bench_compare);
    printf("BENCH %s %u %u %u %u %u\n", name, (unsigned)sample[0], (unsigned)sample[n / 2],
           (unsigned)sample[n - 1 - n / 100], (unsigned)sample[n - 1], (unsigned)n);
}

/* `operation` between two reads of the counter. */
#define BENCH(name, operation)                                                                     \
    do {                                                                                           \
        for (uint32_t bench_i = 0; bench_i < BENCH_SAMPLES; bench_i++) {                           \
            uint32_t bench_start = bench_tsc();                                                    \
                                                                                                   \
            operation;                                                                             \
            bench_start = bench_tsc() - bench_start;                                               \
            BENCH_TAKE(bench_i, bench_start);                                                      \
        }                                                                                          \
        bench_print(name, bench_sample, BENCH_SAMPLES);                                            \
    } while (0)

/* Start (1) or stop (0) the kernel's count of crossings and CR3 loads; stopping is one crossing. */
static inline uint32_t bench_count(uint32_t on, uint32_t *cr3_loads)
{
    uint32_t crossings = on;

    __asm__ volatile("int %2"
                     : "+a"(crossings), "=d"(*cr3_loads)
                     : "i"(FLOOR_COUNT_VECTOR)
                     : "memory", "cc");
    return crossings;
}

/* Crossings and CR3 loads of `operation`. */
#define BENCH_COUNTED(name, operation)                                                             \
    do {                                                                                           \
        uint32_t bench_loads;                                                                      \
        uint32_t bench_crossings;                                                                  \
                                                                                                   \
        (void)bench_count(1, &bench_loads);                                                        \
        for (uint32_t bench_i = 0; bench_i < BENCH_OPERATIONS; bench_i++)                          \
            operation;                                                                             \
        bench_crossings = bench_count(0, &bench_loads) - 1;                                        \
        printf("COUNT %s %u %u %u\n", name, (unsigned)bench_crossings, (unsigned)bench_loads,      \
               (unsigned)BENCH_OPERATIONS);                                                        \
    } while (0)

/* The floor of a copy. */
static inline void bench_copy_words(void *to, const void *from, uint32_t words)
{
    __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
}

/* A call through the fast gate, inline: number in eax, arguments in edx, ecx and ebx. */
static inline uint32_t bench_fast(uint32_t number, uint32_t a1, uint32_t a2, uint32_t a3)
{
    __asm__ volatile("pushl %%ebp\n\t"
                     "movl %%esp, %%ebp\n\t"
                     "movl $1f, %%edi\n\t"
                     "sysenter\n"
                     "1:\tpopl %%ebp"
                     : "+a"(number), "+d"(a1), "+c"(a2)
                     : "b"(a3)
                     : "edi", "memory", "cc");
    return number;
}

/*
 * Run until something else did: returns when more than `gap` instructions have passed between two
 * reads of the counter, with the last one before and the first one after. Six instructions a turn.
 */
static inline void bench_spin(uint32_t gap, uint32_t *before, uint32_t *after)
{
    uint32_t last;
    uint32_t difference;
    uint32_t now;

    __asm__ volatile("rdtsc\n\t"
                     "movl %%eax, %[last]\n"
                     "1:\trdtsc\n\t"
                     "movl %%eax, %[now]\n\t"
                     "subl %[last], %%eax\n\t"
                     "movl %[now], %[last]\n\t"
                     "cmpl %[gap], %%eax\n\t"
                     "jb 1b"
                     : [last] "=&r"(last), "=&a"(difference), [now] "=&r"(now)
                     : [gap] "r"(gap)
                     : "edx", "cc");
    *before = now - difference;
    *after = now;
}

#endif
