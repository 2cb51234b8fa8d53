/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/process_control.h"
#include "core/arch.h"
#include "core/process.h"
#include "core/processor.h"
#include "core/time.h"
#include "core/wait.h"

/* --- suspension ------------------------------------------------------------------------------ */

static pok_ret_t suspend_self(struct thread *thread, int64_t timeout_ns)
{
    if (!wait_allowed(thread->partition))
        return POK_ERRNO_MODE;
    if (timeout_ns < POK_INFINITE_TIME || timeout_ns > (int64_t)TIME_MAX_NS)
        return POK_ERRNO_TIME;
    if (thread->period_ns != 0)
        return POK_ERRNO_MODE;
    if (timeout_ns == 0)
        return POK_ERRNO_OK;
    thread_wait(thread, THREAD_WAIT_SUSPEND);
    if (timeout_ns != POK_INFINITE_TIME) {
        thread->wait |= THREAD_WAIT_RESUME;
        timer_arm(&thread->partition->timers, &thread->timeout,
                  arch_time_ns() + (uint64_t)timeout_ns);
    }
    return POK_ERRNO_OK;
}

/* A process that owns a mutex or waits for one must not be held back by others. */
static bool has_to_do_with_mutex(const struct thread *thread)
{
    return thread->retained_priority != 0 || thread->partition->lock_owner == thread ||
           (thread->wait & THREAD_WAIT_QUEUE && thread->wait_ceiling != 0);
}

pok_ret_t process_suspend(uint32_t id, uint32_t timeout_low, uint32_t timeout_high)
{
    struct thread *thread = process_find(id);

    if (id == processor.current->index)
        return suspend_self(processor.current, time_argument(timeout_low, timeout_high));
    if (thread == NULL)
        return POK_ERRNO_THREAD;
    if (thread->state == POK_STATE_DORMANT || thread->state == POK_STATE_FAULTED ||
        thread->period_ns != 0 || has_to_do_with_mutex(thread))
        return POK_ERRNO_MODE;
    if (thread->wait & THREAD_WAIT_SUSPEND)
        return POK_ERRNO_NOACTION;
    thread_wait(thread, THREAD_WAIT_SUSPEND);
    return POK_ERRNO_OK;
}

pok_ret_t process_resume(uint32_t id)
{
    struct thread *thread = process_find(id);

    if (thread == NULL || thread == processor.current)
        return POK_ERRNO_THREAD;
    if (thread->state == POK_STATE_DORMANT)
        return POK_ERRNO_MODE;
    if (thread->state == POK_STATE_FAULTED) {
        thread_start(thread);
        return POK_ERRNO_OK;
    }
    if (thread->period_ns != 0)
        return POK_ERRNO_MODE;
    if (!(thread->wait & THREAD_WAIT_SUSPEND))
        return POK_ERRNO_NOACTION;
    if (thread->wait & THREAD_WAIT_RESUME)
        timer_disarm(&thread->partition->timers, &thread->timeout);
    thread_wake(thread, THREAD_WAIT_SUSPEND | THREAD_WAIT_RESUME);
    return POK_ERRNO_OK;
}

/* --- priority and preemption ----------------------------------------------------------------- */

pok_ret_t process_priority(uint32_t id, uint32_t priority)
{
    struct thread *thread = process_find(id);

    ceiling_sync(processor.partition);
    if (thread == NULL)
        return POK_ERRNO_THREAD;
    if (priority < POK_PRIORITY_MIN || priority > POK_PRIORITY_MAX)
        return POK_ERRNO_THREADATTR;
    if (thread->state == POK_STATE_DORMANT)
        return POK_ERRNO_MODE;
    /* The owner of a mutex keeps the mutex's; this is what it goes back to. */
    if (thread->retained_priority != 0)
        thread->retained_priority = (uint8_t)priority;
    else
        thread_set_priority(thread, (uint8_t)priority);
    if (thread == processor.current)
        processor.partition->process_page->priority = thread->priority;
    return POK_ERRNO_OK;
}

static void lock_level_set(struct partition *partition, uint8_t level)
{
    partition->lock_level = level;
    partition->page->lock_level = level;
}

/* Neither error handler and callbacks nor the initialisation can be preempted by a process. */
static bool lock_means_nothing(const struct partition *partition)
{
    return partition->mode != POK_PARTITION_MODE_NORMAL ||
           processor.current->priority > POK_PRIORITY_MAX;
}

pok_ret_t preemption_lock(void)
{
    struct partition *partition = processor.partition;
    struct thread *thread = processor.current;

    if (lock_means_nothing(partition))
        return POK_ERRNO_NOACTION;
    if (partition->process_page->ceiling != 0)
        return POK_ERRNO_MODE;
    if (partition->lock_level == POK_LOCK_LEVEL_MAX)
        return POK_ERRNO_CONFIG;
    partition->lock_owner = thread;
    partition->page->lock_owner = thread->index;
    lock_level_set(partition, partition->lock_level + 1);
    return POK_ERRNO_OK;
}

pok_ret_t preemption_unlock(void)
{
    struct partition *partition = processor.partition;

    if (lock_means_nothing(partition) || partition->lock_owner == NULL)
        return POK_ERRNO_NOACTION;
    lock_level_set(partition, partition->lock_level - 1);
    if (partition->lock_level == 0) {
        partition->lock_owner = NULL;
        processor.exit_work |= EXIT_RESCHEDULE;
    }
    return POK_ERRNO_OK;
}

/* --- time capacity --------------------------------------------------------------------------- */

pok_ret_t replenish(uint32_t budget_low, uint32_t budget_high)
{
    struct thread *thread = processor.current;
    int64_t budget_ns = time_argument(budget_low, budget_high);
    uint64_t deadline_ns = arch_time_ns() + (uint64_t)budget_ns;

    if (lock_means_nothing(thread->partition) || thread->time_capacity_ns == TIMER_NEVER)
        return POK_ERRNO_NOACTION;
    if (budget_ns < POK_INFINITE_TIME || budget_ns > (int64_t)TIME_MAX_NS)
        return POK_ERRNO_TIME;
    if (thread->period_ns != 0 &&
        (budget_ns == POK_INFINITE_TIME || deadline_ns > thread->release_ns + thread->period_ns))
        return POK_ERRNO_MODE;
    if (budget_ns == POK_INFINITE_TIME) {
        thread->deadline_ns = TIMER_NEVER;
        timer_disarm(&thread->partition->timers, &thread->deadline);
        return POK_ERRNO_OK;
    }
    thread->deadline_ns = deadline_ns;
    timer_arm(&thread->partition->timers, &thread->deadline, deadline_ns);
    processor.exit_work |= EXIT_RESCHEDULE;
    return POK_ERRNO_OK;
}
