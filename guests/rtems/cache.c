/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS's cache manager. The processor keeps its caches coherent by itself, and switching them off
 * is not a guest's to do: all of this has nothing to do.
 */
#include <rtems/rtems/cache.h>

#include "internal.h"

#define NOTHING(name)                                                                              \
    void name(void)                                                                                \
    {                                                                                              \
    }
#define NOTHING_RANGE(name)                                                                        \
    void name(const void *address, size_t bytes)                                                   \
    {                                                                                              \
        (void)address;                                                                             \
        (void)bytes;                                                                               \
    }
#define LINE_SIZE(name)                                                                            \
    size_t name(void)                                                                              \
    {                                                                                              \
        return CPU_CACHE_LINE_BYTES;                                                               \
    }
#define SIZE(name)                                                                                 \
    size_t name(uint32_t level)                                                                    \
    {                                                                                              \
        (void)level;                                                                               \
        return 0;                                                                                  \
    }

LINE_SIZE(rtems_cache_get_maximal_line_size)
LINE_SIZE(rtems_cache_get_data_line_size)
LINE_SIZE(rtems_cache_get_instruction_line_size)
SIZE(rtems_cache_get_data_cache_size)
SIZE(rtems_cache_get_instruction_cache_size)
NOTHING_RANGE(rtems_cache_flush_multiple_data_lines)
NOTHING_RANGE(rtems_cache_invalidate_multiple_data_lines)
NOTHING_RANGE(rtems_cache_invalidate_multiple_instruction_lines)
NOTHING_RANGE(rtems_cache_instruction_sync_after_code_change)
NOTHING(rtems_cache_flush_entire_data)
NOTHING(rtems_cache_invalidate_entire_data)
NOTHING(rtems_cache_invalidate_entire_instruction)
NOTHING(rtems_cache_freeze_data)
NOTHING(rtems_cache_unfreeze_data)
NOTHING(rtems_cache_freeze_instruction)
NOTHING(rtems_cache_unfreeze_instruction)
NOTHING(rtems_cache_enable_data)
NOTHING(rtems_cache_disable_data)
NOTHING(rtems_cache_enable_instruction)
NOTHING(rtems_cache_disable_instruction)
