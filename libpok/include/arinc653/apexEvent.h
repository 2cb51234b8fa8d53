/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events (ARINC 653 Part 1, Supplement 5, event services): a state, UP or DOWN, that processes of
 * one partition wait for. While nobody waits no service enters the kernel.
 */
#ifndef APEX_EVENT
#define APEX_EVENT

#include "apexType.h"
#include "apexProcess.h"

#define MAX_NUMBER_OF_EVENTS SYSTEM_LIMIT_NUMBER_OF_EVENTS

typedef NAME_TYPE EVENT_NAME_TYPE;
typedef APEX_INTEGER EVENT_ID_TYPE;
#define NULL_EVENT_ID 0
typedef enum { DOWN = 0, UP = 1 } EVENT_STATE_TYPE;

typedef struct {
    EVENT_STATE_TYPE EVENT_STATE;
    WAITING_RANGE_TYPE WAITING_PROCESSES;
} EVENT_STATUS_TYPE;

/*
 * Create an event, DOWN. Only before NORMAL mode.
 * in  EVENT_NAME  up to 32 characters, unique among the partition's events
 * out EVENT_ID    its identifier, from 1 on
 * NO_ERROR        created
 * INVALID_CONFIG  MAX_NUMBER_OF_EVENTS exist, or no memory is left for it
 * NO_ACTION       an event of this name exists
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_EVENT(EVENT_NAME_TYPE EVENT_NAME, EVENT_ID_TYPE *EVENT_ID,
                  RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Set the event UP; every process that waits for it goes on.
 * in  EVENT_ID  a created event
 * NO_ERROR       done
 * INVALID_PARAM  EVENT_ID does not exist
 */
void SET_EVENT(EVENT_ID_TYPE EVENT_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Set the event DOWN.
 * in  EVENT_ID  a created event
 * NO_ERROR       done
 * INVALID_PARAM  EVENT_ID does not exist
 */
void RESET_EVENT(EVENT_ID_TYPE EVENT_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Wait until the event is UP. It stays UP.
 * in  EVENT_ID  a created event
 * in  TIME_OUT  nanoseconds to wait at most; 0: do not wait; INFINITE_TIME_VALUE: without end
 * NO_ERROR       it is UP, or was set UP while the caller waited
 * INVALID_PARAM  EVENT_ID does not exist, or TIME_OUT is negative and not INFINITE_TIME_VALUE
 * NOT_AVAILABLE  the event is DOWN and TIME_OUT is 0
 * INVALID_MODE   the event is DOWN and the caller must not wait: it owns a mutex or has locked
 *                preemption, is the error handler, or initialises the partition
 * TIMED_OUT      TIME_OUT has passed
 */
void WAIT_EVENT(EVENT_ID_TYPE EVENT_ID, SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find an event by its name.
 * in  EVENT_NAME  up to 32 characters
 * out EVENT_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  no event of this partition has the name
 */
void GET_EVENT_ID(EVENT_NAME_TYPE EVENT_NAME, EVENT_ID_TYPE *EVENT_ID,
                  RETURN_CODE_TYPE *RETURN_CODE);

/*
 * State and number of waiting processes.
 * in  EVENT_ID      a created event
 * out EVENT_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  EVENT_ID does not exist
 */
void GET_EVENT_STATUS(EVENT_ID_TYPE EVENT_ID, EVENT_STATUS_TYPE *EVENT_STATUS,
                      RETURN_CODE_TYPE *RETURN_CODE);

#endif
