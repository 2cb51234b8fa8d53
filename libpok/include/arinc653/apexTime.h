/* SPDX-License-Identifier: BSD-2-Clause */
/* ARINC 653 Part 1: time management. Times in nanoseconds. */
#ifndef APEX_TIME
#define APEX_TIME

#include "apexType.h"

/*
 * Sleep.
 * in  DELAY_TIME  nanoseconds; 0: let the next process of the same priority run
 * NO_ERROR       DELAY_TIME has passed
 * INVALID_PARAM  DELAY_TIME is negative or infinite
 * INVALID_MODE   the caller owns a mutex or has locked preemption, is the error handler, or
 *                initialises the partition
 */
void TIMED_WAIT(/* in */ SYSTEM_TIME_TYPE DELAY_TIME, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Sleep until the next release point.
 * NO_ERROR      released
 * INVALID_MODE  the caller owns a mutex or has locked preemption, is the error handler,
 *               initialises
 *               the partition, or is not periodic
 */
void PERIODIC_WAIT(/* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * The module's time, which starts at 0 with the first major frame. No kernel entry where the
 * processor's time stamp counter is usable.
 * out SYSTEM_TIME  nanoseconds
 * NO_ERROR  done
 */
void GET_TIME(/* out */ SYSTEM_TIME_TYPE *SYSTEM_TIME, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Give the caller a new deadline, BUDGET_TIME from now.
 * in  BUDGET_TIME  nanoseconds, or INFINITE_TIME_VALUE: no deadline any more
 * NO_ERROR       done
 * NO_ACTION      the caller has no time capacity, is the error handler, or the partition is not in
 *                NORMAL mode
 * INVALID_PARAM  BUDGET_TIME is negative and not INFINITE_TIME_VALUE
 * INVALID_MODE   the caller is periodic, and the deadline would come after its next release point
 */
void REPLENISH(/* in */ SYSTEM_TIME_TYPE BUDGET_TIME, /* out */ RETURN_CODE_TYPE *RETURN_CODE);

#endif
