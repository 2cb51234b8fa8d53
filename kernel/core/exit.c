/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/arch.h"
#include "core/console.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/ready.h"
#include "core/schedule.h"
#include "core/wait.h"
#include "bsp.h"
#include <arch_switch.h> /* not by quotes: unit tests have their own */

/* Nobody runs, or may: a bounded piece of background work, or sleep until the next interrupt. */
static void idle(void)
{
    struct partition *partition = processor.partition;

    processor.current = NULL;
    schedule_arm();
    schedule_release();
    if ((partition != NULL && partition_step(partition)) || console_step(NULL))
        arch_interrupt_window();
    else
        arch_wait_for_interrupt();
}

/*
 * A section or a mutex of the thread that ran last keeps `next` from running, perhaps. In a short
 * section that no other may see half done, that thread goes on as long as it can, and gives way at
 * the section's end (abi/process_page.h). A mutex's ceiling that it has is found out here, too;
 * that may make it the one to run.
 */
static __attribute__((noinline)) struct thread *running_held(struct partition *partition,
                                                             struct thread *next)
{
    struct thread *running = partition->running;
    struct pok_process_page *page = partition->process_page;

    if (page->preemption != POK_PREEMPTION_ON && running != NULL &&
        running->state == POK_STATE_READY) {
        page->preemption = POK_PREEMPTION_DUE;
        return running;
    }
    if (page->ceiling != 0) {
        ceiling_sync(partition);
        next = ready_first(&partition->ready);
        if (next == running)
            return running;
    }
    page->preemption = POK_PREEMPTION_ON;
    page->ceiling = 0;
    return next;
}

/* Tell a native partition who runs now. */
static inline void running_set(struct partition *partition, struct thread *next)
{
    struct pok_process_page *page = partition->process_page;

    page->current = next->index;
    page->priority = next->priority;
    if (next->retained_priority != 0)
        page->ceiling = POK_CEILING_KERNEL;
    partition->running = next;
}

/* Whether more than the ready queue has a say in who runs in a native partition. */
static inline bool running_is_held(const struct partition *partition)
{
    const struct pok_process_page *page = partition->process_page;

    return partition->lock_owner != NULL || (page->preemption | page->ceiling) != 0;
}

/* The thread of the open window to run; its ready queue isn't empty. */
static __attribute__((noinline)) struct thread *pick(struct partition *partition)
{
    struct thread *next = ready_first(&partition->ready);

    if (bsp_is_guest(partition)) /* no locks, no sections */
        return next;
    /* The error handler comes before the process that has locked preemption. */
    if (partition->lock_owner != NULL && partition->lock_owner->state == POK_STATE_READY &&
        next->priority <= POK_PRIORITY_MAX)
        next = partition->lock_owner;
    if (next != partition->running && running_is_held(partition))
        next = running_held(partition, next);
    if (next != partition->running)
        running_set(partition, next);
    return next;
}

static inline void switch_to(struct thread *next)
{
    if (next != processor.loaded) {
        arch_thread_switch(processor.loaded, next);
        bsp_thread_switch(next);
        processor.loaded = next;
    }
    processor.current = next;
}

static __attribute__((noinline)) void deliver(struct thread *thread)
{
    bsp_exit_deliver(thread);
}

/* What is left of the call that a thread waited in. */
static __attribute__((noinline)) void thread_resume(struct thread *thread)
{
    void (*resume)(struct thread *) = thread->resume;

    thread->resume = NULL;
    resume(thread);
}

/* Everything that can be due, until nothing is left to do. */
static __attribute__((noinline, cold)) void exit_work_do(void)
{
    do {
        struct partition *partition;
        struct thread *next;
        uint32_t work;

        if (processor.exit_work & EXIT_BEGIN)
            schedule_begin();
        if (processor.exit_work & EXIT_TIMER)
            window_change();
        work = processor.exit_work;
        partition = processor.partition;
        /* Who is about to be woken isn't timed out: its timer comes again. */
        if ((work & EXIT_DUE) && partition != NULL && partition->work != WORK_WAKE)
            schedule_timers(partition);
        processor.exit_work = 0;
        if (partition == NULL || partition->ready.summary == 0 || partition->work != WORK_NONE) {
            processor.exit_work = EXIT_RESCHEDULE;
            idle();
            continue;
        }
        next = pick(partition);
        switch_to(next);
        if (next->resume != NULL)
            thread_resume(next);
        if (bsp_exit_pending(next))
            deliver(next);
        if (work & EXIT_ARM)
            schedule_arm();
    } while (processor.exit_work != 0);
    schedule_release();
}

/* What a guest's vCPU does before it runs. */
static __attribute__((noinline)) void guest_resume(struct thread *next)
{
    if (next->resume != NULL)
        thread_resume(next);
    if (bsp_exit_pending(next))
        deliver(next);
    if (processor.exit_work != 0)
        exit_work_do();
}

static inline void guest_reschedule(struct thread *next)
{
    struct vcpu *vcpu = bsp_vcpu(next);

    processor.exit_work = 0;
    if (next != processor.loaded) {
        arch_thread_switch(processor.loaded, next);
        bsp_guest_switch(vcpu);
        processor.loaded = next;
    }
    processor.current = next;
    if (next->resume != NULL || bsp_guest_pending(vcpu))
        guest_resume(next);
}

/*
 * Another thread of the open window, and nothing else: no windows, no timers. Whatever is not the
 * usual case goes the long way.
 */
void exit_reschedule(void)
{
    struct partition *partition = processor.partition;
    struct thread *next = ready_first(&partition->ready);

    if (next == NULL) {
        exit_work_do();
    } else if (bsp_is_guest(partition)) {
        guest_reschedule(next);
    } else if (running_is_held(partition) || next->resume != NULL) {
        exit_work_do();
    } else {
        processor.exit_work = 0;
        if (next != partition->running)
            running_set(partition, next);
        if (next != processor.loaded) {
            arch_thread_switch(processor.loaded, next);
            processor.loaded = next;
        }
        processor.current = next;
    }
}

void kernel_exit(void)
{
    if (processor.exit_work == EXIT_DELIVER) {
        /* Nothing but an interrupt for the vCPU that runs: it goes on running. */
        processor.exit_work = 0;
        deliver(processor.current);
        if (processor.exit_work != 0)
            exit_work_do();
    } else if (processor.exit_work == EXIT_RESCHEDULE && processor.partition != NULL) {
        exit_reschedule();
    } else if (processor.exit_work == EXIT_TIMER) {
        window_change();
        if (processor.exit_work == EXIT_TIMER)
            exit_reschedule();
        else
            exit_work_do();
    } else {
        exit_work_do();
    }
}
