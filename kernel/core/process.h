/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes of native partitions: Part 1, chapter "process management". */
#ifndef CORE_PROCESS_H
#define CORE_PROCESS_H

#include "core/types.h"
#include "core/partition.h"
#include "core/thread.h"

/* The calling partition's process of this identifier, or NULL. The main process has none. */
struct thread *process_find(uint32_t id);
/*
 * A thread that is not yet a process, for one with this name and stack. NULL or too small a stack:
 * *ret says which.
 */
struct thread *process_allocate(struct partition *partition, const char *name, uint32_t stack_bytes,
                                pok_ret_t *ret);
/* The release point that comes next, and the deadline that follows from it. */
void process_set_release(struct thread *thread, uint64_t release_ns);
/* The partition's mode became NORMAL: release it if it was started in initialisation. */
void process_release(struct thread *thread);
/* A thread's deadline timer fired. */
void process_deadline(struct timer *timer, uint64_t now_ns);

/* Calls: abi/syscalls.def. */
pok_ret_t process_create(uint32_t attributes_address, uint32_t id_address);
pok_ret_t process_start(uint32_t id, uint32_t delay_low, uint32_t delay_high);
pok_ret_t process_stop(uint32_t id);
pok_ret_t process_id(uint32_t name_address, uint32_t id_address);
pok_ret_t process_status(uint32_t id, uint32_t status_address);

#endif
