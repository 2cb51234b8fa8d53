/* SPDX-License-Identifier: BSD-2-Clause */
/* What goes through the two-partitions module's channels. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdint.h>

/* Sampling, "temperature": always the newest. */
struct temperature {
    int64_t measured_ns;
    int32_t millidegrees;
};

/* Queuing, "orders": each is carried out once. */
struct order {
    uint32_t number;
    int32_t setpoint_millidegrees;
};

#endif
