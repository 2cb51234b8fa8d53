/* SPDX-License-Identifier: BSD-2-Clause */
/* The markers of RTEMS's tests, and nothing between them. */
#include <stdio.h>
#include <stdlib.h>
#include <rtems.h>

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    printf("*** BEGIN OF TEST SUITE ***\n");
    printf("*** END OF TEST SUITE ***\n");
    exit(0);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
