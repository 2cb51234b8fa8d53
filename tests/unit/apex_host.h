/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's part of the intra-partition services on the host: processes as coroutines, scheduled
 * by priority, with a clock that moves only when nobody is ready.
 */
#ifndef APEX_HOST_H
#define APEX_HOST_H

#include "abi/types.h"

/* A new partition in COLD_START: pages at their addresses, no processes. */
void host_begin(void);
/* Its mode from now on. */
void host_mode(pok_partition_mode_t mode);
/* Add a process, ready; returns its identifier, 1 and up. */
uint32_t host_process(void (*function)(void), uint32_t priority);
/* Run until no process is ready and none has a time-out. */
void host_run(void);

/* Called by a process. */
void host_sleep(pok_time_t duration);
void host_stop(uint32_t process);
void host_lock_preemption(bool locked);
uint32_t host_priority(uint32_t process);
void host_set_error_handler(uint32_t process);
pok_time_t host_time(void);
uint32_t host_self(void);
/* Calls of the primitive since host_begin(): what would be kernel entries. */
uint32_t host_crossings(void);
/* A timer interrupt between two instructions of the service that is called next: time-outs fire. */
void host_expire_in_next_call(void);

#endif
