/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/timer.h"
#include "core/panic.h"
#include "core/processor.h"
#include "arch_stamp.h"

static void place(struct timer_heap *heap, uint32_t place, struct timer *timer)
{
    heap->slot[place] = timer;
    timer->place = place;
}

/* Move a timer towards the root until its parent is not later. */
static void sift_up(struct timer_heap *heap, struct timer *timer, uint32_t hole)
{
    while (hole > 1 && heap->slot[hole / 2]->expiry_ns > timer->expiry_ns) {
        place(heap, hole, heap->slot[hole / 2]);
        hole /= 2;
    }
    place(heap, hole, timer);
}

/* Move a timer away from the root until no child is earlier. */
static void sift_down(struct timer_heap *heap, struct timer *timer, uint32_t hole)
{
    for (;;) {
        uint32_t child = hole * 2;

        if (child > heap->count)
            break;
        if (child < heap->count && heap->slot[child + 1]->expiry_ns < heap->slot[child]->expiry_ns)
            child++;
        if (heap->slot[child]->expiry_ns >= timer->expiry_ns)
            break;
        place(heap, hole, heap->slot[child]);
        hole = child;
    }
    place(heap, hole, timer);
}

/* Put a timer with a new expiry where it belongs, from a place that is free for it. */
static void settle(struct timer_heap *heap, struct timer *timer, uint32_t hole)
{
    if (hole > 1 && heap->slot[hole / 2]->expiry_ns > timer->expiry_ns)
        sift_up(heap, timer, hole);
    else
        sift_down(heap, timer, hole);
}

void timer_arm(struct timer_heap *heap, struct timer *timer, uint64_t expiry_ns)
{
    timer->expiry_ns = expiry_ns;
    processor.exit_work |= EXIT_ARM;
    if (timer->place != 0) {
        settle(heap, timer, timer->place);
        return;
    }
    ASSERT(heap->count < heap->capacity);
    heap->count++;
    sift_up(heap, timer, heap->count);
}

void timer_disarm(struct timer_heap *heap, struct timer *timer)
{
    uint32_t hole = timer->place;
    struct timer *last;

    if (hole == 0)
        return;
    timer->place = 0;
    processor.exit_work |= EXIT_ARM;
    last = heap->slot[heap->count];
    heap->count--;
    if (last != timer)
        settle(heap, last, hole);
}

void timer_run(struct timer_heap *heap, uint64_t now_ns, uint64_t until)
{
    /* Bounded even if a timer arms itself for an instant that has passed. */
    for (uint32_t left = heap->count; left != 0 && timer_next(heap) <= now_ns; left--) {
        struct timer *timer = heap->slot[1];

        timer_disarm(heap, timer);
        timer->fire(timer, now_ns);
        if ((int64_t)(arch_stamp() - until) >= 0)
            break;
    }
}
