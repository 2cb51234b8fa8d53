/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of ring 3 that no guest's own handler took: errors for health monitoring. When the
 * tables let the partition go on (IGNORE), the process that caused it is in state FAULTED: it could
 * only repeat the fault. STOP and START bring it back.
 */
#ifndef CORE_FAULT_H
#define CORE_FAULT_H

#include "core/types.h"
#include "core/health.h"

struct thread;

/*
 * An exception of the current thread: vector, error code, and the address: of the access for a page
 * fault, otherwise of the instruction.
 */
void fault_user(struct thread *thread, uint32_t vector, uint32_t error, uint32_t address);

/* The kernel couldn't use a stack or frame that a guest gave it: its memory violation. */
void fault_stack(struct thread *thread);

/* Which error of health monitoring an exception is. */
enum health_error fault_error(const struct thread *thread, uint32_t vector, uint32_t address);

#endif
