/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mutexes (ARINC 653 Part 1, Supplement 5, mutex services): mutual exclusion with priority ceiling
 * between the processes of one partition. A process owns at most one mutex at a time; while it owns
 * one (or has locked preemption) it must not wait for anything. The owner may acquire its mutex
 * again, up to MAX_LOCK_LEVEL times.
 */
#ifndef APEX_MUTEX
#define APEX_MUTEX

#include "apexType.h"
#include "apexProcess.h"

#define MAX_NUMBER_OF_MUTEXES SYSTEM_LIMIT_NUMBER_OF_MUTEXES

typedef NAME_TYPE MUTEX_NAME_TYPE;
typedef APEX_INTEGER MUTEX_ID_TYPE;
#define NULL_MUTEX_ID         0
#define NO_MUTEX_OWNED        -2
#define PREEMPTION_LOCK_MUTEX -3
typedef APEX_INTEGER LOCK_COUNT_TYPE;
typedef enum { AVAILABLE = 0, OWNED = 1 } MUTEX_STATE_TYPE;

typedef struct {
    PROCESS_ID_TYPE MUTEX_OWNER; /* NULL_PROCESS_ID when available */
    MUTEX_STATE_TYPE MUTEX_STATE;
    PRIORITY_TYPE MUTEX_PRIORITY;
    LOCK_COUNT_TYPE LOCK_COUNT;
    WAITING_RANGE_TYPE WAITING_PROCESSES;
} MUTEX_STATUS_TYPE;

/*
 * Create a mutex, available. Only before NORMAL mode.
 * in  MUTEX_NAME          up to 32 characters, unique among the partition's mutexes
 * in  MUTEX_PRIORITY      MIN_PRIORITY_VALUE to MAX_PRIORITY_VALUE: what its owner runs at
 * in  QUEUING_DISCIPLINE  FIFO or PRIORITY
 * out MUTEX_ID            its identifier, from 1 on
 * NO_ERROR        created
 * INVALID_CONFIG  MAX_NUMBER_OF_MUTEXES exist, or no memory is left for it
 * NO_ACTION       a mutex of this name exists
 * INVALID_PARAM   MUTEX_PRIORITY or QUEUING_DISCIPLINE out of range
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_MUTEX(MUTEX_NAME_TYPE MUTEX_NAME, PRIORITY_TYPE MUTEX_PRIORITY,
                  QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE, MUTEX_ID_TYPE *MUTEX_ID,
                  RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Acquire the mutex, or wait for it. The caller runs at the mutex's priority until it releases it.
 * in  MUTEX_ID  a created mutex
 * in  TIME_OUT  nanoseconds to wait at most; 0: do not wait; INFINITE_TIME_VALUE: without end
 * NO_ERROR        acquired
 * INVALID_PARAM   MUTEX_ID does not exist or is PREEMPTION_LOCK_MUTEX, or TIME_OUT is negative and
 *                 not INFINITE_TIME_VALUE
 * INVALID_MODE    the caller owns another mutex or has locked preemption, is the error handler, has
 * a priority above the mutex's, or would have to wait while it initialises the partition
 * INVALID_CONFIG  the caller has acquired it MAX_LOCK_LEVEL times already
 * NOT_AVAILABLE   another process owns it and TIME_OUT is 0
 * TIMED_OUT       TIME_OUT has passed
 */
void ACQUIRE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, SYSTEM_TIME_TYPE TIME_OUT,
                   RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Undo one ACQUIRE_MUTEX. The last one gives the mutex to the first process that waits for it and
 * the caller its own priority back, ahead of others of that priority.
 * in  MUTEX_ID  a created mutex
 * NO_ERROR       done
 * INVALID_PARAM  MUTEX_ID does not exist or is PREEMPTION_LOCK_MUTEX
 * INVALID_MODE   the caller does not own it
 */
void RELEASE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Take the mutex from a process, whatever its lock count: for the error handler, after it has
 * stopped the owner.
 * in  MUTEX_ID    a created mutex
 * in  PROCESS_ID  its owner
 * NO_ERROR       available, or in the hands of the first process that waited
 * INVALID_PARAM  MUTEX_ID does not exist or is PREEMPTION_LOCK_MUTEX, or PROCESS_ID does not exist
 * INVALID_MODE   that process does not own it
 */
void RESET_MUTEX(MUTEX_ID_TYPE MUTEX_ID, PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find a mutex by its name.
 * in  MUTEX_NAME  up to 32 characters
 * out MUTEX_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  no mutex of this partition has the name
 */
void GET_MUTEX_ID(MUTEX_NAME_TYPE MUTEX_NAME, MUTEX_ID_TYPE *MUTEX_ID,
                  RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Owner, state, priority, lock count and number of waiting processes.
 * in  MUTEX_ID      a created mutex
 * out MUTEX_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  MUTEX_ID does not exist or is PREEMPTION_LOCK_MUTEX
 */
void GET_MUTEX_STATUS(MUTEX_ID_TYPE MUTEX_ID, MUTEX_STATUS_TYPE *MUTEX_STATUS,
                      RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Which mutex a process owns.
 * in  PROCESS_ID  a created process
 * out MUTEX_ID    its mutex, PREEMPTION_LOCK_MUTEX when it has locked preemption, or NO_MUTEX_OWNED
 * NO_ERROR       done
 * INVALID_PARAM  PROCESS_ID does not exist
 */
void GET_PROCESS_MUTEX_STATE(PROCESS_ID_TYPE PROCESS_ID, MUTEX_ID_TYPE *MUTEX_ID,
                             RETURN_CODE_TYPE *RETURN_CODE);

#endif
