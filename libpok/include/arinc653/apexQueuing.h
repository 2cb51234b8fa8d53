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

/*
 * Create a port that the configuration has. Only before NORMAL mode.
 * in  QUEUING_PORT_NAME   Name of the configuration
 * in  MAX_MESSAGE_SIZE    as configured, bytes
 * in  MAX_NB_MESSAGE      as configured
 * in  PORT_DIRECTION      as configured
 * in  QUEUING_DISCIPLINE  FIFO or PRIORITY, of waiting processes
 * out QUEUING_PORT_ID     its identifier
 * NO_ERROR        created
 * INVALID_PARAM   PORT_DIRECTION or QUEUING_DISCIPLINE is out of range
 * INVALID_CONFIG  no queuing port of this name is configured, or it differs from what is asked for
 * NO_ACTION       it is created already
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_QUEUING_PORT(/* in */ NAME_PARAMETER QUEUING_PORT_NAME,
                         /* in */ MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                         /* in */ MESSAGE_RANGE_TYPE MAX_NB_MESSAGE,
                         /* in */ PORT_DIRECTION_TYPE PORT_DIRECTION,
                         /* in */ QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE,
                         /* out */ QUEUING_PORT_ID_TYPE *QUEUING_PORT_ID,
                         /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Put a message into the queue of each destination, or wait for room in one of them.
 * in  QUEUING_PORT_ID  a created source port
 * in  MESSAGE_ADDR     the message
 * in  LENGTH           its bytes, 1 to the port's MAX_MESSAGE_SIZE
 * in  TIME_OUT         nanoseconds to wait at most; 0: do not wait; INFINITE_TIME_VALUE: without
 *                      end
 * NO_ERROR        sent
 * INVALID_PARAM   QUEUING_PORT_ID does not exist, LENGTH is not positive, TIME_OUT is negative
 *                 and not
 *                 INFINITE_TIME_VALUE, or the message is not in the partition's memory
 * INVALID_CONFIG  LENGTH is more than the port's MAX_MESSAGE_SIZE
 * NOT_AVAILABLE   there is no room and TIME_OUT is 0
 * INVALID_MODE    it is a destination, or there is no room and the caller must not wait
 * TIMED_OUT       TIME_OUT has passed; the message was not sent
 */
void SEND_QUEUING_MESSAGE(/* in */ QUEUING_PORT_ID_TYPE QUEUING_PORT_ID,
                          /* in */ MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                          /* in */ MESSAGE_SIZE_TYPE LENGTH, /* in */ SYSTEM_TIME_TYPE TIME_OUT,
                          /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Take the oldest message, or wait for one.
 * in  QUEUING_PORT_ID  a created destination port
 * in  TIME_OUT         nanoseconds to wait at most; 0: do not wait; INFINITE_TIME_VALUE: without
 *                      end
 * in  MESSAGE_ADDR     where the message goes, room for the port's MAX_MESSAGE_SIZE
 * out LENGTH           its bytes; 0 when there is none
 * NO_ERROR       received
 * INVALID_PARAM  QUEUING_PORT_ID does not exist, TIME_OUT is negative and not
 *                INFINITE_TIME_VALUE, or
 *                the message's place is not in the partition's memory
 * NOT_AVAILABLE  there is no message and TIME_OUT is 0
 * INVALID_MODE   it is a source, or there is no message and the caller must not wait
 * TIMED_OUT      TIME_OUT has passed
 */
void RECEIVE_QUEUING_MESSAGE(/* in */ QUEUING_PORT_ID_TYPE QUEUING_PORT_ID,
                             /* in */ SYSTEM_TIME_TYPE TIME_OUT,
                             /* out */ MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                             /* out */ MESSAGE_SIZE_TYPE *LENGTH,
                             /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find a created queuing port by its name.
 * in  QUEUING_PORT_NAME  up to 32 characters
 * out QUEUING_PORT_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  no created queuing port has this name
 */
void GET_QUEUING_PORT_ID(/* in */ NAME_PARAMETER QUEUING_PORT_NAME,
                         /* out */ QUEUING_PORT_ID_TYPE *QUEUING_PORT_ID,
                         /* out */ RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Messages in the queue, its sizes and the number of waiting processes. A source shows the fullest
 * of its destinations.
 * in  QUEUING_PORT_ID      a created port
 * out QUEUING_PORT_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  QUEUING_PORT_ID does not exist
 */
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
