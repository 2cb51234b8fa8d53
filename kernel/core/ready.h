/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads ready to run, by priority and first come, first served within one: every operation in
 * constant time, by two levels of bitmap.
 */
#ifndef CORE_READY_H
#define CORE_READY_H

#include "core/types.h"
#include "core/partition.h"
#include "core/processor.h"

void ready_init(struct ready_queue *ready);
/* Behind, or before, the other threads of its priority. */
void ready_insert(struct ready_queue *ready, struct thread *thread);
void ready_insert_first(struct ready_queue *ready, struct thread *thread);
void ready_remove(struct ready_queue *ready, struct thread *thread);

static inline uint32_t ready_highest_bit(uint32_t word)
{
    return 31u ^ (uint32_t)__builtin_clz(word);
}

/* The thread to run; the queue isn't empty (`summary` is not 0). */
static inline struct thread *ready_first(const struct ready_queue *ready)
{
    uint32_t word = ready_highest_bit(ready->summary);
    uint32_t priority = word * 32 + ready_highest_bit(ready->map[word]);

    return CONTAINER_OF(ready->first[priority], struct thread, link);
}

/* A ready thread goes behind the others of its priority. */
static inline void ready_rotate(struct ready_queue *ready, struct thread *thread)
{
    struct thread_link **first = &ready->first[thread->priority];

    if (*first == &thread->link) {
        *first = thread->link.next;
    } else {
        ready_remove(ready, thread);
        ready_insert(ready, thread);
    }
}

/* The current thread goes behind the other ready threads of its priority. */
static inline void thread_yield(struct thread *thread)
{
    ready_rotate(&thread->partition->ready, thread);
    processor.exit_work |= EXIT_RESCHEDULE;
}

#endif
