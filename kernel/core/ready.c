/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/ready.h"

void ready_init(struct ready_queue *ready)
{
    ready->summary = 0;
    for (uint32_t i = 0; i < READY_WORDS; i++)
        ready->map[i] = 0;
    for (uint32_t i = 0; i < ARRAY_COUNT(ready->list); i++) {
        ready->list[i].next = &ready->list[i];
        ready->list[i].previous = &ready->list[i];
    }
}

static void link_between(struct thread_link *link, struct thread_link *previous,
                         struct thread_link *next)
{
    link->previous = previous;
    link->next = next;
    previous->next = link;
    next->previous = link;
}

static void ready_mark(struct ready_queue *ready, uint32_t priority)
{
    ready->map[priority / 32] |= 1u << priority % 32;
    ready->summary |= 1u << priority / 32;
}

void ready_insert(struct ready_queue *ready, struct thread *thread)
{
    struct thread_link *head = &ready->list[thread->priority];

    link_between(&thread->link, head->previous, head);
    ready_mark(ready, thread->priority);
}

void ready_insert_first(struct ready_queue *ready, struct thread *thread)
{
    struct thread_link *head = &ready->list[thread->priority];

    link_between(&thread->link, head, head->next);
    ready_mark(ready, thread->priority);
}

void ready_rotate(struct ready_queue *ready, struct thread *thread)
{
    struct thread_link *head = &ready->list[thread->priority];
    struct thread_link *link = &thread->link;

    if (link->next == head)
        return;
    link->previous->next = link->next;
    link->next->previous = link->previous;
    link_between(link, head->previous, head);
}

void ready_remove(struct ready_queue *ready, struct thread *thread)
{
    uint32_t priority = thread->priority;
    struct thread_link *head = &ready->list[priority];

    thread->link.previous->next = thread->link.next;
    thread->link.next->previous = thread->link.previous;
    if (head->next != head)
        return;
    ready->map[priority / 32] &= ~(1u << priority % 32);
    if (ready->map[priority / 32] == 0)
        ready->summary &= ~(1u << priority / 32);
}
