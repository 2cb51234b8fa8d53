/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tasks of one priority that hand the processor on: interrupts on, off since the task began, off
 * since the task's mode says so, and one that restarts itself. Each pair of them switches, both
 * ways, while the clock ticks in between; level, thread-local storage and what a loop keeps in
 * registers are each task's own.
 */
#include <bsp.h>

#include "tests/system/include/check.h"

#define TASKS  4u
#define ROUNDS 4000u
#define OFF    RTEMS_INTERRUPT_LEVEL(1)

enum { ON, BEGINS_OFF, GOES_OFF, RESTARTS };

static _Thread_local uint32_t own = 77;

static uint32_t wrong_level, wrong_storage, wrong_sum, begun[TASKS], done;
static rtems_id ids[TASKS];

static void rounds(uint32_t self, uint32_t level)
{
    uint32_t sum = self, expected = self;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        sum += i ^ self;
        rtems_task_wake_after(RTEMS_YIELD_PROCESSOR);
        /* Not every task each time: the next one is not always the same. */
        if ((i & self) != 0)
            rtems_task_wake_after(RTEMS_YIELD_PROCESSOR);
        wrong_level += _CPU_ISR_Get_level() != level;
        wrong_storage += own != self;
    }
    for (uint32_t i = 0; i < ROUNDS; i++)
        expected += i ^ self;
    wrong_sum += sum != expected;
}

static rtems_task task(rtems_task_argument self)
{
    uint32_t level = self == BEGINS_OFF || self == GOES_OFF;
    rtems_mode mode;

    wrong_level += _CPU_ISR_Get_level() != (self == BEGINS_OFF);
    wrong_storage += own != 77;
    if (self == GOES_OFF)
        rtems_task_mode(OFF, RTEMS_INTERRUPT_MASK, &mode);
    own = self;
    begun[self]++;
    rounds(self, level);
    if (self == RESTARTS && begun[self] < 3)
        rtems_task_restart(RTEMS_SELF, self);
    done++;
    rtems_task_exit();
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_interval ticks = rtems_clock_get_ticks_since_boot();

    (void)argument;
    for (uint32_t i = 0; i < TASKS; i++) {
        rtems_mode modes = i == BEGINS_OFF ? OFF : RTEMS_INTERRUPT_LEVEL(0);

        CHECK_EQUAL(rtems_task_create(rtems_build_name('T', 'A', 'S', '0' + i), 10,
                                      RTEMS_MINIMUM_STACK_SIZE, modes, RTEMS_DEFAULT_ATTRIBUTES,
                                      &ids[i]),
                    RTEMS_SUCCESSFUL);
        CHECK_EQUAL(rtems_task_start(ids[i], task, i), RTEMS_SUCCESSFUL);
    }
    while (done < TASKS)
        rtems_task_wake_after(10);
    ticks = rtems_clock_get_ticks_since_boot() - ticks;
    printf("%u ticks\n", (unsigned)ticks);
    CHECK(ticks > 1000);
    CHECK_EQUAL(begun[RESTARTS], 3);
    CHECK_EQUAL(wrong_level, 0);
    CHECK_EQUAL(wrong_storage, 0);
    CHECK_EQUAL(wrong_sum, 0);
    CHECK_EQUAL(own, 77);
    check_verdict();
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 20
#define CONFIGURE_MAXIMUM_TASKS         (TASKS + 1)
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
