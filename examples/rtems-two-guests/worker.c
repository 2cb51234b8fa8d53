/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An RTEMS guest with a fault: every seventh job makes it write to address 0. Health monitoring
 * starts it again; all others, the other RTEMS among them, go on.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <bsp.h>
#include <bulkhead/ports.h>

#include "core/partition.h"
#include "message.h"

#define FATAL_JOB 7u

static void work(int jobs, int results, int progress)
{
    struct job job;

    while (read(jobs, &job, sizeof(job)) == sizeof(job)) {
        if (job.number % FATAL_JOB == 0) {
            /* cppcheck-suppress nullPointer */
            *(volatile uint32_t *)(job.number - job.number) = job.value;
        }
        job.value++;
        (void)write(results, &job, sizeof(job));
        (void)write(progress, &job.number, sizeof(job.number));
    }
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    printf("start %u\n", (unsigned)POK_PAGE->restarts + 1);
    if (bulkhead_queuing_port("jobs", sizeof(struct job), QUEUE_MESSAGES, false) != 0 ||
        bulkhead_queuing_port("results", sizeof(struct job), QUEUE_MESSAGES, true) != 0 ||
        bulkhead_sampling_port("progress", sizeof(uint32_t), true, REFRESH_NS) != 0)
        rtems_fatal_error_occurred(1);
    work(open("/dev/queuing/jobs", O_RDONLY), open("/dev/queuing/results", O_WRONLY),
         open("/dev/sampling/progress", O_WRONLY));
    rtems_fatal_error_occurred(2);
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK    10000
#define CONFIGURE_MAXIMUM_TASKS            2
#define CONFIGURE_MAXIMUM_FILE_DESCRIPTORS 8
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
