/* SPDX-License-Identifier: BSD-2-Clause */
/* Module schedules. Part 2, multiple module schedules. */
#ifndef LIBPOK_CORE_SCHEDULE_H
#define LIBPOK_CORE_SCHEDULE_H

#include "core/call.h"
#include "abi/structs.h"

typedef struct pok_schedule_status pok_schedule_status_t;

/*
 * Ask for the schedule of this ScheduleIdentifier from the next major frame on. The last request
 * before the frame's end counts; one for the schedule that runs withdraws an earlier one.
 *
 * POK_ERRNO_OK        done
 * POK_ERRNO_EINVAL    no schedule has this identifier
 * POK_ERRNO_EPERM     the partition has no SetModuleSchedule in the schedule that runs
 * POK_ERRNO_NOACTION  it is the one that the next frame has anyway
 *
 * Part 2, SET_MODULE_SCHEDULE.
 */
pok_ret_t pok_schedule_set(uint32_t identifier);

/*
 * Which schedule runs, since when, and which comes next.
 *
 * POK_ERRNO_OK      done
 * POK_ERRNO_EFAULT  `status` is not in the partition's writable memory
 *
 * Part 2, GET_MODULE_SCHEDULE_STATUS.
 */
pok_ret_t pok_schedule_status(pok_schedule_status_t *status);

/*
 * Identifier of the schedule of a name, into *identifier.
 *
 * POK_ERRNO_OK        done
 * POK_ERRNO_NOTFOUND  no schedule has this name
 *
 * Part 2, GET_MODULE_SCHEDULE_ID.
 */
pok_ret_t pok_schedule_id(const char *name, uint32_t *identifier);

#endif
