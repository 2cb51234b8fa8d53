/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small preemptive executive: tasks of fixed priority, a tick, sleep and wake. It is the model of
 * an operating system on libpok/virt; docs/porting-a-guest.md goes through it.
 */
#ifndef EXECUTIVE_H
#define EXECUTIVE_H

#include <stdbool.h>
#include <stdint.h>

#define EXECUTIVE_TASKS       3u /* two, and the idle task */
#define EXECUTIVE_STACK_BYTES 8192u
#define EXECUTIVE_TICK_NS     10000000

/* Also their order of urgency: the highest that is ready runs. */
enum { TASK_IDLE = 0, TASK_COUNT = 1, TASK_ECHO = 2 };

struct executive_statistics {
    uint32_t ticks;       /* of the clock, those outside of the partition's windows among them */
    uint32_t upcalls;     /* clock interrupts taken */
    uint32_t switches;    /* of tasks */
    uint32_t preemptions; /* switches at the end of an interrupt */
};

extern volatile struct executive_statistics executive_statistics;

/* Before executive_run(): a task, ready to begin. */
void executive_create(uint32_t task, void (*function)(void));
/* Start the clock and the tasks; the caller becomes the idle task. Returns an error code when the
 * clock can't be had. */
int executive_run(void);

/* For tasks: sleep for a number of ticks, or until executive_wake(). */
void executive_sleep(uint32_t ticks);
void executive_wait(void);
/* For interrupt handlers: the task is ready again. A wake of a task that doesn't wait is kept. */
void executive_wake(uint32_t task);

#endif
