/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ARINC 653 Part 1: process management. A process whose function returns stops, as with STOP_SELF.
 */
#ifndef APEX_PROCESS
#define APEX_PROCESS

#include "apexType.h"

#define MAX_NUMBER_OF_PROCESSES SYSTEM_LIMIT_NUMBER_OF_PROCESSES
#define MIN_PRIORITY_VALUE      1
#define MAX_PRIORITY_VALUE      239
#define MAX_LOCK_LEVEL          16

typedef NAME_TYPE PROCESS_NAME_TYPE;
typedef APEX_INTEGER PROCESS_ID_TYPE;
#define NULL_PROCESS_ID 0
#define MAIN_PROCESS_ID (-1)
typedef APEX_INTEGER PROCESS_INDEX_TYPE;
typedef APEX_INTEGER LOCK_LEVEL_TYPE;
typedef APEX_UNSIGNED STACK_SIZE_TYPE; /* bytes */
typedef APEX_INTEGER WAITING_RANGE_TYPE;
typedef APEX_INTEGER PRIORITY_TYPE;

typedef enum { DORMANT = 0, READY = 1, RUNNING = 2, WAITING = 3, FAULTED = 4 } PROCESS_STATE_TYPE;
typedef enum { SOFT = 0, HARD = 1 } DEADLINE_TYPE;

typedef struct {
    SYSTEM_TIME_TYPE PERIOD;        /* ns; INFINITE_TIME_VALUE: aperiodic */
    SYSTEM_TIME_TYPE TIME_CAPACITY; /* ns; INFINITE_TIME_VALUE: none */
    SYSTEM_ADDRESS_TYPE ENTRY_POINT;
    STACK_SIZE_TYPE STACK_SIZE;
    PRIORITY_TYPE BASE_PRIORITY;
    DEADLINE_TYPE DEADLINE;
    PROCESS_NAME_TYPE NAME;
} PROCESS_ATTRIBUTE_TYPE;

typedef struct {
    SYSTEM_TIME_TYPE DEADLINE_TIME; /* ns; INFINITE_TIME_VALUE: none */
    PRIORITY_TYPE CURRENT_PRIORITY;
    PROCESS_STATE_TYPE PROCESS_STATE;
    PROCESS_ATTRIBUTE_TYPE ATTRIBUTES;
} PROCESS_STATUS_TYPE;

/*
 * Create a process, DORMANT. Only before NORMAL mode. Its stack is the one that the configuration
 * reserves for its name, otherwise one that is for any.
 * in  ATTRIBUTES  name, entry point, stack size, priority, period, time capacity, deadline
 * out PROCESS_ID  its identifier, from 1 on
 * NO_ERROR        created
 * INVALID_CONFIG  no process or no such stack is left, or the period is no multiple of the
 *                 partition's
 * NO_ACTION       a process of this name exists
 * INVALID_PARAM   stack size, priority, period, time capacity or deadline is out of range, the
 *                 time
 *                 capacity is above the period, or the entry point is no code
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_PROCESS(/* in */ PROCESS_ATTRIBUTE_TYPE *ATTRIBUTES,
                    /* out */ PROCESS_ID_TYPE *PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Stop the caller. Returns only to the main process, which has nothing to stop.
 */
void STOP_SELF(void);

/*
 * Stop another process. The preemption lock is released when it has it, a mutex is not.
 * in  PROCESS_ID  a created process, not the caller
 * NO_ERROR       stopped
 * INVALID_PARAM  PROCESS_ID does not exist or is the caller
 * NO_ACTION      it is DORMANT already
 */
void STOP(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Start a DORMANT process at its base priority: an aperiodic one now, a periodic one at the
 * partition's next release point. Before NORMAL mode it waits for that.
 * in  PROCESS_ID  a created process
 * NO_ERROR       started
 * INVALID_PARAM  PROCESS_ID does not exist
 * NO_ACTION      it is not DORMANT
 */
void START(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * The same, later.
 * in  PROCESS_ID  a created process
 * in  DELAY_TIME  nanoseconds after what START would be; below the period of a periodic process
 * NO_ERROR       started
 * INVALID_PARAM  PROCESS_ID does not exist, or DELAY_TIME is negative, infinite, or not below the
 *                period
 * NO_ACTION      it is not DORMANT
 */
void DELAYED_START(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* in */ SYSTEM_TIME_TYPE DELAY_TIME,
                   /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * The caller's identifier.
 * out PROCESS_ID  set on NO_ERROR
 * NO_ERROR      done
 * INVALID_MODE  the caller is the main process, the error handler or a callback: they have none
 */
void GET_MY_ID(/* out */ PROCESS_ID_TYPE *PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find a process by its name.
 * in  PROCESS_NAME  up to 32 characters
 * out PROCESS_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  no process of this partition has the name
 */
void GET_PROCESS_ID(/* in */ NAME_PARAMETER PROCESS_NAME, /* out */ PROCESS_ID_TYPE *PROCESS_ID,
                    /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Attributes, state, priority and deadline of a process.
 * in  PROCESS_ID      a created process
 * out PROCESS_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  PROCESS_ID does not exist
 */
void GET_PROCESS_STATUS(/* in */ PROCESS_ID_TYPE PROCESS_ID,
                        /* out */ PROCESS_STATUS_TYPE *PROCESS_STATUS,
                        /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Change a process's priority. It goes behind the others of its new priority. The owner of a mutex
 * keeps the mutex's priority until it releases it.
 * in  PROCESS_ID  a created process
 * in  PRIORITY    MIN_PRIORITY_VALUE to MAX_PRIORITY_VALUE
 * NO_ERROR       done
 * INVALID_PARAM  PROCESS_ID does not exist, or PRIORITY is out of range
 * INVALID_MODE   the process is DORMANT
 */
void SET_PRIORITY(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* in */ PRIORITY_TYPE PRIORITY,
                  /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Suspend the caller until another process resumes it.
 * in  TIME_OUT  nanoseconds at most; 0: not at all; INFINITE_TIME_VALUE: without end
 * NO_ERROR       resumed, or TIME_OUT is 0
 * INVALID_PARAM  TIME_OUT is negative and not INFINITE_TIME_VALUE
 * INVALID_MODE   the caller owns a mutex or has locked preemption, is the error handler,
 *                initialises
 *                the partition, or is periodic
 * TIMED_OUT      TIME_OUT has passed
 */
void SUSPEND_SELF(/* in */ SYSTEM_TIME_TYPE TIME_OUT, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Suspend another process until it is resumed. What it waits for meanwhile it gets, and goes on
 * when it is resumed.
 * in  PROCESS_ID  a created process, not the caller
 * NO_ERROR       suspended
 * INVALID_PARAM  PROCESS_ID does not exist or is the caller
 * INVALID_MODE   the process is DORMANT or FAULTED, is periodic, or owns a mutex or waits for one
 * NO_ACTION      it is suspended already
 */
void SUSPEND(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Let a suspended or FAULTED process go on.
 * in  PROCESS_ID  a created process, not the caller
 * NO_ERROR       resumed
 * INVALID_PARAM  PROCESS_ID does not exist or is the caller
 * INVALID_MODE   the process is DORMANT, or is periodic and not FAULTED
 * NO_ACTION      it is not suspended
 */
void RESUME(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * From now on no other process of the partition runs, the error handler excepted. Levels add up.
 * out LOCK_LEVEL  the level that is reached
 * NO_ERROR        done
 * NO_ACTION       the caller is the error handler, or the partition is not in NORMAL mode
 * INVALID_MODE    the caller owns a mutex
 * INVALID_CONFIG  the level is MAX_LOCK_LEVEL already
 */
void LOCK_PREEMPTION(/* out */ LOCK_LEVEL_TYPE *LOCK_LEVEL,
                     /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Undo one LOCK_PREEMPTION.
 * out LOCK_LEVEL  the level that is left
 * NO_ERROR   done
 * NO_ACTION  the caller is the error handler, the partition is not in NORMAL mode, or preemption is
 *            not locked
 */
void UNLOCK_PREEMPTION(/* out */ LOCK_LEVEL_TYPE *LOCK_LEVEL,
                       /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Say on which core a process runs. Only before NORMAL mode; a partition has one core, number 0.
 * in  PROCESS_ID         a created process
 * in  PROCESSOR_CORE_ID  0 or CORE_AFFINITY_NO_PREFERENCE
 * NO_ERROR        done
 * INVALID_PARAM   PROCESS_ID does not exist
 * INVALID_CONFIG  the partition does not have this core
 * INVALID_MODE    the partition is in NORMAL mode
 */
void INITIALIZE_PROCESS_CORE_AFFINITY(/* in */ PROCESS_ID_TYPE PROCESS_ID,
                                      /* in */ PROCESSOR_CORE_ID_TYPE PROCESSOR_CORE_ID,
                                      /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * The core that the caller runs on.
 * out PROCESSOR_CORE_ID  0
 * NO_ERROR  always
 */
void GET_MY_PROCESSOR_CORE_ID(/* out */ PROCESSOR_CORE_ID_TYPE *PROCESSOR_CORE_ID,
                              /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * The caller's place among the processes of its partition: 0 for the first that was created.
 * out PROCESS_INDEX  0 to MAX_NUMBER_OF_PROCESSES - 1
 * NO_ERROR      done
 * INVALID_MODE  the caller is the error handler or the main process
 */
void GET_MY_INDEX(/* out */ PROCESS_INDEX_TYPE *PROCESS_INDEX,
                  /* out */ RETURN_CODE_TYPE *RETURN_CODE);

#endif
