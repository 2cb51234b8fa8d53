/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory blocks: Part 2. A partition asks where a memory region of its configuration lies. */
#ifndef CORE_MEMORY_BLOCK_H
#define CORE_MEMORY_BLOCK_H

#include "core/types.h"

/* Calls: abi/syscalls.def. */
pok_ret_t memory_block(uint32_t name_address, uint32_t status_address);

#endif
