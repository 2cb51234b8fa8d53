/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/partition.h"
#include "core/process_context.h"

pok_ret_t pok_partition_status(pok_partition_status_t *status)
{
    return pok_call_PARTITION_STATUS(pok_address(status));
}

pok_ret_t pok_partition_set_mode(pok_partition_mode_t mode)
{
    /* No mode change comes back to the main process: what it has printed goes first. */
    if (library_flush)
        library_flush();
    return pok_call_PARTITION_MODE_SET(mode);
}

pok_ret_t pok_partition_control(uint32_t identifier, pok_partition_mode_t mode)
{
    if (library_flush && identifier == pok_partition_id())
        library_flush();
    return pok_call_PARTITION_CONTROL(identifier, mode);
}
