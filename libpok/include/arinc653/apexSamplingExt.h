/* SPDX-License-Identifier: BSD-2-Clause */
/* ARINC 653 Part 2: sampling port extensions. Times in nanoseconds. */
#ifndef APEX_SAMPLING_EXT
#define APEX_SAMPLING_EXT

#include "apexType.h"
#include "apexSampling.h"

typedef enum { EMPTY_PORT = 0, CONSUMED_MESSAGE = 1, NEW_MESSAGE = 2 } UPDATED_TYPE;
typedef enum { STALE = 0, FRESH = 1 } MESSAGE_AGE_TYPE;

typedef struct {
    SYSTEM_TIME_TYPE REFRESH_PERIOD;
    SYSTEM_TIME_TYPE TIME_STAMP; /* when the message was written; 0: none was */
    MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE;
    PORT_DIRECTION_TYPE PORT_DIRECTION;
    MESSAGE_AGE_TYPE MESSAGE_AGE; /* FRESH: not older than REFRESH_PERIOD */
    UPDATED_TYPE UPDATED;
} SAMPLING_PORT_CURRENT_STATUS_TYPE;

/*
 * Read the message and learn whether it has been read before.
 * in  SAMPLING_PORT_ID  a created destination port
 * in  MESSAGE_ADDR      where the message goes, room for the port's message size
 * out LENGTH            its bytes; 0 when there is none
 * out UPDATED           EMPTY_PORT, CONSUMED_MESSAGE or NEW_MESSAGE
 * NO_ERROR       read
 * NO_ACTION      no message was ever written
 * INVALID_PARAM  SAMPLING_PORT_ID does not exist
 * INVALID_MODE   it is a source
 */
void READ_UPDATED_SAMPLING_MESSAGE(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                                   MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                                   UPDATED_TYPE *UPDATED, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Status with the present message's age.
 * in  SAMPLING_PORT_ID              a created port
 * out SAMPLING_PORT_CURRENT_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  SAMPLING_PORT_ID does not exist
 */
void GET_SAMPLING_PORT_CURRENT_STATUS(
    SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
    SAMPLING_PORT_CURRENT_STATUS_TYPE *SAMPLING_PORT_CURRENT_STATUS, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Read the message if it was written after an instant.
 * in  SAMPLING_PORT_ID  a created destination port
 * in  REF_TIME_STAMP    the instant
 * in  MESSAGE_ADDR      where the message goes, room for the port's message size
 * out LENGTH            its bytes; 0 when it was not read
 * out TIME_STAMP        when the message was written; 0: none was
 * NO_ERROR       read
 * NO_ACTION      no message was ever written, or not after REF_TIME_STAMP
 * INVALID_PARAM  SAMPLING_PORT_ID does not exist
 * INVALID_MODE   it is a source
 */
void READ_SAMPLING_MESSAGE_CONDITIONAL(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                                       SYSTEM_TIME_TYPE REF_TIME_STAMP,
                                       MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                                       SYSTEM_TIME_TYPE *TIME_STAMP, RETURN_CODE_TYPE *RETURN_CODE);

#endif
