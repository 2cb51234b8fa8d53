/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexMemoryBlock.h"
#include "abi/structs.h"
#include "core/call.h"
#include "core/name.h"
#include "arinc653/return_code.h"

void GET_MEMORY_BLOCK_STATUS(MEMORY_BLOCK_NAME_TYPE MEMORY_BLOCK_NAME,
                             MEMORY_BLOCK_STATUS_TYPE *MEMORY_BLOCK_STATUS,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    struct pok_memory_block block = {0, 0, 0};
    char name[POK_MAX_NAME];

    pok_name_copy(name, MEMORY_BLOCK_NAME);
    *RETURN_CODE =
        return_code_of_creation(pok_call_MEMORY_BLOCK(pok_address(name), pok_address(&block)));
    if (*RETURN_CODE == NO_ERROR) {
        MEMORY_BLOCK_STATUS->MEMORY_BLOCK_ADDR = (SYSTEM_ADDRESS_TYPE)(uintptr_t)block.address;
        MEMORY_BLOCK_STATUS->MEMORY_BLOCK_MODE = block.writable ? READ_WRITE : READ;
        MEMORY_BLOCK_STATUS->MEMORY_BLOCK_SIZE = (MEMORY_BLOCK_SIZE_TYPE)block.size_bytes;
    }
}
