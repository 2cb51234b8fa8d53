/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/arch.h"
#include "core/console.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/ready.h"
#include "core/schedule.h"
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
 * A native partition's process in a short section that no other may see half done: it goes on, as
 * long as it can, and gives way at the section's end (abi/process_page.h).
 */
static struct thread *preemption_hold(struct partition *partition, struct thread *next)
{
    struct thread *current = partition->running;

    if (current == NULL || current == next || current->state != POK_STATE_READY ||
        partition->process_page->preemption == POK_PREEMPTION_ON)
        return next;
    partition->process_page->preemption = POK_PREEMPTION_DUE;
    return current;
}

/* The thread of the open window to run; its ready queue isn't empty. */
static inline struct thread *pick(struct partition *partition)
{
    struct thread *next = ready_first(&partition->ready);

    /* The error handler comes before the process that has locked preemption. */
    if (partition->lock_owner != NULL && partition->lock_owner->state == POK_STATE_READY &&
        next->priority <= POK_PRIORITY_MAX)
        next = partition->lock_owner;
    else if (partition->process_page != NULL)
        next = preemption_hold(partition, next);
    return next;
}

static inline void switch_to(struct partition *partition, struct thread *next)
{
    if (next != processor.loaded) {
        arch_thread_switch(processor.loaded, next);
        bsp_thread_switch(next);
        processor.loaded = next;
    }
    if (partition->process_page != NULL)
        partition->process_page->current = next->index;
    partition->running = next;
    processor.current = next;
}

void kernel_exit(void)
{
    for (;;) {
        struct partition *partition;
        struct thread *next;

        if (processor.exit_work & (EXIT_TIMER | EXIT_BEGIN)) {
            if (processor.exit_work & EXIT_BEGIN)
                schedule_begin();
            schedule_timer();
        }
        processor.exit_work = 0;
        partition = processor.partition;
        if (partition == NULL || partition->ready.summary == 0) {
            idle();
            continue;
        }
        next = pick(partition);
        switch_to(partition, next);
        if (next->resume != NULL) {
            void (*resume)(struct thread *) = next->resume;

            next->resume = NULL;
            resume(next);
        }
        bsp_exit_deliver(next);
        schedule_arm();
        if (processor.exit_work == 0)
            return;
    }
}
