/* SPDX-License-Identifier: BSD-2-Clause */
/* The partition as a whole. Part 1, partition management. */
#ifndef LIBPOK_CORE_PARTITION_H
#define LIBPOK_CORE_PARTITION_H

#include "core/call.h"
#include "abi/structs.h"

typedef struct pok_partition_status pok_partition_status_t;

/* PartitionIdentifier of the configuration. Cannot fail, no kernel entry. */
static inline uint32_t pok_partition_id(void)
{
    return POK_PAGE->identifier;
}

/* Operating mode. Cannot fail, no kernel entry. */
static inline pok_partition_mode_t pok_partition_mode(void)
{
    return (pok_partition_mode_t)POK_PAGE->operating_mode;
}

/*
 * Everything about the partition, into *status; times in ns.
 *
 * POK_ERRNO_OK      done
 * POK_ERRNO_EFAULT  `status` is not in the partition's writable memory
 *
 * Part 1, GET_PARTITION_STATUS.
 */
pok_ret_t pok_partition_status(pok_partition_status_t *status);

/*
 * Change the operating mode. NORMAL ends the initialisation: the processes that were started begin
 * to run, and the main process, which calls this, is stopped. COLD_START and WARM_START start the
 * partition again, IDLE ends it. So a native partition's call returns only with an error.
 *
 * POK_ERRNO_OK        done (NORMAL, in a guest)
 * POK_ERRNO_PARAM     `mode` is no operating mode
 * POK_ERRNO_NOACTION  NORMAL in NORMAL mode
 * POK_ERRNO_MODE      WARM_START in COLD_START mode
 *
 * Part 1, SET_PARTITION_MODE.
 */
pok_ret_t pok_partition_set_mode(pok_partition_mode_t mode);

/*
 * Restart another partition (COLD_START, WARM_START) or shut it down (IDLE). A guest that listens
 * to POK_VECTOR_RESTART is asked by it and does that itself; a second request before it has done so
 * is carried out by the kernel at once, as is every request to any other partition.
 *
 * POK_ERRNO_OK        done, or the guest is asked
 * POK_ERRNO_EPERM     the configuration doesn't make this a SystemPartition
 * POK_ERRNO_EINVAL    no partition has this identifier
 * POK_ERRNO_PARAM     another mode
 * POK_ERRNO_MODE      WARM_START of a partition in COLD_START mode
 * POK_ERRNO_NOACTION  IDLE of a partition in IDLE mode
 */
pok_ret_t pok_partition_control(uint32_t identifier, pok_partition_mode_t mode);

#endif
