/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes of a native partition, which are threads of the kernel. Part 1, process and time
 * management. Identifiers are 1 and up; 0 is the main process, which initialises the partition.
 */
#ifndef LIBPOK_CORE_THREAD_H
#define LIBPOK_CORE_THREAD_H

#include "core/call.h"
#include "abi/structs.h"

typedef struct pok_process_attributes pok_thread_attr_t;
typedef struct pok_process_status pok_thread_status_t;

/*
 * Create a process, stopped. attr->entry is the address of a void function(void); a process whose
 * function returns is stopped. A program that prints has what the C library keeps for a process on
 * its stack, about 1.5 KiB.
 *
 * POK_ERRNO_OK          *id is its identifier
 * POK_ERRNO_EFAULT      a pointer is not in the partition's memory
 * POK_ERRNO_MODE        the partition is in NORMAL mode
 * POK_ERRNO_EXISTS      a process of this name exists
 * POK_ERRNO_TOOMANY     the configured number of processes is used up
 * POK_ERRNO_CONFIG      no stack of that size is configured for it, or the period is no multiple of
 *                       the partition's
 * POK_ERRNO_THREADATTR  the entry is not in the partition's text, no stack, priority not 1 to 239,
 * no such deadline type, time capacity over the period, or a time that is not positive
 *
 * Part 1, CREATE_PROCESS.
 */
pok_ret_t pok_thread_create(uint32_t *id, const pok_thread_attr_t *attr);

/*
 * Start a stopped process: at its next release point when it is periodic, now when it is not, or
 * `delay_ns` later. In COLD_START and WARM_START it takes effect with the NORMAL mode.
 *
 * POK_ERRNO_OK        done
 * POK_ERRNO_THREAD    no such process
 * POK_ERRNO_NOACTION  it is not stopped
 * POK_ERRNO_TIME      the delay is negative or infinite, or not below the period
 *
 * Part 1, START and DELAYED_START.
 */
pok_ret_t pok_thread_start(uint32_t id);
pok_ret_t pok_thread_delayed_start(uint32_t id, pok_time_t delay_ns);

/*
 * Stop another process, whatever it does.
 *
 * POK_ERRNO_OK        done
 * POK_ERRNO_THREAD    no such process, or the caller
 * POK_ERRNO_NOACTION  it is stopped
 *
 * Part 1, STOP.
 */
pok_ret_t pok_thread_stop(uint32_t id);

/* Stop the caller. Part 1, STOP_SELF. */
_Noreturn void pok_thread_stop_self(void);

/*
 * The caller's own identifier; 0 for the main process. Cannot fail, no kernel entry.
 */
uint32_t pok_thread_self(void);

/*
 * The identifier of the process named `name` (up to 32 characters).
 *
 * POK_ERRNO_OK        found
 * POK_ERRNO_EFAULT    a pointer is not in the partition's memory
 * POK_ERRNO_NOTFOUND  no process has that name
 *
 * Part 1, GET_PROCESS_ID.
 */
pok_ret_t pok_thread_id(const char *name, uint32_t *id);

/*
 * Attributes and present state of a process; attributes.entry is what the creator gave.
 *
 * POK_ERRNO_OK      done
 * POK_ERRNO_EFAULT  `status` is not in the partition's writable memory
 * POK_ERRNO_THREAD  no such process
 *
 * Part 1, GET_PROCESS_STATUS.
 */
pok_ret_t pok_thread_status(uint32_t id, pok_thread_status_t *status);

/*
 * Sleep until the next release point of this periodic process.
 *
 * POK_ERRNO_OK      a new period has begun
 * POK_ERRNO_MODE    the caller is not periodic, holds the preemption lock, or the partition is not
 * in NORMAL mode
 *
 * Part 1, PERIODIC_WAIT.
 */
pok_ret_t pok_thread_period(void);

/*
 * Sleep for `delay_ns`, at least; 0: let the next process of the same priority run.
 *
 * POK_ERRNO_OK      it has passed
 * POK_ERRNO_MODE    the caller holds the preemption lock, or the partition is not in NORMAL mode
 * POK_ERRNO_TIME    the delay is negative or infinite
 *
 * Part 1, TIMED_WAIT.
 */
pok_ret_t pok_thread_sleep(pok_time_t delay_ns);

#endif
