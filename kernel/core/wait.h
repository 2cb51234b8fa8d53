/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Wait queues of native partitions: the one blocking primitive under buffers, blackboards,
 * semaphores, events and mutexes, whose state is the partition's own (abi/process_page.h). And the
 * priority ceiling that mutexes need.
 */
#ifndef CORE_WAIT_H
#define CORE_WAIT_H

#include "core/types.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/thread.h"

/*
 * Whether the thread that runs may wait: in NORMAL mode, without a mutex or the preemption lock,
 * and not in the error handler or a callback.
 */
static inline bool wait_allowed(const struct partition *partition)
{
    const struct thread *thread = processor.current;

    return partition->mode == POK_PARTITION_MODE_NORMAL && partition->lock_owner == NULL &&
           thread->priority <= POK_PRIORITY_MAX &&
           (partition->process_page->ceiling | thread->retained_priority) == 0;
}

/*
 * Take over the ceiling that the thread which runs has set for itself, before anything depends on
 * its priority: a switch, a question, a change.
 */
void ceiling_sync(struct partition *partition);
/* The thread leaves its queue: its time-out fired, or it is stopped. */
void wait_timeout(struct thread *thread);
void wait_abandon(struct thread *thread);

/* Calls: abi/syscalls.def; WAIT, WAKE and PROCESS_RESUME are there, too. */
pok_ret_t wait_reschedule(void);
pok_ret_t ceiling_pass(uint32_t owner, uint32_t queue, uint32_t priority);

#endif
