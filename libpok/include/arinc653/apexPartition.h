/* SPDX-License-Identifier: BSD-2-Clause */
/* ARINC 653 Part 1: partition management. */
#ifndef APEX_PARTITION
#define APEX_PARTITION

#include "apexType.h"
#include "apexProcess.h"

#define MAX_NUMBER_OF_PARTITIONS SYSTEM_LIMIT_NUMBER_OF_PARTITIONS

typedef enum { IDLE = 0, COLD_START = 1, WARM_START = 2, NORMAL = 3 } OPERATING_MODE_TYPE;

typedef APEX_INTEGER PARTITION_ID_TYPE;
typedef APEX_UNSIGNED NUM_CORES_TYPE;

typedef enum {
    NORMAL_START = 0,
    PARTITION_RESTART = 1,
    HM_MODULE_RESTART = 2,
    HM_PARTITION_RESTART = 3
} START_CONDITION_TYPE;

typedef struct {
    SYSTEM_TIME_TYPE PERIOD;   /* ns */
    SYSTEM_TIME_TYPE DURATION; /* ns */
    PARTITION_ID_TYPE IDENTIFIER;
    LOCK_LEVEL_TYPE LOCK_LEVEL;
    OPERATING_MODE_TYPE OPERATING_MODE;
    START_CONDITION_TYPE START_CONDITION;
    NUM_CORES_TYPE NUM_ASSIGNED_CORES;
} PARTITION_STATUS_TYPE;

/*
 * The partition's identifier, period, mode, lock level and how it was started.
 * out PARTITION_STATUS  filled in
 * NO_ERROR  done
 */
void GET_PARTITION_STATUS(/* out */ PARTITION_STATUS_TYPE *PARTITION_STATUS,
                          /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Change the partition's mode. A mode that is taken is not returned from: in NORMAL mode the main
 * process has ended, IDLE ends all, COLD_START and WARM_START begin the partition anew.
 * in  OPERATING_MODE  IDLE, COLD_START, WARM_START or NORMAL
 * INVALID_PARAM  OPERATING_MODE is none of them
 * NO_ACTION      NORMAL in NORMAL mode
 * INVALID_MODE   WARM_START in COLD_START mode
 */
void SET_PARTITION_MODE(/* in */ OPERATING_MODE_TYPE OPERATING_MODE,
                        /* out */ RETURN_CODE_TYPE *RETURN_CODE);

#endif
