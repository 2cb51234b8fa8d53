/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error handling (ARINC 653 Part 1, Supplement 5, health monitoring services). The error handler is
 * a process of its own, above all priorities: it is started when a process of the partition makes
 * an error whose level is PROCESS, and ends itself by STOP_SELF.
 */
#ifndef APEX_ERROR
#define APEX_ERROR

#include "apexType.h"
#include "apexProcess.h"

#define MAX_ERROR_MESSAGE_SIZE 128

typedef APEX_INTEGER ERROR_MESSAGE_SIZE_TYPE;
typedef APEX_BYTE ERROR_MESSAGE_TYPE[MAX_ERROR_MESSAGE_SIZE];

typedef enum {
    DEADLINE_MISSED = 0,
    APPLICATION_ERROR = 1,
    NUMERIC_ERROR = 2,
    ILLEGAL_REQUEST = 3,
    STACK_OVERFLOW = 4,
    MEMORY_VIOLATION = 5,
    HARDWARE_FAULT = 6,
    POWER_FAIL = 7
} ERROR_CODE_TYPE;

/* Whether the other processes of the partition run while the error handler does (on other cores).
 */
typedef enum {
    PROCESSES_PAUSE = 0,
    PROCESSES_SCHEDULED = 1
} ERROR_HANDLER_CONCURRENCY_CONTROL_TYPE;

typedef struct {
    SYSTEM_ADDRESS_TYPE FAILED_ADDRESS; /* of the instruction that failed */
    PROCESS_ID_TYPE FAILED_PROCESS_ID;
    ERROR_CODE_TYPE ERROR_CODE;
    ERROR_MESSAGE_SIZE_TYPE LENGTH; /* of MESSAGE */
    ERROR_MESSAGE_TYPE MESSAGE;
} ERROR_STATUS_TYPE;

/*
 * Write a message to the health monitor's log. No error is raised by it.
 * in  MESSAGE_ADDR  the message
 * in  LENGTH        its bytes, 1 to MAX_ERROR_MESSAGE_SIZE
 * NO_ERROR       written
 * INVALID_PARAM  LENGTH is out of range, or the message is not in the partition's memory
 */
void REPORT_APPLICATION_MESSAGE(MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE LENGTH,
                                RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Create the partition's error handler. Only before NORMAL mode. Its stack is that of the
 * configuration's Process named "error handler".
 * in  ENTRY_POINT  its function
 * in  STACK_SIZE   bytes, at most what the configuration reserves for it
 * NO_ERROR        created
 * NO_ACTION       it is created already
 * INVALID_CONFIG  no stack of that size is left, or ENTRY_POINT is no code
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CREATE_ERROR_HANDLER(SYSTEM_ADDRESS_TYPE ENTRY_POINT, STACK_SIZE_TYPE STACK_SIZE,
                          RETURN_CODE_TYPE *RETURN_CODE);

/*
 * The oldest error not yet read; error handler only.
 * out ERROR_STATUS  filled in on NO_ERROR
 * NO_ERROR        done; this error is read now
 * INVALID_CONFIG  the caller is not the error handler
 * NO_ACTION       no error is left
 */
void GET_ERROR_STATUS(ERROR_STATUS_TYPE *ERROR_STATUS, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Raise an error for the caller: the error handler runs at once, or health monitoring acts when
 * there is none or the caller is it.
 * in  ERROR_CODE    APPLICATION_ERROR
 * in  MESSAGE_ADDR  a message for the error handler
 * in  LENGTH        its bytes, 1 to MAX_ERROR_MESSAGE_SIZE
 * NO_ERROR       raised
 * INVALID_PARAM  LENGTH is out of range, ERROR_CODE is another, or the message is not in the
 *                partition's memory
 */
void RAISE_APPLICATION_ERROR(ERROR_CODE_TYPE ERROR_CODE, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                             ERROR_MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE);

/*
 * Say what runs beside the error handler, and where it runs. Only before NORMAL mode.
 * in  CONCURRENCY_CONTROL  PROCESSES_PAUSE or PROCESSES_SCHEDULED
 * in  PROCESSOR_CORE_ID    a core of the partition; partitions have one, number 0
 * NO_ERROR        done
 * INVALID_PARAM   CONCURRENCY_CONTROL is out of range
 * INVALID_CONFIG  the partition does not have this core, or has no error handler
 * INVALID_MODE    the partition is in NORMAL mode
 */
void CONFIGURE_ERROR_HANDLER(ERROR_HANDLER_CONCURRENCY_CONTROL_TYPE CONCURRENCY_CONTROL,
                             PROCESSOR_CORE_ID_TYPE PROCESSOR_CORE_ID,
                             RETURN_CODE_TYPE *RETURN_CODE);

#endif
