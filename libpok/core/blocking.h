/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The blocking primitive of the kernel, as the intra-partition services use it: wait queues with
 * time-outs and a discipline. Called inside a critical section (core/critical.h).
 */
#ifndef LIBPOK_CORE_BLOCKING_H
#define LIBPOK_CORE_BLOCKING_H

#include "abi/types.h"
#include "abi/process_page.h"

/* Queues: 256 for each kind of object. */
#define QUEUE_BUFFER     0u
#define QUEUE_BLACKBOARD 256u
#define QUEUE_SEMAPHORE  512u
#define QUEUE_EVENT      768u
#define QUEUE_MUTEX      1024u
#define QUEUE_OTHER      1280u /* the services under POK's names that ARINC 653 doesn't have */

/*
 * Wait in a queue, and leave the critical section. `token` is what the waker gets, not 0. OK:
 * woken. TIMEOUT. MODE: the caller must not wait, so it did not. UNAVAILABLE: `timeout` is 0 (asked
 * last). `discipline` may carry a mutex's priority, BLOCKING_CEILING(priority): a caller above it
 * must not wait.
 */
#define BLOCKING_CEILING(priority) ((uint32_t)(priority) << 8)
pok_ret_t blocking_wait(uint32_t queue, uint32_t token, pok_time_t timeout, uint32_t discipline);
/*
 * Take the first process out of a queue and let it run once the section has ended. Returns its
 * token, 0 when nobody waits. The section goes on, so that the waker can complete what the woken
 * process waits for.
 */
uint32_t blocking_wake(uint32_t queue);
/* All of them, by a kernel entry each, so that none takes longer the more there are. */
void blocking_wake_all(uint32_t queue);
/*
 * Wake the first and leave the section, with one kernel entry. When nobody waits any more (a
 * time-out has come first) 0 is returned and the section goes on.
 */
uint32_t blocking_wake_and_leave(uint32_t queue);
/* End of a section during which the kernel would have switched. */
void blocking_reschedule(void);

/*
 * A process gives its ceiling back, and the first process waiting in `queue` gets it. Returns that
 * process's token, or 0. The section goes on.
 */
uint32_t blocking_ceiling_pass(uint32_t owner, uint32_t queue, uint32_t priority);
/* Whether a process has this identifier. */
bool blocking_process_exists(uint32_t id);

#endif
