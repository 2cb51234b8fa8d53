/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Timers of one partition, in a binary heap ordered by expiry: the earliest in constant time,
 * insertion and removal in the logarithm of their number, which the configuration fixes. A
 * partition's timers act only while its window runs.
 */
#ifndef CORE_TIMER_H
#define CORE_TIMER_H

#include "core/types.h"

struct timer {
    uint64_t expiry_ns;
    uint32_t place; /* 1 and up: position in the heap; 0: not armed */
    /* Interrupts off; may arm timers, this one too. `now_ns` is not before the expiry. */
    void (*fire)(struct timer *timer, uint64_t now_ns);
};

struct timer_heap {
    struct timer **slot; /* slot[1] is the earliest */
    uint32_t count;
    uint32_t capacity;
};

#define TIMER_NEVER UINT64_MAX

/* Arm or re-arm. The heap has room for every timer of its partition, so this can't fail. */
void timer_arm(struct timer_heap *heap, struct timer *timer, uint64_t expiry_ns);
/* No effect on a timer that isn't armed. */
void timer_disarm(struct timer_heap *heap, struct timer *timer);
/*
 * Fire all that have expired at `now_ns`, earliest first; each at most once. It ends early at the
 * stamp `until`: many that expire together must not keep the next window waiting.
 */
void timer_run(struct timer_heap *heap, uint64_t now_ns, uint64_t until);
/* Expiry of the earliest, or TIMER_NEVER. */
static inline uint64_t timer_next(const struct timer_heap *heap)
{
    return heap->count == 0 ? TIMER_NEVER : heap->slot[1]->expiry_ns;
}

#endif
