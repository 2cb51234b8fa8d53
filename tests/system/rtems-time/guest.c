/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS's ticks and its timecounter beside the module's time, over a million ticks. The distance
 * between the module's time and the ticks is somewhere in a tick when it is looked at; if no tick
 * is ever lost or invented it stays within one tick's length.
 */
#include <stdint.h>

#include <bsp.h>

#include "tests/system/include/check.h"
#include "virt/bsp.h"

#define TICKS      1000000u
#define TICK_NS    1000000
#define STEP_TICKS 97

struct range {
    int64_t least;
    int64_t most;
};

static void range_add(struct range *range, int64_t value)
{
    if (value < range->least)
        range->least = value;
    if (value > range->most)
        range->most = value;
}

static int64_t module_ns(void)
{
    return _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE);
}

static rtems_task Init(rtems_task_argument argument)
{
    struct range ticks_off = {INT64_MAX, INT64_MIN}, uptime_off = {INT64_MAX, INT64_MIN};
    uint32_t ticks;

    (void)argument;
    do {
        int64_t now_ns;

        rtems_task_wake_after(STEP_TICKS);
        do {
            ticks = rtems_clock_get_ticks_since_boot();
            now_ns = module_ns();
        } while (ticks != rtems_clock_get_ticks_since_boot());
        range_add(&ticks_off, now_ns - (int64_t)ticks * TICK_NS);
        range_add(&uptime_off, (int64_t)rtems_clock_get_uptime_nanoseconds() - module_ns());
    } while (ticks < TICKS);
    printf("%lu ticks (%lu made up): %ld ns between extremes; uptime: %ld ns\n",
           (unsigned long)ticks, (unsigned long)bulkhead_ticks_missed,
           (long)(ticks_off.most - ticks_off.least), (long)(uptime_off.most - uptime_off.least));
    CHECK(bulkhead_ticks_missed > TICKS / 2);
    CHECK_AT_MOST(ticks_off.most - ticks_off.least, TICK_NS - 1);
    CHECK_AT_MOST(uptime_off.most - uptime_off.least, TICK_NS - 1);
    check_verdict();
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
