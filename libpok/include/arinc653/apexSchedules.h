/* SPDX-License-Identifier: BSD-2-Clause */
/* ARINC 653 Part 2: multiple module schedules. */
#ifndef APEX_SCHEDULES
#define APEX_SCHEDULES

#include "apexType.h"

typedef NAME_TYPE SCHEDULE_NAME_TYPE;
typedef APEX_INTEGER SCHEDULE_ID_TYPE; /* ScheduleIdentifier of the configuration */

typedef struct {
    SYSTEM_TIME_TYPE TIME_OF_LAST_SCHEDULE_SWITCH; /* ns; 0: there was none */
    SCHEDULE_ID_TYPE CURRENT_SCHEDULE;
    SCHEDULE_ID_TYPE NEXT_SCHEDULE; /* CURRENT_SCHEDULE: no switch is asked for */
} SCHEDULE_STATUS_TYPE;

/*
 * Ask for another schedule from the next major frame on. The last request in a frame counts.
 * in  SCHEDULE_ID  the schedule
 * NO_ERROR        done
 * INVALID_PARAM   SCHEDULE_ID does not exist
 * INVALID_CONFIG  the partition has no SetModuleSchedule in the schedule that runs
 * NO_ACTION       it is the schedule that the next frame has anyway
 */
void SET_MODULE_SCHEDULE(SCHEDULE_ID_TYPE SCHEDULE_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Which schedule runs, since when, and which comes next.
 * out SCHEDULE_STATUS  filled in
 * NO_ERROR  done
 */
void GET_MODULE_SCHEDULE_STATUS(SCHEDULE_STATUS_TYPE *SCHEDULE_STATUS,
                                RETURN_CODE_TYPE *RETURN_CODE);

/*
 * The identifier of a schedule.
 * in  SCHEDULE_NAME  its ScheduleName
 * out SCHEDULE_ID    set on NO_ERROR
 * NO_ERROR        done
 * INVALID_CONFIG  no schedule has this name
 */
void GET_MODULE_SCHEDULE_ID(NAME_PARAMETER SCHEDULE_NAME, SCHEDULE_ID_TYPE *SCHEDULE_ID,
                            RETURN_CODE_TYPE *RETURN_CODE);

#endif
