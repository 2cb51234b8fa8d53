/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ARINC 653 Part 1 (Supplement 5): types and limits of all services. Names, values and types are
 * the standard's; sizes of the base types are this processor's.
 */
#ifndef APEX_TYPES
#define APEX_TYPES

#include <stdint.h>

#define SYSTEM_LIMIT_NUMBER_OF_PARTITIONS     32   /* module */
#define SYSTEM_LIMIT_NUMBER_OF_MESSAGES       512  /* module */
#define SYSTEM_LIMIT_MESSAGE_SIZE             8192 /* module */
#define SYSTEM_LIMIT_NUMBER_OF_PROCESSES      128  /* partition */
#define SYSTEM_LIMIT_NUMBER_OF_SAMPLING_PORTS 512  /* partition */
#define SYSTEM_LIMIT_NUMBER_OF_QUEUING_PORTS  512  /* partition */
#define SYSTEM_LIMIT_NUMBER_OF_BUFFERS        256  /* partition */
#define SYSTEM_LIMIT_NUMBER_OF_BLACKBOARDS    256  /* partition */
#define SYSTEM_LIMIT_NUMBER_OF_SEMAPHORES     256  /* partition */
#define SYSTEM_LIMIT_NUMBER_OF_EVENTS         256  /* partition */
#define SYSTEM_LIMIT_NUMBER_OF_MUTEXES        256  /* partition */

typedef uint8_t APEX_BYTE;
typedef int32_t APEX_INTEGER;
typedef uint32_t APEX_UNSIGNED;
typedef int64_t APEX_LONG_INTEGER;

typedef enum {
    NO_ERROR = 0,       /* done */
    NO_ACTION = 1,      /* nothing changes by it */
    NOT_AVAILABLE = 2,  /* what it needs isn't there now */
    INVALID_PARAM = 3,  /* a parameter is wrong */
    INVALID_CONFIG = 4, /* it contradicts the configuration */
    INVALID_MODE = 5,   /* not in this mode */
    TIMED_OUT = 6       /* the time-out passed first */
} RETURN_CODE_TYPE;

#define MAX_NAME_LENGTH 32
typedef char NAME_TYPE[MAX_NAME_LENGTH]; /* a shorter name ends with NUL */
/* What a NAME_TYPE is as a parameter. Spelled so, compilers don't want 32 bytes of each literal. */
typedef char *NAME_PARAMETER;

typedef void(*SYSTEM_ADDRESS_TYPE);
typedef APEX_BYTE *MESSAGE_ADDR_TYPE;
typedef APEX_INTEGER MESSAGE_SIZE_TYPE; /* bytes */
typedef APEX_INTEGER MESSAGE_RANGE_TYPE;

typedef enum { SOURCE = 0, DESTINATION = 1 } PORT_DIRECTION_TYPE;
typedef enum { FIFO = 0, PRIORITY = 1 } QUEUING_DISCIPLINE_TYPE;

typedef APEX_LONG_INTEGER SYSTEM_TIME_TYPE; /* nanoseconds */
#define INFINITE_TIME_VALUE ((SYSTEM_TIME_TYPE)-1)

typedef APEX_INTEGER PROCESSOR_CORE_ID_TYPE;
#define CORE_AFFINITY_NO_PREFERENCE ((PROCESSOR_CORE_ID_TYPE)-1)

#endif
