/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Logbooks (ARINC 653 Part 2): messages that outlive a restart. There is no non-volatile device: a
 * logbook lies at the end of the partition's heap, which a WARM_START keeps. A COLD_START of the
 * partition, a restart of the module and a loss of power lose it. Each message has a checksum that
 * CREATE_LOGBOOK looks at: one that the restart cut off, or that is damaged, is read as ABORTED.
 *
 * Writing to memory takes no longer than copying the message, and no other process runs meanwhile:
 * so nobody sees a message IN_PROGRESS, the in-progress buffer is never full, and OVERWRITE_LOGBOOK
 * never finds a message that it could replace. No service enters the kernel or waits.
 */
#ifndef APEX_LOGBOOK
#define APEX_LOGBOOK

#include "apexType.h"

#define MAX_NUMBER_OF_LOGBOOKS 16 /* of a partition; the standard leaves the number open */

typedef NAME_TYPE LOGBOOK_NAME_TYPE;
typedef APEX_INTEGER LOGBOOK_ID_TYPE;
#define NULL_LOGBOOK_ID 0

typedef enum {
    ABORTED = 0,     /* begun and not completed, or damaged */
    IN_PROGRESS = 1, /* not yet in the store: never, here */
    COMPLETE = 2     /* in the store, as it was written */
} WRITE_STATUS_TYPE;

typedef struct {
    MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE;
    MESSAGE_RANGE_TYPE MAX_NB_LOGGED_MESSAGES;
    MESSAGE_RANGE_TYPE MAX_NB_IN_PROGRESS_MESSAGES;
    MESSAGE_RANGE_TYPE NB_LOGGED_MESSAGES;      /* the aborted ones, too */
    MESSAGE_RANGE_TYPE NB_IN_PROGRESS_MESSAGES; /* 0 */
    MESSAGE_RANGE_TYPE NB_ABORTED_MESSAGES;
} LOGBOOK_STATUS_TYPE;

/*
 * Create a logbook, or after a warm start find the one of this name again with its messages. Only
 * before NORMAL mode. A logbook that a program does not create again keeps its memory until the
 * next cold start.
 * in  LOGBOOK_NAME                 up to 32 characters, unique among the partition's logbooks
 * in  MAX_MESSAGE_SIZE             bytes, 1 to SYSTEM_LIMIT_MESSAGE_SIZE
 * in  MAX_NB_LOGGED_MESSAGES       1 to SYSTEM_LIMIT_NUMBER_OF_MESSAGES
 * in  MAX_NB_IN_PROGRESS_MESSAGES  1 to SYSTEM_LIMIT_NUMBER_OF_MESSAGES; takes no memory
 * out LOGBOOK_ID                   its identifier, from 1 on
 * NO_ERROR        created
 * INVALID_CONFIG  MAX_NUMBER_OF_LOGBOOKS exist, no memory is left for it, or a warm start has kept
 *                 a logbook of this name with other sizes
 * NO_ACTION       a logbook of this name exists
 * INVALID_PARAM   one of the sizes is out of range
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_LOGBOOK(LOGBOOK_NAME_TYPE LOGBOOK_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                    MESSAGE_RANGE_TYPE MAX_NB_LOGGED_MESSAGES,
                    MESSAGE_RANGE_TYPE MAX_NB_IN_PROGRESS_MESSAGES, LOGBOOK_ID_TYPE *LOGBOOK_ID,
                    RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Write a message. In a full logbook it takes the place of the oldest one. On return it is in the
 * store; NOT_AVAILABLE, the standard's answer of a busy device, is never given.
 * in  LOGBOOK_ID    a created logbook
 * in  MESSAGE_ADDR  the message
 * in  LENGTH        its bytes, 1 to the logbook's MAX_MESSAGE_SIZE
 * NO_ERROR       written
 * INVALID_PARAM  LOGBOOK_ID does not exist, or LENGTH is out of range
 */
void WRITE_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                   MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Write a message, in place of the newest one that is still in progress when the in-progress buffer
 * is full. It never is, so this writes as WRITE_LOGBOOK does.
 * in  LOGBOOK_ID    a created logbook
 * in  MESSAGE_ADDR  the message
 * in  LENGTH        its bytes, 1 to the logbook's MAX_MESSAGE_SIZE
 * NO_ERROR        written
 * INVALID_CONFIG  MAX_NB_IN_PROGRESS_MESSAGES of the logbook is below 2
 * INVALID_PARAM   LOGBOOK_ID does not exist, or LENGTH is out of range
 */
void OVERWRITE_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                       MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Read a message; it stays in the logbook.
 * in  LOGBOOK_ID     a created logbook
 * in  LOGBOOK_ENTRY  0: the newest message, 1: the one before it, up to MAX_NB_LOGGED_MESSAGES - 1
 * in  MESSAGE_ADDR   where the message goes, room for MAX_MESSAGE_SIZE bytes
 * out LENGTH         its bytes; 0 when it is ABORTED, or when there is none
 * out WRITE_STATUS   COMPLETE or ABORTED; ABORTED when there is none
 * NO_ERROR       there is such a message: WRITE_STATUS tells whether it is whole
 * NO_ACTION      the logbook has fewer messages
 * INVALID_PARAM  LOGBOOK_ID does not exist, or LOGBOOK_ENTRY is out of range
 */
void READ_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_RANGE_TYPE LOGBOOK_ENTRY,
                  MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                  WRITE_STATUS_TYPE *WRITE_STATUS, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Remove all messages of a logbook.
 * in  LOGBOOK_ID  a created logbook
 * NO_ERROR       done
 * INVALID_PARAM  LOGBOOK_ID does not exist
 */
void CLEAR_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Find a logbook by its name.
 * in  LOGBOOK_NAME  up to 32 characters
 * out LOGBOOK_ID    its identifier
 * NO_ERROR        found
 * INVALID_CONFIG  the partition has created no logbook of this name since its start
 */
void GET_LOGBOOK_ID(LOGBOOK_NAME_TYPE LOGBOOK_NAME, LOGBOOK_ID_TYPE *LOGBOOK_ID,
                    RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Sizes of a logbook and how many messages it has.
 * in  LOGBOOK_ID      a created logbook
 * out LOGBOOK_STATUS  filled in on NO_ERROR
 * NO_ERROR       done
 * INVALID_PARAM  LOGBOOK_ID does not exist
 */
void GET_LOGBOOK_STATUS(LOGBOOK_ID_TYPE LOGBOOK_ID, LOGBOOK_STATUS_TYPE *LOGBOOK_STATUS,
                        RETURN_CODE_TYPE *RETURN_CODE);

#endif
