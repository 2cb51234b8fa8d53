/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/ready.h"

INIT void ready_init(struct ready_queue *ready)
{
    *ready = (struct ready_queue){0};
}

void ready_insert(struct ready_queue *ready, struct thread *thread)
{
    ready_insert_inline(ready, thread);
}

/* In a ring, the place before the first and the one behind the last are the same. */
void ready_insert_first(struct ready_queue *ready, struct thread *thread)
{
    ready_insert(ready, thread);
    ready->first[thread->priority] = &thread->link;
    if (ready->best->priority == thread->priority)
        ready->best = thread;
}

void ready_remove(struct ready_queue *ready, struct thread *thread)
{
    ready_remove_inline(ready, thread);
}

void ready_move_last(struct ready_queue *ready, struct thread *thread)
{
    ready_remove(ready, thread);
    ready_insert(ready, thread);
}

static uint32_t highest_bit(uint32_t word)
{
    return 31u ^ (uint32_t)__builtin_clz(word);
}

void ready_remove_last(struct ready_queue *ready, struct thread *thread)
{
    uint32_t priority = thread->priority;
    uint32_t word = priority / 32;

    ready->first[priority] = NULL;
    arch_bit_clear(ready->map, priority);
    if (ready->map[word] == 0)
        arch_bit_clear(&ready->summary, word);
    if (ready->best != thread)
        return;
    ready->best = NULL;
    if (ready->summary == 0)
        return;
    word = highest_bit(ready->summary);
    ready->best = ready_thread(ready->first[word * 32 + highest_bit(ready->map[word])]);
}
