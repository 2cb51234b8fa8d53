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
#include <arch_bits.h> /* not by quotes: unit tests have their own */

void ready_init(struct ready_queue *ready);
/* Behind, or before, the other threads of its priority. */
void ready_insert(struct ready_queue *ready, struct thread *thread);
void ready_insert_first(struct ready_queue *ready, struct thread *thread);
void ready_remove(struct ready_queue *ready, struct thread *thread);
/* A ready thread goes behind the others of its priority. */
void ready_move_last(struct ready_queue *ready, struct thread *thread);
/* The last of its priority goes: who is the best now? */
void ready_remove_last(struct ready_queue *ready, struct thread *thread);

/*
 * Nobody is ready from now on. What the queue still knows of each priority is forgotten later, by
 * the second: before anybody is put in again.
 */
static inline void ready_forget(struct ready_queue *ready)
{
    ready->best = NULL;
    ready->summary = 0;
}

static inline void ready_forget_priority(struct ready_queue *ready, uint32_t priority)
{
    ready->first[priority] = NULL;
    ready->map[priority / 32] = 0;
}

static inline struct thread *ready_thread(struct thread_link *link)
{
    return CONTAINER_OF(link, struct thread, link);
}

/* The thread to run; NULL when nobody is ready. */
static inline struct thread *ready_first(const struct ready_queue *ready)
{
    return ready->best;
}

/* ready_insert() and ready_remove() in line, for the calls that are counted. */
static inline __attribute__((always_inline)) void ready_insert_inline(struct ready_queue *ready,
                                                                      struct thread *thread)
{
    uint32_t priority = thread->priority;
    struct thread_link *first = ready->first[priority];
    struct thread_link *link = &thread->link;

    if (first != NULL) {
        link->next = first;
        link->previous = first->previous;
        first->previous->next = link;
        first->previous = link;
        return;
    }
    link->next = link;
    link->previous = link;
    ready->first[priority] = link;
    arch_bit_set(ready->map, priority);
    arch_bit_set(&ready->summary, priority / 32);
    if (ready->best == NULL || ready->best->priority < priority)
        ready->best = thread;
}

static inline __attribute__((always_inline)) void ready_remove_inline(struct ready_queue *ready,
                                                                      struct thread *thread)
{
    struct thread_link *link = &thread->link;
    struct thread_link *next = link->next;

    if (next == link) {
        ready_remove_last(ready, thread);
        return;
    }
    next->previous = link->previous;
    link->previous->next = next;
    if (ready->first[thread->priority] == link)
        ready->first[thread->priority] = next;
    if (ready->best == thread)
        ready->best = ready_thread(next);
}

/* The same in line, for the thread that runs. */
static inline void ready_rotate(struct ready_queue *ready, struct thread *thread)
{
    if (ready->best == thread) {
        struct thread_link *next = thread->link.next;

        ready->first[thread->priority] = next;
        ready->best = ready_thread(next);
    } else {
        ready_move_last(ready, thread);
    }
}

/* The current thread goes behind the other ready threads of its priority. */
static inline void thread_yield(struct thread *thread)
{
    processor.exit_work |= EXIT_RESCHEDULE;
    ready_rotate(&thread->partition->ready, thread);
}

#endif
