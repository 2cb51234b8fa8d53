/* SPDX-License-Identifier: BSD-2-Clause */
/* ARINC 653 Part 1: queuing ports. Sizes and lengths in bytes, times in nanoseconds. */
#ifndef APEX_QUEUING
#define APEX_QUEUING

#include "apexType.h"
#include "apexProcess.h"

#define MAX_NUMBER_OF_QUEUING_PORTS SYSTEM_LIMIT_NUMBER_OF_QUEUING_PORTS

typedef NAME_TYPE QUEUING_PORT_NAME_TYPE;
typedef APEX_INTEGER QUEUING_PORT_ID_TYPE;
#define NULL_QUEUING_PORT_ID 0

typedef struct {
    MESSAGE_RANGE_TYPE NB_MESSAGE;
    MESSAGE_RANGE_TYPE MAX_NB_MESSAGE;
    MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE;
    PORT_DIRECTION_TYPE PORT_DIRECTION;
    WAITING_RANGE_TYPE WAITING_PROCESSES;
} QUEUING_PORT_STATUS_TYPE;

/* NO_ACTION: created already. INVALID_CONFIG: not as the configuration has it. INVALID_PARAM: no
 * such discipline. INVALID_MODE: in NORMAL mode. */
void CREATE_QUEUING_PORT(/* in */ NAME_PARAMETER QUEUING_PORT_NAME,
                         /* in */ MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                         /* in */ MESSAGE_RANGE_TYPE MAX_NB_MESSAGE,
                         /* in */ PORT_DIRECTION_TYPE PORT_DIRECTION,
                         /* in */ QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE,
                         /* out */ QUEUING_PORT_ID_TYPE *QUEUING_PORT_ID,
                         /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* NOT_AVAILABLE: no room and TIME_OUT 0. TIMED_OUT: no room in time. INVALID_PARAM: no such port,
 * LENGTH 0 or negative, or TIME_OUT below -1. INVALID_CONFIG: LENGTH over the port's size.
 * INVALID_MODE: a destination, or it would have to wait and can't. */
void SEND_QUEUING_MESSAGE(/* in */ QUEUING_PORT_ID_TYPE QUEUING_PORT_ID,
                          /* in */ MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                          /* in */ MESSAGE_SIZE_TYPE LENGTH, /* in */ SYSTEM_TIME_TYPE TIME_OUT,
                          /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* NOT_AVAILABLE: no message and TIME_OUT 0. TIMED_OUT: none in time. INVALID_PARAM: no such port,
 * or TIME_OUT below -1. INVALID_MODE: a source, or it would have to wait and can't. */
void RECEIVE_QUEUING_MESSAGE(/* in */ QUEUING_PORT_ID_TYPE QUEUING_PORT_ID,
                             /* in */ SYSTEM_TIME_TYPE TIME_OUT,
                             /* out */ MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                             /* out */ MESSAGE_SIZE_TYPE *LENGTH,
                             /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* INVALID_CONFIG: no created queuing port has this name. */
void GET_QUEUING_PORT_ID(/* in */ NAME_PARAMETER QUEUING_PORT_NAME,
                         /* out */ QUEUING_PORT_ID_TYPE *QUEUING_PORT_ID,
                         /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/* INVALID_PARAM: no such port. */
void GET_QUEUING_PORT_STATUS(/* in */ QUEUING_PORT_ID_TYPE QUEUING_PORT_ID,
                             /* out */ QUEUING_PORT_STATUS_TYPE *QUEUING_PORT_STATUS,
                             /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Throw away the messages that wait in a destination port.
 * in  QUEUING_PORT_ID  a created destination port
 * NO_ERROR       done
 * INVALID_PARAM  QUEUING_PORT_ID does not exist
 * INVALID_MODE   it is a source
 */
void CLEAR_QUEUING_PORT(/* in */ QUEUING_PORT_ID_TYPE QUEUING_PORT_ID,
                        /* out */ RETURN_CODE_TYPE *RETURN_CODE);

#endif
