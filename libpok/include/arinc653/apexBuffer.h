/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Buffers (ARINC 653 Part 1, Supplement 5, buffer services): queues of messages between the
 * processes of one partition. While nobody waits no service enters the kernel; a message for a
 * process that waits is copied straight to where it wants it.
 */
#ifndef APEX_BUFFER
#define APEX_BUFFER

#include "apexType.h"
#include "apexProcess.h"

#define MAX_NUMBER_OF_BUFFERS SYSTEM_LIMIT_NUMBER_OF_BUFFERS

typedef NAME_TYPE BUFFER_NAME_TYPE;
typedef APEX_INTEGER BUFFER_ID_TYPE;
#define NULL_BUFFER_ID 0

typedef struct {
    MESSAGE_RANGE_TYPE NB_MESSAGE;
    MESSAGE_RANGE_TYPE MAX_NB_MESSAGE;
    MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE;
    WAITING_RANGE_TYPE WAITING_PROCESSES;
} BUFFER_STATUS_TYPE;

/*
 * Create a buffer. Only before NORMAL mode. Its messages take their place from the partition's
 * heap.
 * in  BUFFER_NAME         up to 32 characters, unique among the partition's buffers
 * in  MAX_MESSAGE_SIZE    bytes, 1 to SYSTEM_LIMIT_MESSAGE_SIZE
 * in  MAX_NB_MESSAGE      1 to SYSTEM_LIMIT_NUMBER_OF_MESSAGES
 * in  QUEUING_DISCIPLINE  FIFO or PRIORITY, of waiting processes
 * out BUFFER_ID           its identifier, from 1 on
 * NO_ERROR        created
 * INVALID_CONFIG  MAX_NUMBER_OF_BUFFERS exist, or no memory is left for it
 * NO_ACTION       a buffer of this name exists
 * INVALID_PARAM   MAX_MESSAGE_SIZE, MAX_NB_MESSAGE or QUEUING_DISCIPLINE out of range
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_BUFFER(BUFFER_NAME_TYPE BUFFER_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                   MESSAGE_RANGE_TYPE MAX_NB_MESSAGE, QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE,
                   BUFFER_ID_TYPE *BUFFER_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Put a message into the buffer, or wait for room.
 * in  BUFFER_ID     a created buffer
 * in  MESSAGE_ADDR  the message
 * in  LENGTH        its bytes, 1 to the buffer's MAX_MESSAGE_SIZE
 * in  TIME_OUT      nanoseconds to wait at most; 0: do not wait; INFINITE_TIME_VALUE: without end
 * NO_ERROR       in the buffer, or in the hands of a process that waited for it
 * INVALID_PARAM  BUFFER_ID does not exist, LENGTH is out of range, or TIME_OUT is negative and not
 *                INFINITE_TIME_VALUE
 * NOT_AVAILABLE  the buffer is full and TIME_OUT is 0
 * INVALID_MODE   the buffer is full and the caller must not wait: it owns a mutex or has locked
 *                preemption, is the error handler, or initialises the partition
 * TIMED_OUT      TIME_OUT has passed; the message was not sent
 */
void SEND_BUFFER(BUFFER_ID_TYPE BUFFER_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE LENGTH,
                 SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Take the oldest message out of the buffer, or wait for one.
 * in  BUFFER_ID     a created buffer
 * in  TIME_OUT      nanoseconds to wait at most; 0: do not wait; INFINITE_TIME_VALUE: without end
 * in  MESSAGE_ADDR  where the message goes, room for MAX_MESSAGE_SIZE bytes
 * out LENGTH        its bytes; 0 when there is none
 * NO_ERROR       received
 * INVALID_PARAM  BUFFER_ID does not exist, or TIME_OUT is negative and not INFINITE_TIME_VALUE
 * NOT_AVAILABLE  the buffer is empty and TIME_OUT is 0
 * INVALID_MODE   the buffer is empty and the caller must not wait: it owns a mutex or has locked
 *                preemption, is the error handler, or initialises the partition
 * TIMED_OUT      TIME_OUT has passed
 */
void RECEIVE_BUFFER(BUFFER_ID_TYPE BUFFER_ID, SYSTEM_TIME_TYPE TIME_OUT,
                    MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                    RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find a buffer by its name.
 * in  BUFFER_NAME  up to 32 characters
 * out BUFFER_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  no buffer of this partition has the name
 */
void GET_BUFFER_ID(BUFFER_NAME_TYPE BUFFER_NAME, BUFFER_ID_TYPE *BUFFER_ID,
                   RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Messages in the buffer, its sizes and the number of waiting processes.
 * in  BUFFER_ID      a created buffer
 * out BUFFER_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  BUFFER_ID does not exist
 */
void GET_BUFFER_STATUS(BUFFER_ID_TYPE BUFFER_ID, BUFFER_STATUS_TYPE *BUFFER_STATUS,
                       RETURN_CODE_TYPE *RETURN_CODE);

#endif
