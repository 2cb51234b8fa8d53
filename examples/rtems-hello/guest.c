/* SPDX-License-Identifier: BSD-2-Clause */
/* The least RTEMS program, as a guest. */
#include <stdio.h>
#include <stdlib.h>

#include <bsp.h>

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    printf("hello from %s\n", rtems_get_version_string());
    printf("command line: %s\n", bsp_cmdline());
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
