/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An RTEMS guest that gives out jobs, by the device file of a queuing port, at most five a second,
 * and takes whatever results come, in another task that blocks in read().
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bsp.h>
#include <bulkhead/ports.h>

#include "message.h"

#define STACK_BYTES     8192
#define PRIORITY        10
#define JOBS_PER_SECOND 5

static rtems_task collect(rtems_task_argument argument)
{
    int results = open("/dev/queuing/results", O_RDONLY);
    struct job result;

    (void)argument;
    while (read(results, &result, sizeof(result)) == sizeof(result))
        printf("result of job %u: %u\n", (unsigned)result.number, (unsigned)result.value);
    printf("results: %s\n", strerror(errno));
    rtems_task_exit();
}

static void give(void)
{
    int jobs = open("/dev/queuing/jobs", O_WRONLY | O_NONBLOCK);

    for (uint32_t number = 1;; number++) {
        struct job job = {number, number * number};

        /* A full queue: the worker is being restarted. The job is dropped. */
        if (write(jobs, &job, sizeof(job)) != sizeof(job))
            printf("job %u dropped: %s\n", (unsigned)number, strerror(errno));
        rtems_task_wake_after(rtems_clock_get_ticks_per_second() / JOBS_PER_SECOND);
    }
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_id id;

    (void)argument;
    if (bulkhead_queuing_port("jobs", sizeof(struct job), QUEUE_MESSAGES, true) != 0 ||
        bulkhead_queuing_port("results", sizeof(struct job), QUEUE_MESSAGES, false) != 0 ||
        rtems_task_create(rtems_build_name('C', 'O', 'L', 'L'), PRIORITY, STACK_BYTES,
                          RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES, &id) != RTEMS_SUCCESSFUL ||
        rtems_task_start(id, collect, 0) != RTEMS_SUCCESSFUL)
        rtems_fatal_error_occurred(1);
    give();
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK    10000
#define CONFIGURE_MAXIMUM_TASKS            3
#define CONFIGURE_EXTRA_TASK_STACKS        STACK_BYTES
#define CONFIGURE_MAXIMUM_FILE_DESCRIPTORS 8
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
