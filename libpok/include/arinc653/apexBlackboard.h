/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Blackboards (ARINC 653 Part 1, Supplement 5, blackboard services): one message that stays until
 * it is overwritten or cleared, for the processes of one partition. While nobody waits no service
 * enters the kernel.
 */
#ifndef APEX_BLACKBOARD
#define APEX_BLACKBOARD

#include "apexType.h"
#include "apexProcess.h"

#define MAX_NUMBER_OF_BLACKBOARDS SYSTEM_LIMIT_NUMBER_OF_BLACKBOARDS

typedef NAME_TYPE BLACKBOARD_NAME_TYPE;
typedef APEX_INTEGER BLACKBOARD_ID_TYPE;
#define NULL_BLACKBOARD_ID 0
typedef enum { EMPTY = 0, OCCUPIED = 1 } EMPTY_INDICATOR_TYPE;

typedef struct {
    EMPTY_INDICATOR_TYPE EMPTY_INDICATOR;
    MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE;
    WAITING_RANGE_TYPE WAITING_PROCESSES;
} BLACKBOARD_STATUS_TYPE;

/*
 * Create a blackboard, empty. Only before NORMAL mode. Its message takes its place from the
 * partition's heap.
 * in  BLACKBOARD_NAME   up to 32 characters, unique among the partition's blackboards
 * in  MAX_MESSAGE_SIZE  bytes, 1 to SYSTEM_LIMIT_MESSAGE_SIZE
 * out BLACKBOARD_ID     its identifier, from 1 on
 * NO_ERROR        created
 * INVALID_CONFIG  MAX_NUMBER_OF_BLACKBOARDS exist, or no memory is left for it
 * NO_ACTION       a blackboard of this name exists
 * INVALID_PARAM   MAX_MESSAGE_SIZE out of range
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_BLACKBOARD(BLACKBOARD_NAME_TYPE BLACKBOARD_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                       BLACKBOARD_ID_TYPE *BLACKBOARD_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Show a message; every process that waits for one receives it.
 * in  BLACKBOARD_ID  a created blackboard
 * in  MESSAGE_ADDR   the message
 * in  LENGTH         its bytes, 1 to the blackboard's MAX_MESSAGE_SIZE
 * NO_ERROR       shown
 * INVALID_PARAM  BLACKBOARD_ID does not exist, or LENGTH is out of range
 */
void DISPLAY_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                        MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Read the message, or wait until one is shown. It stays on the blackboard.
 * in  BLACKBOARD_ID  a created blackboard
 * in  TIME_OUT       nanoseconds to wait at most; 0: do not wait; INFINITE_TIME_VALUE: without end
 * in  MESSAGE_ADDR   where the message goes, room for MAX_MESSAGE_SIZE bytes
 * out LENGTH         its bytes; 0 when there is none
 * NO_ERROR       read
 * INVALID_PARAM  BLACKBOARD_ID does not exist, or TIME_OUT is negative and not INFINITE_TIME_VALUE
 * NOT_AVAILABLE  it is empty and TIME_OUT is 0
 * INVALID_MODE   it is empty and the caller must not wait: it owns a mutex or has locked
 *                preemption, is the error handler, or initialises the partition
 * TIMED_OUT      TIME_OUT has passed
 */
void READ_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, SYSTEM_TIME_TYPE TIME_OUT,
                     MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                     RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Make the blackboard empty.
 * in  BLACKBOARD_ID  a created blackboard
 * NO_ERROR       done
 * INVALID_PARAM  BLACKBOARD_ID does not exist
 */
void CLEAR_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find a blackboard by its name.
 * in  BLACKBOARD_NAME  up to 32 characters
 * out BLACKBOARD_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  no blackboard of this partition has the name
 */
void GET_BLACKBOARD_ID(BLACKBOARD_NAME_TYPE BLACKBOARD_NAME, BLACKBOARD_ID_TYPE *BLACKBOARD_ID,
                       RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Whether it shows a message, its size and the number of waiting processes.
 * in  BLACKBOARD_ID      a created blackboard
 * out BLACKBOARD_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  BLACKBOARD_ID does not exist
 */
void GET_BLACKBOARD_STATUS(BLACKBOARD_ID_TYPE BLACKBOARD_ID,
                           BLACKBOARD_STATUS_TYPE *BLACKBOARD_STATUS,
                           RETURN_CODE_TYPE *RETURN_CODE);

#endif
