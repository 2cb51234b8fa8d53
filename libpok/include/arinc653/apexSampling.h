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

/* NO_ACTION: created already. INVALID_CONFIG: not as the configuration has it. INVALID_MODE: in
 * NORMAL mode. */
void CREATE_SAMPLING_PORT(/* in */ NAME_PARAMETER SAMPLING_PORT_NAME,
                          /* in */ MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                          /* in */ PORT_DIRECTION_TYPE PORT_DIRECTION,
                          /* in */ SYSTEM_TIME_TYPE REFRESH_PERIOD,
                          /* out */ SAMPLING_PORT_ID_TYPE *SAMPLING_PORT_ID,
                          /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* INVALID_PARAM: no such port, or LENGTH is 0 or negative. INVALID_CONFIG: LENGTH is over the
 * port's size. INVALID_MODE: a destination. */
void WRITE_SAMPLING_MESSAGE(/* in */ SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                            /* in */ MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                            /* in */ MESSAGE_SIZE_TYPE LENGTH,
                            /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* NO_ACTION: no message was ever written; VALIDITY is INVALID then. INVALID_PARAM: no such port.
 * INVALID_MODE: a source. */
void READ_SAMPLING_MESSAGE(/* in */ SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                           /* out */ MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                           /* out */ MESSAGE_SIZE_TYPE *LENGTH, /* out */ VALIDITY_TYPE *VALIDITY,
                           /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* INVALID_CONFIG: no created sampling port has this name. */
void GET_SAMPLING_PORT_ID(/* in */ NAME_PARAMETER SAMPLING_PORT_NAME,
                          /* out */ SAMPLING_PORT_ID_TYPE *SAMPLING_PORT_ID,
                          /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* INVALID_PARAM: no such port. */
void GET_SAMPLING_PORT_STATUS(/* in */ SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                              /* out */ SAMPLING_PORT_STATUS_TYPE *SAMPLING_PORT_STATUS,
                              /* out */ RETURN_CODE_TYPE *RETURN_CODE);

#endif
