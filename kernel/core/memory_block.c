/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/memory_block.h"
#include "core/arch.h"
#include "core/name.h"
#include "core/partition.h"
#include "core/processor.h"

pok_ret_t memory_block(uint32_t name_address, uint32_t status_address)
{
    const struct config_partition *config = processor.partition->config;
    struct pok_memory_block status;
    char name[POK_MAX_NAME];

    if (arch_copy_from_user(name, name_address, sizeof(name)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    for (uint32_t i = 0; i < config->region_count; i++) {
        const struct config_region *region = &config->regions[i];

        if (region->RegionName == NULL || !name_equal(region->RegionName, name))
            continue;
        status.address = region->virtual_address;
        status.size_bytes = region->size_bytes;
        status.writable = (region->access & CONFIG_WRITE) != 0;
        return arch_copy_to_user(status_address, &status, sizeof(status));
    }
    return POK_ERRNO_NOTFOUND;
}
