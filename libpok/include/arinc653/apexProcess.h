/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ARINC 653 Part 1: process management. What each return code means beside the standard's text is
 * in core/thread.h. A process whose function returns stops, as with STOP_SELF.
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
 * Create a process, DORMANT. NO_ACTION: the name exists. INVALID_PARAM: stack size, priority,
 * period, capacity or deadline out of range. INVALID_CONFIG: no more processes or no such stack
 * configured, or the period is no multiple of the partition's. INVALID_MODE: in NORMAL mode.
 */
void CREATE_PROCESS(/* in */ PROCESS_ATTRIBUTE_TYPE *ATTRIBUTES,
                    /* out */ PROCESS_ID_TYPE *PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* Stop the caller. Returns only to the main process, which has nothing to stop. */
void STOP_SELF(void);

/* Stop another process. INVALID_PARAM: no such, or the caller. NO_ACTION: DORMANT already. */
void STOP(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* Start a DORMANT process, now or at its release point. INVALID_PARAM: no such. NO_ACTION: started
 * already. INVALID_CONFIG: its deadline would be out of range. */
void START(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* The same, later. INVALID_PARAM also: the delay is negative, infinite, or not below the period. */
void DELAYED_START(/* in */ PROCESS_ID_TYPE PROCESS_ID, /* in */ SYSTEM_TIME_TYPE DELAY_TIME,
                   /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* The caller's identifier. INVALID_MODE: the main process and the
 * error handler have none. */
void GET_MY_ID(/* out */ PROCESS_ID_TYPE *PROCESS_ID, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* INVALID_CONFIG: no process has this name. */
void GET_PROCESS_ID(/* in */ NAME_PARAMETER PROCESS_NAME, /* out */ PROCESS_ID_TYPE *PROCESS_ID,
                    /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* INVALID_PARAM: no such process. */
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
 * initialises the partition, or is periodic TIMED_OUT      TIME_OUT has passed
 */
void SUSPEND_SELF(/* in */ SYSTEM_TIME_TYPE TIME_OUT, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Suspend another process until it is resumed. What it waits for meanwhile it gets, and goes on
 * when it is resumed. in  PROCESS_ID  a created process, not the caller NO_ERROR       suspended
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
