/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/arch.h"
#include "core/console.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/ready.h"
#include "core/schedule.h"
#include "core/wait.h"
#include "bsp.h"

/* Nobody runs: a bounded piece of background work, or sleep until the next interrupt. */
static void idle(void)
{
    struct partition *partition = processor.partition;

    processor.current = NULL;
    schedule_arm();
    if ((partition != NULL && partition_load_step(partition)) || console_step(NULL))
        arch_interrupt_window();
    else
        arch_wait_for_interrupt();
}

/*
 * Another thread than the one that ran last in the partition's windows. When that one is in a short
 * section that no other may see half done, it goes on as long as it can, and gives way at the
 * section's end (abi/process_page.h). A mutex's ceiling that it has is found out here, too; that
 * may make it the one to run.
 */
static inline struct thread *running_change(struct partition *partition, struct thread *next)
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
    page->current = next->index;
    page->priority = next->priority;
    page->ceiling = next->retained_priority != 0 ? POK_CEILING_KERNEL : 0;
    partition->running = next;
    return next;
}

/* In a native partition, preemption may be locked, or off for a short section. */
static __attribute__((noinline)) struct thread *pick_native(struct partition *partition,
                                                            struct thread *next)
{
    /* The error handler comes before the process that has locked preemption. */
    if (partition->lock_owner != NULL && partition->lock_owner->state == POK_STATE_READY &&
        next->priority <= POK_PRIORITY_MAX)
        next = partition->lock_owner;
    if (next != partition->running)
        next = running_change(partition, next);
    return next;
}

/* The thread of the open window to run; its ready queue isn't empty. */
static inline struct thread *pick(struct partition *partition)
{
    struct thread *next = ready_first(&partition->ready);

    if (partition->process_page == NULL) /* a guest: no locks, no sections */
        return next;
    return pick_native(partition, next);
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

/* What is left of the call that a thread waited in. */
static __attribute__((noinline)) void thread_resume(struct thread *thread)
{
    void (*resume)(struct thread *) = thread->resume;

    thread->resume = NULL;
    resume(thread);
}

/* Everything that can be due, until nothing is left to do. */
static __attribute__((noinline)) void exit_work_do(void)
{
    do {
        uint32_t work = processor.exit_work;
        struct partition *partition;
        struct thread *next;

        if (work & (EXIT_TIMER | EXIT_BEGIN)) {
            if (work & EXIT_BEGIN)
                schedule_begin();
            schedule_timer();
            work |= EXIT_ARM;
        }
        processor.exit_work = 0;
        partition = processor.partition;
        if (partition == NULL || partition->ready.summary == 0) {
            processor.exit_work = EXIT_RESCHEDULE;
            idle();
            continue;
        }
        next = pick(partition);
        switch_to(next);
        if (next->resume != NULL)
            thread_resume(next);
        bsp_exit_deliver(next);
        if (work & EXIT_ARM)
            schedule_arm();
    } while (processor.exit_work != 0);
}

/* Another thread of the open window, and nothing else: no windows, no timers. */
static __attribute__((noinline)) void reschedule_only(struct partition *partition)
{
    struct thread *next = pick(partition);

    processor.exit_work = 0;
    switch_to(next);
    if (next->resume != NULL)
        thread_resume(next);
    bsp_exit_deliver(next);
    if (processor.exit_work != 0)
        exit_work_do();
}

void kernel_exit(void)
{
    struct partition *partition = processor.partition;

    if (processor.exit_work == EXIT_DELIVER) {
        /* Nothing but an interrupt for the vCPU that runs: it goes on running. */
        processor.exit_work = 0;
        bsp_exit_deliver_current(processor.current);
        if (processor.exit_work != 0)
            exit_work_do();
    } else if (processor.exit_work == EXIT_RESCHEDULE && partition != NULL &&
               partition->ready.summary != 0) {
        reschedule_only(partition);
    } else {
        exit_work_do();
    }
}
