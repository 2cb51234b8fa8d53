/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/thread.h"
#include "core/arch.h"
#include "core/health.h"
#include "core/name.h"
#include "core/partition.h"
#include "core/process.h"
#include "core/processor.h"
#include "core/queuing.h"
#include "core/ready.h"
#include "core/wait.h"

/* The open window's partition may have another thread to run now, or an earlier timer. */
static inline void reschedule(const struct thread *thread)
{
    if (thread->partition == processor.partition)
        processor.exit_work |= EXIT_RESCHEDULE;
}

static void thread_timeout(struct timer *timer, uint64_t now_ns)
{
    struct thread *thread = CONTAINER_OF(timer, struct thread, timeout);

    (void)now_ns;
    if (thread->wait & THREAD_WAIT_PORT)
        queuing_timeout(thread);
    if (thread->wait & THREAD_WAIT_QUEUE)
        wait_timeout(thread);
    if (thread->wait & THREAD_WAIT_RESUME) {
        arch_thread_set_return(thread, POK_ERRNO_TIMEOUT);
        thread_wake(thread, THREAD_WAIT_RESUME | THREAD_WAIT_SUSPEND);
    }
    thread_wake(thread, THREAD_WAIT_TIME);
}

INIT void thread_init(struct partition *partition, uint16_t index)
{
    struct thread *thread = &partition->threads[index];
    const struct config_stack *stack = &partition->config->stacks[index];

    *thread = (struct thread){
        .partition = partition,
        .timeout.fire = thread_timeout,
        .deadline.fire = process_deadline,
        .stack = stack,
        .stack_hash = stack->Name == NULL ? 0 : name_hash(stack->Name),
        .state = POK_STATE_DORMANT,
        .priority = THREAD_PRIORITY_DEFAULT,
        .base_priority = THREAD_PRIORITY_DEFAULT,
        .index = index,
        .deadline_ns = TIMER_NEVER,
        .time_capacity_ns = TIMER_NEVER,
    };
}

static void make_ready(struct thread *thread)
{
    thread->state = POK_STATE_READY;
    ready_insert(&thread->partition->ready, thread);
    reschedule(thread);
}

void thread_start(struct thread *thread)
{
    /* The processor may still hold what the thread's registers were before the reset. */
    if (processor.loaded == thread)
        processor.loaded = &thread_nobody;
    thread->wait = 0;
    make_ready(thread);
}

static void thread_end(struct thread *thread, uint8_t state)
{
    struct timer_heap *timers = &thread->partition->timers;

    if (thread->state == POK_STATE_READY)
        ready_remove(&thread->partition->ready, thread);
    queuing_abandon(thread);
    wait_abandon(thread);
    timer_disarm(timers, &thread->timeout);
    timer_disarm(timers, &thread->deadline);
    thread->resume = NULL;
    thread->wait = 0;
    thread->state = state;
    thread->deadline_ns = TIMER_NEVER;
    if (thread->partition->lock_owner == thread) {
        thread->partition->lock_owner = NULL;
        thread->partition->lock_level = 0;
        thread->partition->page->lock_level = 0;
    }
    reschedule(thread);
}

void thread_stop(struct thread *thread)
{
    thread_end(thread, POK_STATE_DORMANT);
}

void thread_fault(struct thread *thread)
{
    thread_end(thread, POK_STATE_FAULTED);
}

void thread_forget(struct thread *thread)
{
    struct partition *partition = thread->partition;

    /* What is left of the queues it was in. */
    if (thread->state == POK_STATE_READY)
        ready_forget_priority(&partition->ready, thread->priority);
    if (thread->wait & THREAD_WAIT_QUEUE)
        partition->waiting_first[thread->wait_queue] = 0;
    thread->timeout.place = 0;
    thread->deadline.place = 0;
    thread->port_wait.port = NULL;
    thread->resume = NULL;
    thread->wait = 0;
    thread->state = POK_STATE_DORMANT;
    thread->deadline_ns = TIMER_NEVER;
    if (thread == partition->callback)
        return;
    thread->created = false;
    thread->period_ns = 0;
    thread->retained_priority = 0;
    thread->priority = THREAD_PRIORITY_DEFAULT;
}

void thread_wait(struct thread *thread, uint8_t reason)
{
    if (thread->state == POK_STATE_READY)
        ready_remove(&thread->partition->ready, thread);
    thread->state = POK_STATE_WAITING;
    thread->wait |= reason;
    reschedule(thread);
}

void thread_wake(struct thread *thread, uint8_t reason)
{
    if (thread->state != POK_STATE_WAITING)
        return;
    thread->wait &= (uint8_t)~reason;
    if (thread->wait == 0)
        make_ready(thread);
}

void thread_set_priority(struct thread *thread, uint8_t priority)
{
    if (thread->state == POK_STATE_READY) {
        ready_remove(&thread->partition->ready, thread);
        thread->priority = priority;
        ready_insert(&thread->partition->ready, thread);
        reschedule(thread);
    } else {
        thread->priority = priority;
    }
}

void thread_sleep(struct thread *thread, uint64_t until_ns)
{
    thread_wait(thread, THREAD_WAIT_TIME);
    timer_arm(&thread->partition->timers, &thread->timeout, until_ns);
}
