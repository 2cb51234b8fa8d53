/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The windows of the schedules as the clock's raw counter has them (arch_stamp.h), computed at boot
 * so that opening one takes additions and comparisons only. Instants are distances from the start
 * of the major frame, rounded up: a window never opens before its nanosecond, and is late by two
 * counts at most.
 */
#ifndef CORE_WINDOW_H
#define CORE_WINDOW_H

#include "core/types.h"
#include "core/config.h"

struct window {
    struct partition *partition; /* NULL: the end of the frame, behind the last window */
    uint32_t identifier;
    bool period_start;
    /*
     * By how many counts the kernel may come late for the edge of the window before this one and
     * still open this one directly (schedule_direct()); 0: never.
     */
    uint32_t room;
    uint64_t start_ns;
    uint64_t edge_ns; /* when it gives the processor back: at its end or before */
    uint64_t start;
    uint64_t prepare; /* when it may be opened: a guard before it begins; modulo 2^64 */
    uint64_t edge;
};

/* Boot, when the clock's rate is known: those of a schedule, with any schedule behind it. */
void window_init(const struct config_schedule *schedule);

#endif
