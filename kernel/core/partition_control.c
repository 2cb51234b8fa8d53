/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/partition_control.h"
#include "core/partition.h"
#include "core/processor.h"
#include "bsp.h"

static struct partition *partition_of(uint32_t identifier)
{
    for (uint32_t i = 0; i < config_module.partition_count; i++) {
        if (config_module.partitions[i].PartitionIdentifier == identifier)
            return &config_module.partition_table[i];
    }
    return NULL;
}

pok_ret_t partition_control(uint32_t identifier, uint32_t mode)
{
    struct partition *partition;

    if (!processor.partition->config->SystemPartition)
        return POK_ERRNO_EPERM;
    partition = partition_of(identifier);
    if (partition == NULL)
        return POK_ERRNO_EINVAL;
    if (partition == processor.partition)
        return partition_mode_set(mode);
    if (mode >= POK_PARTITION_MODE_NORMAL)
        return POK_ERRNO_PARAM;
    if (mode == POK_PARTITION_MODE_IDLE && partition->mode == POK_PARTITION_MODE_IDLE)
        return POK_ERRNO_NOACTION;
    if (mode == POK_PARTITION_MODE_WARM_START && partition->mode == POK_PARTITION_MODE_COLD_START)
        return POK_ERRNO_MODE;
    if (bsp_restart_request(partition, mode))
        return POK_ERRNO_OK;
    if (mode == POK_PARTITION_MODE_IDLE)
        partition_stop(partition);
    else
        partition_start(partition, (pok_partition_mode_t)mode, POK_START_PARTITION_RESTART);
    return POK_ERRNO_OK;
}
