/* SPDX-License-Identifier: BSD-2-Clause */
/* ARINC 653 Part 2: memory blocks, the memory regions that the configuration gives a partition. */
#ifndef APEX_MEMORY_BLOCK
#define APEX_MEMORY_BLOCK

#include "apexType.h"

typedef NAME_TYPE MEMORY_BLOCK_NAME_TYPE;
typedef APEX_INTEGER MEMORY_BLOCK_SIZE_TYPE; /* bytes */
typedef enum { READ = 0, READ_WRITE = 1 } MEMORY_BLOCK_MODE_TYPE;

typedef struct {
    SYSTEM_ADDRESS_TYPE MEMORY_BLOCK_ADDR;
    MEMORY_BLOCK_MODE_TYPE MEMORY_BLOCK_MODE;
    MEMORY_BLOCK_SIZE_TYPE MEMORY_BLOCK_SIZE;
} MEMORY_BLOCK_STATUS_TYPE;

/*
 * Where a memory block lies, how large it is and what the partition may do with it.
 * in  MEMORY_BLOCK_NAME    RegionName of the configuration
 * out MEMORY_BLOCK_STATUS  filled in on NO_ERROR
 * NO_ERROR        done
 * INVALID_CONFIG  the partition has no region of that name
 */
void GET_MEMORY_BLOCK_STATUS(MEMORY_BLOCK_NAME_TYPE MEMORY_BLOCK_NAME,
                             MEMORY_BLOCK_STATUS_TYPE *MEMORY_BLOCK_STATUS,
                             RETURN_CODE_TYPE *RETURN_CODE);

#endif
