/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/process.h"
#include "core/arch.h"
#include "core/error_handler.h"
#include "core/health.h"
#include "core/name.h"
#include "core/processor.h"
#include "core/schedule.h"
#include "core/time.h"
#include "core/wait.h"
#include "abi/structs.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

struct thread *process_find(uint32_t id)
{
    struct partition *partition = processor.partition;

    if (id == 0 || id >= partition->thread_count)
        return NULL;
    id = arch_index(id, partition->thread_count);
    return partition->threads[id].created ? &partition->threads[id] : NULL;
}

/* `name` is filled, as those of processes are. */
static struct thread *process_named(struct partition *partition, const char *name)
{
    for (uint32_t i = 1; i < partition->thread_count; i++) {
        if (partition->threads[i].created && name_equal_filled(partition->threads[i].name, name))
            return &partition->threads[i];
    }
    return NULL;
}

/* --- creation --------------------------------------------------------------------------------- */

/* Durations: a positive one that can be calculated with, or infinite. */
static bool duration_valid(pok_time_t duration_ns)
{
    return duration_ns == POK_INFINITE_TIME ||
           (duration_ns > 0 && (uint64_t)duration_ns <= TIME_MAX_NS);
}

static pok_ret_t attributes_check(const struct partition *partition,
                                  const struct pok_process_attributes *attributes)
{
    if (attributes->stack_bytes == 0 || attributes->base_priority < POK_PRIORITY_MIN ||
        attributes->base_priority > POK_PRIORITY_MAX || attributes->deadline > POK_DEADLINE_HARD ||
        !duration_valid(attributes->period_ns) || !duration_valid(attributes->time_capacity_ns) ||
        !partition_may_execute(partition, attributes->entry))
        return POK_ERRNO_THREADATTR;
    if (attributes->period_ns == POK_INFINITE_TIME)
        return POK_ERRNO_OK;
    if (attributes->time_capacity_ns > attributes->period_ns)
        return POK_ERRNO_THREADATTR;
    if (time_remainder((uint64_t)attributes->period_ns,
                       schedule_row(partition)->PeriodSeconds_ns) != 0)
        return POK_ERRNO_CONFIG;
    return POK_ERRNO_OK;
}

/* A stack: the one reserved for that name, otherwise any that is free for all and large enough. */
struct thread *process_allocate(struct partition *partition, const char *name, uint32_t stack_bytes,
                                pok_ret_t *ret)
{
    struct thread *found = NULL;
    uint32_t hash = name_hash(name);

    for (uint32_t i = 1; i < partition->thread_count; i++) {
        struct thread *thread = &partition->threads[i];

        if (thread->created || thread == partition->error_handler)
            continue;
        if (thread->stack->Name == NULL) {
            if (found == NULL && thread->stack->StackSize >= stack_bytes)
                found = thread;
        } else if (thread->stack_hash == hash && name_equal(thread->stack->Name, name)) {
            *ret = thread->stack->StackSize >= stack_bytes ? POK_ERRNO_OK : POK_ERRNO_CONFIG;
            return thread;
        }
    }
    *ret = found == NULL ? POK_ERRNO_TOOMANY : POK_ERRNO_OK;
    return found;
}

static void process_set(struct thread *thread, const struct pok_process_attributes *attributes)
{
    arch_copy_words(thread->name, attributes->name, sizeof(thread->name) / sizeof(uint32_t));
    thread->entry = attributes->entry;
    thread->stack_bytes = attributes->stack_bytes;
    thread->base_priority = (uint8_t)attributes->base_priority;
    thread->priority = thread->base_priority;
    thread->deadline_kind = (uint8_t)attributes->deadline;
    thread->period_ns =
        attributes->period_ns == POK_INFINITE_TIME ? 0 : (uint64_t)attributes->period_ns;
    thread->time_capacity_ns = attributes->time_capacity_ns == POK_INFINITE_TIME
                                   ? TIMER_NEVER
                                   : (uint64_t)attributes->time_capacity_ns;
    thread->created = true;
}

pok_ret_t process_create(uint32_t attributes_address, uint32_t id_address)
{
    struct partition *partition = processor.partition;
    struct pok_process_attributes attributes;
    struct thread *thread;
    uint32_t id;
    pok_ret_t ret;

    if (arch_copy_from_user(&attributes, attributes_address, sizeof(attributes)) != POK_ERRNO_OK ||
        !partition_may_write(partition, id_address, sizeof(id)))
        return POK_ERRNO_EFAULT;
    name_fill(attributes.name);
    thread = process_allocate(partition, attributes.name, attributes.stack_bytes, &ret);
    if (ret != POK_ERRNO_OK)
        return ret;
    if (process_named(partition, attributes.name) != NULL)
        return POK_ERRNO_EXISTS;
    ret = attributes_check(partition, &attributes);
    if (ret != POK_ERRNO_OK)
        return ret;
    if (!partition_may_create(partition))
        return POK_ERRNO_MODE;
    id = thread->index;
    ret = arch_copy_to_user(id_address, &id, sizeof(id));
    if (ret == POK_ERRNO_OK)
        process_set(thread, &attributes);
    return ret;
}

/* --- start and stop --------------------------------------------------------------------------- */

void process_set_release(struct thread *thread, uint64_t release_ns)
{
    struct timer_heap *timers = &thread->partition->timers;

    thread->release_ns = release_ns;
    if (thread->time_capacity_ns == TIMER_NEVER)
        return;
    thread->deadline_ns = release_ns + thread->time_capacity_ns;
    timer_arm(timers, &thread->deadline, thread->deadline_ns);
}

/*
 * In mode NORMAL: first release, `thread->delay_ns` later than it could be. Whoever was suspended
 * before waits to be resumed.
 */
static void process_release_at(struct thread *thread, uint64_t now_ns)
{
    uint64_t release_ns = now_ns;

    if (thread->period_ns != 0)
        release_ns = schedule_next_period(thread->partition, now_ns);
    release_ns += thread->delay_ns;
    process_set_release(thread, release_ns);
    if (release_ns != now_ns)
        thread_sleep(thread, release_ns);
    else if (thread->wait == 0)
        thread_start(thread);
}

void process_release(struct thread *thread)
{
    if (thread->wait & THREAD_WAIT_START) {
        thread->wait &= (uint8_t)~THREAD_WAIT_START;
        process_release_at(thread, thread->partition->work_ns);
    }
}

pok_ret_t process_start(uint32_t id, uint32_t delay_low, uint32_t delay_high)
{
    struct thread *thread = process_find(id);
    int64_t delay_ns = time_argument(delay_low, delay_high);

    if (thread == NULL)
        return POK_ERRNO_THREAD;
    if (delay_ns < 0 || (uint64_t)delay_ns > TIME_MAX_NS)
        return POK_ERRNO_TIME;
    if (thread->state != POK_STATE_DORMANT)
        return POK_ERRNO_NOACTION;
    if (thread->period_ns != 0 && (uint64_t)delay_ns >= thread->period_ns)
        return POK_ERRNO_TIME;
    thread->priority = thread->base_priority;
    thread->delay_ns = (uint64_t)delay_ns;
    arch_thread_reset(thread, thread->entry, thread->stack->base + thread->stack->StackSize, 0);
    if (thread->partition->mode == POK_PARTITION_MODE_NORMAL)
        process_release_at(thread, arch_time_ns());
    else
        thread_wait(thread, THREAD_WAIT_START);
    return POK_ERRNO_OK;
}

/* The main process may only stop itself; before it has set a mode that is an error. */
static pok_ret_t main_process_stop(struct thread *thread)
{
    if (thread->index != 0)
        return POK_ERRNO_THREAD;
    thread_stop(thread);
    if (thread->partition->mode != POK_PARTITION_MODE_NORMAL)
        health_raise(HEALTH_STATE_PARTITION_INIT, HEALTH_ERROR_PARTITION_INIT, thread->partition,
                     thread, 0);
    return POK_ERRNO_OK;
}

pok_ret_t process_stop(uint32_t id)
{
    struct thread *thread = process_find(id);

    if (id == 0)
        return main_process_stop(processor.current);
    if (id == processor.current->index && processor.current->priority > POK_PRIORITY_MAX) {
        error_handler_stop(processor.current);
        return POK_ERRNO_OK;
    }
    if (thread == NULL)
        return POK_ERRNO_THREAD;
    if (thread->state == POK_STATE_DORMANT)
        return POK_ERRNO_NOACTION;
    thread_stop(thread);
    return POK_ERRNO_OK;
}

void process_deadline(struct timer *timer, uint64_t now_ns)
{
    struct thread *thread = CONTAINER_OF(timer, struct thread, deadline);

    (void)now_ns;
    health_raise(health_state_of(thread), HEALTH_ERROR_DEADLINE_MISSED, thread->partition, thread,
                 0);
}

/* --- questions -------------------------------------------------------------------------------- */

pok_ret_t process_id(uint32_t name_address, uint32_t id_address)
{
    const struct thread *thread = processor.current;
    char name[POK_MAX_NAME];
    uint32_t id;

    if (name_address != 0) {
        if (arch_copy_from_user(name, name_address, sizeof(name)) != POK_ERRNO_OK)
            return POK_ERRNO_EFAULT;
        name_fill(name);
        thread = process_named(processor.partition, name);
        if (thread == NULL)
            return POK_ERRNO_NOTFOUND;
    } else if (thread->index == 0) {
        return POK_ERRNO_MODE;
    }
    id = thread->index;
    return arch_copy_to_user(id_address, &id, sizeof(id));
}

pok_ret_t process_status(uint32_t id, uint32_t status_address)
{
    const struct thread *thread = process_find(id);
    struct pok_process_status status;

    ceiling_sync(processor.partition);

    if (thread == NULL)
        return POK_ERRNO_THREAD;
    status = (struct pok_process_status){
        .attributes =
            {
                .entry = thread->entry,
                .stack_bytes = thread->stack_bytes,
                .base_priority = thread->base_priority,
                .deadline = thread->deadline_kind,
                .period_ns =
                    thread->period_ns == 0 ? POK_INFINITE_TIME : (pok_time_t)thread->period_ns,
                /* TIMER_NEVER is POK_INFINITE_TIME, the same bits. */
                .time_capacity_ns = (pok_time_t)thread->time_capacity_ns,
            },
        .deadline_time_ns = (pok_time_t)thread->deadline_ns,
        .state = thread == processor.current && thread->state == POK_STATE_READY ? POK_STATE_RUNNING
                                                                                 : thread->state,
        .current_priority = thread->priority,
    };
    arch_copy_words(status.attributes.name, thread->name, sizeof(thread->name) / sizeof(uint32_t));
    return arch_copy_to_user(status_address, &status, sizeof(status));
}
