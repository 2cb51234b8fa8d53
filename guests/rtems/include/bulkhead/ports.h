/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ARINC 653 ports of the partition, for RTEMS. These create a port that the module file gives the
 * partition, and a device file for it, /dev/sampling/NAME or /dev/queuing/NAME. They return 0 or an
 * errno; EINVAL: the module file says something else. The plain calls are libpok's, core/port.h.
 */
#ifndef BULKHEAD_PORTS_H
#define BULKHEAD_PORTS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

int bulkhead_sampling_port(const char *name, uint32_t max_bytes, bool source, int64_t refresh_ns);
int bulkhead_queuing_port(const char *name, uint32_t max_bytes, uint32_t max_messages, bool source);

#ifdef __cplusplus
}
#endif

#endif
