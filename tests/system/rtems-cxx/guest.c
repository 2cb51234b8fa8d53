/* SPDX-License-Identifier: BSD-2-Clause */
/* A C++ program: its objects are in objects.cc, what is expected of them here. */
#include <bsp.h>
#include <stdlib.h>

#include "tests/system/include/check.h"
#include "tests/system/rtems-cxx/guest/objects.h"

#define FRAMES 20u
#define OTHERS 2u
#define BEGIN  5u /* characters that a task's text has at first */

static rtems_task other(rtems_task_argument number)
{
    CHECK_EQUAL(own_text_append("22"), BEGIN + 2);
    /* All have texts now, before the first goes. */
    rtems_task_wake_after(2);
    CHECK_EQUAL(own_text_append("22"), BEGIN + 4);
    CHECK_EQUAL(thrown_over(FRAMES + number), FRAMES + number);
    rtems_task_exit();
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_id id;

    (void)argument;
    CHECK_EQUAL(constructed(), 1234);
    CHECK_EQUAL(thrown_over(FRAMES), FRAMES);
    CHECK_EQUAL(own_text_append("1"), BEGIN + 1);
    for (rtems_task_argument i = 0; i < OTHERS; i++) {
        CHECK_EQUAL(rtems_task_create(rtems_build_name('O', 'T', 'H', 'R'), 2,
                                      RTEMS_MINIMUM_STACK_SIZE * 2, RTEMS_DEFAULT_MODES,
                                      RTEMS_DEFAULT_ATTRIBUTES, &id),
                    RTEMS_SUCCESSFUL);
        CHECK_EQUAL(rtems_task_start(id, other, i), RTEMS_SUCCESSFUL);
    }
    rtems_task_wake_after(10);
    CHECK_EQUAL(own_texts_destroyed(), OTHERS);
    CHECK_EQUAL(own_text_append("1"), BEGIN + 2);
    CHECK_EQUAL(constructed(), 1234);
    check_verdict();
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS      (1 + OTHERS)
#define CONFIGURE_MAXIMUM_POSIX_KEYS 4
#define CONFIGURE_UNIFIED_WORK_AREAS
#define CONFIGURE_INIT_TASK_STACK_SIZE (RTEMS_MINIMUM_STACK_SIZE * 2)
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
