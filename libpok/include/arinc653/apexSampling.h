/* SPDX-License-Identifier: BSD-2-Clause */
/* ARINC 653 Part 1: sampling ports. Sizes and lengths in bytes, times in nanoseconds. */
#ifndef APEX_SAMPLING
#define APEX_SAMPLING

#include "apexType.h"

#define MAX_NUMBER_OF_SAMPLING_PORTS SYSTEM_LIMIT_NUMBER_OF_SAMPLING_PORTS

typedef NAME_TYPE SAMPLING_PORT_NAME_TYPE;
typedef APEX_INTEGER SAMPLING_PORT_ID_TYPE;
#define NULL_SAMPLING_PORT_ID 0

typedef enum { INVALID = 0, VALID = 1 } VALIDITY_TYPE;

typedef struct {
    SYSTEM_TIME_TYPE REFRESH_PERIOD;
    MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE;
    PORT_DIRECTION_TYPE PORT_DIRECTION;
    VALIDITY_TYPE LAST_MSG_VALIDITY;
} SAMPLING_PORT_STATUS_TYPE;

/*
 * Create a port that the configuration has. Only before NORMAL mode.
 * in  SAMPLING_PORT_NAME  Name of the configuration
 * in  MAX_MESSAGE_SIZE    as configured, bytes
 * in  PORT_DIRECTION      as configured
 * in  REFRESH_PERIOD      nanoseconds, more than 0; as configured, for a destination
 * out SAMPLING_PORT_ID    its identifier
 * NO_ERROR        created
 * INVALID_PARAM   PORT_DIRECTION is out of range
 * INVALID_CONFIG  no sampling port of this name is configured, or it differs from what is asked
 *                 for
 * NO_ACTION       it is created already
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_SAMPLING_PORT(/* in */ NAME_PARAMETER SAMPLING_PORT_NAME,
                          /* in */ MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                          /* in */ PORT_DIRECTION_TYPE PORT_DIRECTION,
                          /* in */ SYSTEM_TIME_TYPE REFRESH_PERIOD,
                          /* out */ SAMPLING_PORT_ID_TYPE *SAMPLING_PORT_ID,
                          /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Write the message that destinations read from now on.
 * in  SAMPLING_PORT_ID  a created source port
 * in  MESSAGE_ADDR      the message
 * in  LENGTH            its bytes, 1 to the port's MAX_MESSAGE_SIZE
 * NO_ERROR        written
 * INVALID_PARAM   SAMPLING_PORT_ID does not exist, LENGTH is not positive, or the message is not
 *                 in the
 *                 partition's memory; then the old one stays
 * INVALID_CONFIG  LENGTH is more than the port's MAX_MESSAGE_SIZE
 * INVALID_MODE    it is a destination
 */
void WRITE_SAMPLING_MESSAGE(/* in */ SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                            /* in */ MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                            /* in */ MESSAGE_SIZE_TYPE LENGTH,
                            /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Read the message that was written last.
 * in  SAMPLING_PORT_ID  a created destination port
 * in  MESSAGE_ADDR      where the message goes, room for the port's MAX_MESSAGE_SIZE
 * out LENGTH            its bytes; 0 when none was ever written
 * out VALIDITY          VALID: it is not older than the port's REFRESH_PERIOD
 * NO_ERROR       read
 * NO_ACTION      none was ever written; VALIDITY is INVALID
 * INVALID_PARAM  SAMPLING_PORT_ID does not exist, or the message's place is not in the
 *                partition's memory
 * INVALID_MODE   it is a source
 */
void READ_SAMPLING_MESSAGE(/* in */ SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                           /* out */ MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                           /* out */ MESSAGE_SIZE_TYPE *LENGTH, /* out */ VALIDITY_TYPE *VALIDITY,
                           /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find a created sampling port by its name.
 * in  SAMPLING_PORT_NAME  up to 32 characters
 * out SAMPLING_PORT_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  no created sampling port has this name
 */
void GET_SAMPLING_PORT_ID(/* in */ NAME_PARAMETER SAMPLING_PORT_NAME,
                          /* out */ SAMPLING_PORT_ID_TYPE *SAMPLING_PORT_ID,
                          /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Sizes of the port and the validity of what was read last.
 * in  SAMPLING_PORT_ID      a created port
 * out SAMPLING_PORT_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  SAMPLING_PORT_ID does not exist
 */
void GET_SAMPLING_PORT_STATUS(/* in */ SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                              /* out */ SAMPLING_PORT_STATUS_TYPE *SAMPLING_PORT_STATUS,
                              /* out */ RETURN_CODE_TYPE *RETURN_CODE);

#endif
