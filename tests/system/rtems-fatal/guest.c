/* SPDX-License-Identifier: BSD-2-Clause */
/* Each life of this program ends in another of RTEMS's ways. */
#include <stdio.h>
#include <stdlib.h>

#include <bsp.h>

#include "arinc653/apexPartition.h"
#include "core/page.h"

static const char *mode_name(void)
{
    PARTITION_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&status, &code);
    return status.OPERATING_MODE == COLD_START   ? "COLD_START"
           : status.OPERATING_MODE == WARM_START ? "WARM_START"
                                                 : "NORMAL";
}

static rtems_task Init(rtems_task_argument argument)
{
    uint32_t life = POK_PAGE->restarts;

    (void)argument;
    printf("life %u, mode %s\n", (unsigned)life, mode_name());
    /* The idle task runs, and the partition is in mode NORMAL. */
    if (life != 0)
        rtems_task_wake_after(2);
    switch (life) {
    case 0:
        rtems_fatal(RTEMS_FATAL_SOURCE_APPLICATION, 7);
    case 1:
        exit(3);
    case 2:
        rtems_fatal_error_occurred(9);
    case 3:
        __asm__ volatile("movl $1, 8" : : : "memory");
        break;
    default:
        printf("the end\n");
        exit(0);
    }
    printf("life %u went on\n", (unsigned)life);
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
