/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Three tasks that wake every 1, 2 and 3 seconds, in a partition that has a third of the processor.
 * RTEMS's ticks and its time of day agree with the module's time, although the partition doesn't
 * run most of the time.
 */
#include <stdio.h>

#include <bsp.h>

#include "virt/bsp.h"

#define TASKS       3u
#define TICKS(s)    ((s)*rtems_clock_get_ticks_per_second())
#define PRIORITY    10
#define MILLISECOND 1000000u
#define STACK_BYTES 8192

static void report(unsigned number)
{
    uint32_t module_ms = (uint32_t)(_BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE) / MILLISECOND);
    uint32_t ran_ms = (uint32_t)(_BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION) / MILLISECOND);

    printf("task %u: uptime %lu ms, %lu ticks (%lu made up), module %lu ms, ran %lu ms\n", number,
           (unsigned long)(rtems_clock_get_uptime_nanoseconds() / MILLISECOND),
           (unsigned long)rtems_clock_get_ticks_since_boot(), (unsigned long)bulkhead_ticks_missed,
           (unsigned long)module_ms, (unsigned long)ran_ms);
}

static rtems_task periodic(rtems_task_argument number)
{
    for (;;) {
        rtems_task_wake_after(TICKS(number));
        report((unsigned)number);
    }
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    for (uint32_t number = 1; number <= TASKS; number++) {
        rtems_id id;

        if (rtems_task_create(rtems_build_name('T', 'S', 'K', '0' + (char)number), PRIORITY,
                              STACK_BYTES, RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES,
                              &id) != RTEMS_SUCCESSFUL ||
            rtems_task_start(id, periodic, number) != RTEMS_SUCCESSFUL)
            rtems_fatal_error_occurred(number);
    }
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         (TASKS + 1)
#define CONFIGURE_EXTRA_TASK_STACKS     (TASKS * STACK_BYTES)
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
