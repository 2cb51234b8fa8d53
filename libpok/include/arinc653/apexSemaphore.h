/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Semaphores (ARINC 653 Part 1, Supplement 5, semaphore services): counting semaphores between the
 * processes of one partition. While nobody waits no service enters the kernel.
 */
#ifndef APEX_SEMAPHORE
#define APEX_SEMAPHORE

#include "apexType.h"
#include "apexProcess.h"

#define MAX_NUMBER_OF_SEMAPHORES SYSTEM_LIMIT_NUMBER_OF_SEMAPHORES
#define MAX_SEMAPHORE_VALUE      32767

typedef NAME_TYPE SEMAPHORE_NAME_TYPE;
typedef APEX_INTEGER SEMAPHORE_ID_TYPE;
#define NULL_SEMAPHORE_ID 0
typedef APEX_INTEGER SEMAPHORE_VALUE_TYPE;

typedef struct {
    SEMAPHORE_VALUE_TYPE CURRENT_VALUE;
    SEMAPHORE_VALUE_TYPE MAXIMUM_VALUE;
    WAITING_RANGE_TYPE WAITING_PROCESSES;
} SEMAPHORE_STATUS_TYPE;

/*
 * Create a semaphore. Only before NORMAL mode.
 * in  SEMAPHORE_NAME      up to 32 characters, unique among the partition's semaphores
 * in  CURRENT_VALUE       0 to MAXIMUM_VALUE
 * in  MAXIMUM_VALUE       0 to MAX_SEMAPHORE_VALUE
 * in  QUEUING_DISCIPLINE  FIFO or PRIORITY
 * out SEMAPHORE_ID        its identifier, from 1 on
 * NO_ERROR        created
 * INVALID_CONFIG  MAX_NUMBER_OF_SEMAPHORES exist, or no memory is left for it
 * NO_ACTION       a semaphore of this name exists
 * INVALID_PARAM   CURRENT_VALUE, MAXIMUM_VALUE or QUEUING_DISCIPLINE out of range, or CURRENT_VALUE
 *                 above MAXIMUM_VALUE
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_SEMAPHORE(SEMAPHORE_NAME_TYPE SEMAPHORE_NAME, SEMAPHORE_VALUE_TYPE CURRENT_VALUE,
                      SEMAPHORE_VALUE_TYPE MAXIMUM_VALUE,
                      QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE, SEMAPHORE_ID_TYPE *SEMAPHORE_ID,
                      RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Take one from the semaphore's value, or wait until it is signalled.
 * in  SEMAPHORE_ID  a created semaphore
 * in  TIME_OUT      nanoseconds to wait at most; 0: do not wait; INFINITE_TIME_VALUE: without end
 * NO_ERROR       taken
 * INVALID_PARAM  SEMAPHORE_ID does not exist, or TIME_OUT is negative and not INFINITE_TIME_VALUE
 * NOT_AVAILABLE  the value is 0 and TIME_OUT is 0
 * INVALID_MODE   the value is 0 and the caller must not wait: it owns a mutex or has locked
 *                preemption, is the error handler, or initialises the partition
 * TIMED_OUT      TIME_OUT has passed
 */
void WAIT_SEMAPHORE(SEMAPHORE_ID_TYPE SEMAPHORE_ID, SYSTEM_TIME_TYPE TIME_OUT,
                    RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Wake the first process that waits, or add one to the value when nobody does.
 * in  SEMAPHORE_ID  a created semaphore
 * NO_ERROR       done
 * INVALID_PARAM  SEMAPHORE_ID does not exist
 * NO_ACTION      the value is at its maximum already
 */
void SIGNAL_SEMAPHORE(SEMAPHORE_ID_TYPE SEMAPHORE_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find a semaphore by its name.
 * in  SEMAPHORE_NAME  up to 32 characters
 * out SEMAPHORE_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  no semaphore of this partition has the name
 */
void GET_SEMAPHORE_ID(SEMAPHORE_NAME_TYPE SEMAPHORE_NAME, SEMAPHORE_ID_TYPE *SEMAPHORE_ID,
                      RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Value, maximum and number of waiting processes.
 * in  SEMAPHORE_ID      a created semaphore
 * out SEMAPHORE_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  SEMAPHORE_ID does not exist
 */
void GET_SEMAPHORE_STATUS(SEMAPHORE_ID_TYPE SEMAPHORE_ID, SEMAPHORE_STATUS_TYPE *SEMAPHORE_STATUS,
                          RETURN_CODE_TYPE *RETURN_CODE);

#endif
