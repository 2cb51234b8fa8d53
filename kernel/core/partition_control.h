/* SPDX-License-Identifier: BSD-2-Clause */
/* What a system partition may do to another: restart it, or shut it down. */
#ifndef CORE_PARTITION_CONTROL_H
#define CORE_PARTITION_CONTROL_H

#include "core/types.h"

/*
 * Call: abi/syscalls.def. COLD_START, WARM_START or IDLE for the partition of this identifier. A
 * guest that listens to the restart interrupt is asked by it, and obeys; when it is asked again
 * before it has, and for every other partition, the kernel acts at once. For the caller's own
 * identifier it is partition_mode_set().
 *
 * POK_ERRNO_EPERM     the caller is no system partition
 * POK_ERRNO_EINVAL    no partition has this identifier
 * POK_ERRNO_PARAM     another mode
 * POK_ERRNO_MODE      WARM_START of a partition in COLD_START mode
 * POK_ERRNO_NOACTION  IDLE in IDLE mode
 */
pok_ret_t partition_control(uint32_t identifier, uint32_t mode);

#endif
