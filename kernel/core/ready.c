/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/ready.h"

void ready_init(struct ready_queue *ready)
{
    *ready = (struct ready_queue){0};
}

void ready_insert(struct ready_queue *ready, struct thread *thread)
{
    uint32_t priority = thread->priority;
    struct thread_link *first = ready->first[priority];
    struct thread_link *link = &thread->link;

    if (first != NULL) {
        link->next = first;
        link->previous = first->previous;
        link->previous->next = link;
        first->previous = link;
        return;
    }
    link->next = link;
    link->previous = link;
    ready->first[priority] = link;
    ready->map[priority / 32] |= 1u << priority % 32;
    ready->summary |= 1u << priority / 32;
}

/* In a ring, the place before the first and the one behind the last are the same. */
void ready_insert_first(struct ready_queue *ready, struct thread *thread)
{
    ready_insert(ready, thread);
    ready->first[thread->priority] = &thread->link;
}

void ready_remove(struct ready_queue *ready, struct thread *thread)
{
    uint32_t priority = thread->priority;
    struct thread_link *link = &thread->link;

    if (link->next != link) {
        link->previous->next = link->next;
        link->next->previous = link->previous;
        if (ready->first[priority] == link)
            ready->first[priority] = link->next;
        return;
    }
    ready->first[priority] = NULL;
    ready->map[priority / 32] &= ~(1u << priority % 32);
    if (ready->map[priority / 32] == 0)
        ready->summary &= ~(1u << priority / 32);
}
