/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process can do to itself and to others of its partition beside starting and stopping: Part
 * 1, chapters "process management" and "time management".
 */
#ifndef CORE_PROCESS_CONTROL_H
#define CORE_PROCESS_CONTROL_H

#include "core/types.h"

/* Calls: abi/syscalls.def. */
pok_ret_t process_suspend(uint32_t id, uint32_t timeout_low, uint32_t timeout_high);
pok_ret_t process_resume(uint32_t id);
pok_ret_t process_priority(uint32_t id, uint32_t priority);
pok_ret_t preemption_lock(void);
pok_ret_t preemption_unlock(void);
pok_ret_t replenish(uint32_t budget_low, uint32_t budget_high);

#endif
