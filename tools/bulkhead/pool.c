/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool.h"

#include <stdlib.h>

#include "arch/x86/space_size.h"
#include "memory.h"

/* The kernel's own rules, on as much of the configuration as they look at. */
uint32_t pool_pages(const struct layout *layout)
{
    size_t count = layout->model->partition_count;
    struct config_partition *partitions = memory_get(count * sizeof(*partitions));
    struct config_module module = {.partition_count = (uint16_t)count, .partitions = partitions};

    for (size_t p = 0; p < count; p++) {
        const struct layout_partition *from = &layout->partitions[p];
        struct config_region *regions = memory_get(from->region_count * sizeof(*regions));
        for (size_t i = 0; i < from->region_count; i++) {
            regions[i].virtual_address = from->regions[i].virtual_address;
            regions[i].size_bytes = from->regions[i].size_bytes;
        }
        partitions[p].regions = regions;
        partitions[p].region_count = (uint16_t)from->region_count;
        partitions[p].io_count = (uint16_t)from->model->io_count;
    }
    uint32_t pages = space_pool_pages(&module);
    for (size_t p = 0; p < count; p++) {
        free((void *)partitions[p].regions);
    }
    free(partitions);
    return pages;
}
