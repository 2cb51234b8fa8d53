/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module schedule: which partition's window is open. Instants are computed from the start of
 * the major frame, so nothing drifts however late the kernel comes.
 *
 * A window is made ready a guard before its start, and then held until that instant: so it begins
 * exactly then, whatever the kernel was doing before, as long as that and the preparation take no
 * longer than the guard. The window before it ends that much earlier. docs/isolation.md.
 */
#ifndef CORE_SCHEDULE_H
#define CORE_SCHEDULE_H

#include "core/types.h"
#include "core/arch.h"
#include "core/config.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/window.h"

struct schedule_state {
    const struct config_schedule *current;
    const struct config_schedule *next; /* from the next major frame on; usually `current` */
    const struct window *window;        /* the next one, or the end of the frame */
    uint64_t frame_ns;                  /* start of the frame that the next window is in */
    uint64_t frame;                     /* the same as a stamp */
    uint64_t edge;        /* stamp that the timer waits for: the next window has to be made ready */
    uint64_t release;     /* stamp at which the window that was made ready begins */
    bool held;            /* it is ready and has not begun: schedule_release() */
    uint32_t frames;      /* major frames begun, modulo 2^32 */
    uint64_t switched_ns; /* when `current` became the schedule */
};

/* Written by core/schedule.c alone; in core/state.c. */
extern struct schedule_state schedule;

/* Boot: take the initial schedule. */
void schedule_init(void);
/* First major frame: time begins now. */
void schedule_begin(void);
/*
 * The event timer fired (EXIT_TIMER): the window that ended is closed, and the next one opened, if
 * it is time. Leaves EXIT_DUE and EXIT_ARM behind, except where it has done all there is to do.
 */
void window_change(void);
/* Fire the timers of the open window's partition that are due. */
void schedule_timers(struct partition *partition);
/* The present; while a window is held, the instant at which it begins. */
uint64_t schedule_present_ns(void);
/* Set the event timer to the earliest instant anyone waits for, if that has changed. */
void schedule_arm(void);

/* A window is ready: wait until it begins. With interrupts off, for a guard at most. */
void schedule_hold(void);
/* Last step before ring 3 runs or the processor sleeps. */
static inline void schedule_release(void)
{
    if (schedule.held)
        schedule_hold();
}

/* At the end of this major frame another schedule takes over. */
void schedule_switch(const struct config_schedule *to);

/* A partition's row in the schedule that runs. */
const struct config_partition_schedule *schedule_row(const struct partition *partition);
/* Start of its period after the one that `now_ns` is in. */
uint64_t schedule_next_period(const struct partition *partition, uint64_t now_ns);

#endif
