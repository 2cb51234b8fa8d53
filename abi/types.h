/* SPDX-License-Identifier: BSD-2-Clause */
/* Types that kernel and user side share. */
#ifndef ABI_TYPES_H
#define ABI_TYPES_H

#include <stdint.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
#define POK_ERROR(name, number, meaning) POK_ERRNO_##name = (number),
#include "errno.def"
#undef POK_ERROR
} pok_ret_t;

/* Durations and instants, nanoseconds; an instant counts from the start of the first major frame.
 */
typedef int64_t pok_time_t;
#define POK_INFINITE_TIME ((pok_time_t)-1)

/* What an ARINC 653 partition can be in (Part 1, OPERATING_MODE_TYPE, same values). */
typedef enum {
    POK_PARTITION_MODE_IDLE = 0,
    POK_PARTITION_MODE_COLD_START = 1,
    POK_PARTITION_MODE_WARM_START = 2,
    POK_PARTITION_MODE_NORMAL = 3,
} pok_partition_mode_t;

/* Why a partition was started (Part 1, START_CONDITION_TYPE, same values). */
typedef enum {
    POK_START_NORMAL = 0,
    POK_START_PARTITION_RESTART = 1,
    POK_START_HM_MODULE_RESTART = 2,
    POK_START_HM_PARTITION_RESTART = 3,
} pok_start_condition_t;

/* Part 1, PROCESS_STATE_TYPE, same values. */
typedef enum {
    POK_STATE_DORMANT = 0,
    POK_STATE_READY = 1,
    POK_STATE_RUNNING = 2,
    POK_STATE_WAITING = 3,
    POK_STATE_FAULTED = 4,
} pok_state_t;

typedef enum { POK_PORT_SOURCE = 0, POK_PORT_DESTINATION = 1 } pok_port_direction_t;
typedef enum { POK_PORT_SAMPLING = 0, POK_PORT_QUEUING = 1 } pok_port_kind_t;
typedef enum { POK_DISCIPLINE_FIFO = 0, POK_DISCIPLINE_PRIORITY = 1 } pok_discipline_t;
typedef enum { POK_DEADLINE_SOFT = 0, POK_DEADLINE_HARD = 1 } pok_deadline_t;

/* Errors a process can make (Part 1, ERROR_CODE_TYPE, same values). */
typedef enum {
    POK_ERROR_DEADLINE_MISSED = 0,
    POK_ERROR_APPLICATION_ERROR = 1,
    POK_ERROR_NUMERIC_ERROR = 2,
    POK_ERROR_ILLEGAL_REQUEST = 3,
    POK_ERROR_STACK_OVERFLOW = 4,
    POK_ERROR_MEMORY_VIOLATION = 5,
    POK_ERROR_HARDWARE_FAULT = 6,
    POK_ERROR_POWER_FAIL = 7,
} pok_error_code_t;

#endif
