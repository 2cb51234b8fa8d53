/* SPDX-License-Identifier: BSD-2-Clause */
/* What control tells the monitor. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdint.h>

/* Sampling, "state": every 20 ms. */
struct state {
    int64_t time_ns;
    uint32_t cycle;
    int32_t setpoint; /* millimetres */
    int32_t position;
};

/* Queuing, "events": when the position has settled at a setpoint. */
struct event {
    int64_t time_ns;
    uint32_t cycle;
    int32_t position;
};

#endif
