/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module schedule: which partition's window is open. Instants are computed from the start of
 * the major frame, so nothing drifts however late the kernel comes.
 */
#ifndef CORE_SCHEDULE_H
#define CORE_SCHEDULE_H

#include "core/types.h"
#include "core/arch.h"
#include "core/config.h"
#include "core/partition.h"
#include "core/processor.h"

struct schedule_state {
    const struct config_schedule *current;
    const struct config_schedule *next;      /* from the next major frame on; usually `current` */
    const struct config_window *window;      /* the next one */
    const struct config_window *windows_end; /* of the frame: then the frame is over */
    uint64_t frame_ns;                       /* start of the frame that the next window is in */
    uint64_t start_ns;    /* start of the next window; at a frame's end the frame boundary */
    uint64_t edge_ns;     /* what the timer waits for: end of the open window or `start_ns` */
    uint32_t frames;      /* major frames begun, modulo 2^32 */
    uint64_t switched_ns; /* when `current` became the schedule */
};

/* Written by core/schedule.c alone; in core/state.c. */
extern struct schedule_state schedule;

/* Boot: take the initial schedule. */
void schedule_init(void);
/* First major frame: time begins now. */
void schedule_begin(void);
/* Windows and timers that are due. Called on the way out of the kernel after the timer fired. */
void schedule_timer(void);
/* Set the event timer to the earliest instant anyone waits for, if that has changed. */
static inline void schedule_arm(void)
{
    uint64_t instant_ns = schedule.edge_ns;

    if (processor.partition != NULL && processor.partition->timers.count != 0) {
        uint64_t timer_ns = timer_next(&processor.partition->timers);

        if (timer_ns < instant_ns)
            instant_ns = timer_ns;
    }
    if (instant_ns == processor.armed_ns)
        return;
    processor.armed_ns = instant_ns;
    arch_timer_arm(instant_ns);
}

/* At the end of this major frame another schedule takes over. */
void schedule_switch(const struct config_schedule *to);

/* A partition's row in the schedule that runs. */
const struct config_partition_schedule *schedule_row(const struct partition *partition);
/* Start of its period after the one that `now_ns` is in. */
uint64_t schedule_next_period(const struct partition *partition, uint64_t now_ns);

#endif
