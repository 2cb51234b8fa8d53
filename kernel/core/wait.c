/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/wait.h"
#include "core/arch.h"
#include "core/process_control.h"
#include "core/ready.h"
#include "core/syscall.h"
#include "core/time.h"
#include "bsp.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

/* Not worth a byte of speed: nobody waits for them to be quick. */
#define COLD __attribute__((cold, noinline))

/* The two uses that `how` of a WAIT call has. */
#define HOW_DISCIPLINE(how) ((how)&0xffu)
#define HOW_CEILING(how)    ((how) >> 8) /* of the mutex it waits for; 0: it waits for no mutex */

/* --- queues: a ring of threads; the partition's table has the index of the first -----------------
 */

static inline struct thread *queue_first(const struct partition *partition, uint32_t queue)
{
    return &partition->threads[partition->waiting_first[queue]];
}

static inline struct thread *link_thread(struct thread_link *link)
{
    return CONTAINER_OF(link, struct thread, link);
}

/* Behind the others, or before the first of lower priority. */
static __attribute__((noinline)) void queue_join(struct partition *partition, struct thread *thread,
                                                 uint32_t discipline)
{
    uint32_t queue = thread->wait_queue;
    struct thread_link *next = &queue_first(partition, queue)->link;

    if (discipline == POK_DISCIPLINE_PRIORITY) {
        struct thread_link *first = next;

        /* From the end, since most come behind the others of their priority. */
        while (link_thread(next->previous)->priority < thread->priority) {
            next = next->previous;
            if (next == first) {
                partition->waiting_first[queue] = (uint8_t)thread->index;
                break;
            }
        }
    }
    thread->link.next = next;
    thread->link.previous = next->previous;
    next->previous->next = &thread->link;
    next->previous = &thread->link;
}

static inline void queue_insert(struct partition *partition, struct thread *thread,
                                uint32_t discipline)
{
    uint32_t queue = thread->wait_queue;

    partition->process_page->waiters[queue]++;
    if (partition->waiting_first[queue] != 0) {
        queue_join(partition, thread, discipline);
        return;
    }
    thread->link.next = &thread->link;
    thread->link.previous = &thread->link;
    partition->waiting_first[queue] = (uint8_t)thread->index;
}

static inline void queue_remove(struct partition *partition, struct thread *thread)
{
    uint32_t queue = thread->wait_queue;
    struct thread_link *next = thread->link.next;

    partition->process_page->waiters[queue]--;
    if (next == &thread->link) {
        partition->waiting_first[queue] = 0;
        return;
    }
    if (partition->waiting_first[queue] == thread->index)
        partition->waiting_first[queue] = (uint8_t)link_thread(next)->index;
    thread->link.previous->next = next;
    next->previous = thread->link.previous;
}

COLD void wait_timeout(struct thread *thread)
{
    queue_remove(thread->partition, thread);
    arch_thread_set_return(thread, POK_ERRNO_TIMEOUT);
    thread_wake(thread, THREAD_WAIT_QUEUE);
}

COLD void wait_abandon(struct thread *thread)
{
    if (thread->wait & THREAD_WAIT_QUEUE)
        queue_remove(thread->partition, thread);
}

/* --- sections without preemption ------------------------------------------------------------- */

/* The caller's section ends. A switch that was put off happens on the way out. */
static inline void section_end(struct pok_process_page *page)
{
    if (page->preemption == POK_PREEMPTION_DUE)
        processor.exit_work |= EXIT_RESCHEDULE;
    page->preemption = POK_PREEMPTION_ON;
}

/* Inside a section: it ends by a call if there is a better thread than the caller. */
static inline void section_due(struct partition *partition)
{
    if (ready_first(&partition->ready) != processor.current)
        partition->process_page->preemption = POK_PREEMPTION_DUE;
}

pok_ret_t wait_reschedule(void)
{
    processor.partition->process_page->preemption = POK_PREEMPTION_ON;
    processor.exit_work |= EXIT_RESCHEDULE;
    return POK_ERRNO_OK;
}

/* --- waiting and waking ---------------------------------------------------------------------- */

static COLD pok_ret_t timeout_read(uint32_t address, int64_t *timeout_ns)
{
    if (arch_copy_from_user(timeout_ns, address, sizeof(*timeout_ns)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    if (*timeout_ns > (int64_t)TIME_MAX_NS)
        *timeout_ns = (int64_t)TIME_MAX_NS;
    return *timeout_ns < POK_INFINITE_TIME ? POK_ERRNO_TIME : POK_ERRNO_OK;
}

/* Why a WAIT call didn't; the section is over all the same. */
static COLD pok_ret_t wait_refuse(uint32_t queue, uint32_t token)
{
    section_end(processor.partition->process_page);
    return queue >= POK_MAX_WAIT_QUEUES || token == 0 ? POK_ERRNO_EINVAL : POK_ERRNO_MODE;
}

static inline bool wait_valid(uint32_t queue, uint32_t token, uint32_t how)
{
    return queue < POK_MAX_WAIT_QUEUES && token != 0 &&
           (HOW_CEILING(how) == 0 || processor.current->priority <= HOW_CEILING(how)) &&
           wait_allowed(processor.partition);
}

/*
 * What a time-out adds to a WAIT call, before it: a timer, if the call is going to wait. A time-out
 * of 0 is the last reason not to.
 */
static COLD pok_ret_t timeout_begin(uint32_t queue, uint32_t token, uint32_t timeout_address,
                                    uint32_t how)
{
    struct partition *partition = processor.partition;
    int64_t timeout_ns;
    pok_ret_t ret = timeout_read(timeout_address, &timeout_ns);

    if (ret == POK_ERRNO_OK && wait_valid(queue, token, how)) {
        if (timeout_ns > 0)
            timer_arm(&partition->timers, &processor.current->timeout,
                      arch_time_ns() + (uint64_t)timeout_ns);
        else if (timeout_ns == 0)
            ret = POK_ERRNO_UNAVAILABLE;
    }
    if (ret != POK_ERRNO_OK)
        section_end(partition->process_page);
    return ret;
}

/*
 * WAIT, WAKE and RESUME are counted in instructions: written out for the thread that runs and one
 * that waits for nothing else.
 */
pok_ret_t syscall_wait_queue(uint32_t call, uint32_t queue, uint32_t token,
                             uint32_t timeout_address, uint32_t how)
{
    struct partition *partition = processor.partition;
    struct thread *thread = processor.current;

    (void)call;
    if (bsp_caller_is_guest())
        return POK_ERRNO_EPERM;
    if (timeout_address != 0) {
        pok_ret_t ret = timeout_begin(queue, token, timeout_address, how);

        if (ret != POK_ERRNO_OK)
            return ret;
    }
    /* These mean nothing unless it waits. */
    thread->wait_token = token;
    thread->wait_queue = (uint16_t)arch_index(queue, POK_MAX_WAIT_QUEUES);
    thread->wait_ceiling = (uint8_t)HOW_CEILING(how);
    if (!wait_valid(queue, token, how))
        return wait_refuse(queue, token);
    partition->process_page->preemption = POK_PREEMPTION_ON;
    ready_remove_inline(&partition->ready, thread);
    thread->state = POK_STATE_WAITING;
    thread->wait = THREAD_WAIT_QUEUE;
    queue_insert(partition, thread, HOW_DISCIPLINE(how));
    processor.exit_work |= EXIT_RESCHEDULE;
    return POK_ERRNO_OK;
}

/* A thread that its timer no longer need wake. What the device is set to may stay. */
static COLD void timeout_cancel(struct thread *thread)
{
    uint32_t work = processor.exit_work;

    timer_disarm(&thread->partition->timers, &thread->timeout);
    processor.exit_work = work;
}

static inline void wake(struct partition *partition, struct thread *thread)
{
    thread->state = POK_STATE_READY;
    ready_insert_inline(&partition->ready, thread);
}

/*
 * The result is the token of the one woken, 0 when nobody waited; then nothing has changed. A
 * switch only happens when the section has ended, and for a better thread than the caller.
 */
pok_ret_t syscall_wait_wake(uint32_t call, uint32_t queue, uint32_t flags, uint32_t a3, uint32_t a4)
{
    struct partition *partition = processor.partition;
    struct thread *thread;

    (void)call, (void)a3, (void)a4;
    if (bsp_caller_is_guest())
        return POK_ERRNO_EPERM;
    if (queue >= POK_MAX_WAIT_QUEUES)
        return 0;
    queue = arch_index(queue, POK_MAX_WAIT_QUEUES);
    if (partition->waiting_first[queue] == 0)
        return 0;
    thread = queue_first(partition, queue);
    queue_remove(partition, thread);
    if (thread->timeout.place != 0)
        timeout_cancel(thread);
    thread->wait &= (uint8_t)~THREAD_WAIT_QUEUE;
    if (thread->wait == 0) {
        wake(partition, thread);
        if (thread->priority > processor.current->priority)
            partition->process_page->preemption = POK_PREEMPTION_DUE;
    }
    if (flags & POK_WAKE_LEAVE)
        section_end(partition->process_page);
    return (pok_ret_t)thread->wait_token;
}

/* A process that is suspended and nothing else; process_resume() has the other cases. */
pok_ret_t syscall_process_resume(uint32_t call, uint32_t id, uint32_t a2, uint32_t a3, uint32_t a4)
{
    struct partition *partition = processor.partition;
    struct thread *thread;

    (void)call, (void)a2, (void)a3, (void)a4;
    if (bsp_caller_is_guest())
        return POK_ERRNO_EPERM;
    if (id >= partition->thread_count)
        return process_resume(id);
    thread = &partition->threads[arch_index(id, partition->thread_count)];
    if (thread->wait != THREAD_WAIT_SUSPEND)
        return process_resume(id);
    thread->wait = 0;
    wake(partition, thread);
    processor.exit_work |= EXIT_RESCHEDULE;
    return POK_ERRNO_OK;
}

/* --- priority ceiling ------------------------------------------------------------------------ */

/* Change the priority; of the ready threads that have it now, it has waited longest. */
COLD static void priority_move(struct thread *thread, uint32_t priority)
{
    struct ready_queue *ready = &thread->partition->ready;

    if (thread->state != POK_STATE_READY) {
        thread->priority = (uint8_t)priority;
        return;
    }
    ready_remove(ready, thread);
    thread->priority = (uint8_t)priority;
    ready_insert_first(ready, thread);
}

COLD void ceiling_sync(struct partition *partition)
{
    struct pok_process_page *page = partition->process_page;
    struct thread *thread = partition->running;
    uint32_t ceiling = page->ceiling;

    if (ceiling == 0 || ceiling == POK_CEILING_KERNEL)
        return;
    page->ceiling = POK_CEILING_KERNEL;
    if (thread == NULL || thread->retained_priority != 0 || ceiling > POK_PRIORITY_MAX ||
        ceiling < thread->priority)
        return;
    thread->retained_priority = thread->priority;
    priority_move(thread, ceiling);
}

COLD pok_ret_t ceiling_pass(uint32_t owner, uint32_t queue, uint32_t priority)
{
    struct partition *partition = processor.partition;
    struct thread *thread;

    if (owner >= partition->thread_count || queue >= POK_MAX_WAIT_QUEUES)
        return 0;
    ceiling_sync(partition);
    queue = arch_index(queue, POK_MAX_WAIT_QUEUES);
    thread = &partition->threads[arch_index(owner, partition->thread_count)];
    if (thread->retained_priority == 0)
        return 0;
    priority_move(thread, thread->retained_priority);
    thread->retained_priority = 0;
    thread = NULL;
    if (partition->waiting_first[queue] != 0) {
        thread = queue_first(partition, queue);
        (void)syscall_wait_wake(POK_SYSCALL_WAKE, queue, 0, 0, 0);
        thread->retained_priority = thread->priority;
        if (priority <= POK_PRIORITY_MAX && priority > thread->priority)
            priority_move(thread, priority);
    }
    if (processor.current->retained_priority == 0)
        partition->process_page->ceiling = 0;
    section_due(partition);
    return thread == NULL ? 0 : (pok_ret_t)thread->wait_token;
}
