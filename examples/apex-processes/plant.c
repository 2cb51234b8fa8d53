/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partition, process and time services: a periodic sampler, a controller that sleeps between its
 * steps, a logger that is suspended until there is something to say.
 */
#include <stdio.h>
#include <string.h>

#include "arinc653/apexPartition.h"
#include "arinc653/apexProcess.h"
#include "arinc653/apexTime.h"

#define MILLISECONDS 1000000LL

static PROCESS_ID_TYPE sampler, controller, logger;
static volatile int samples;

static void sampler_main(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        SYSTEM_TIME_TYPE now;

        GET_TIME(&now, &code);
        samples++;
        printf("sampler: sample %d at %d ms\n", samples, (int)(now / MILLISECONDS));
        PERIODIC_WAIT(&code);
    }
}

static void controller_main(void)
{
    LOCK_LEVEL_TYPE level;
    RETURN_CODE_TYPE code;

    TIMED_WAIT(250 * MILLISECONDS, &code);
    printf("controller: %d samples so far\n", samples);
    LOCK_PREEMPTION(&level, &code);
    RESUME(logger, &code);
    printf("controller: the logger is ready and has to wait, lock level %d\n", (int)level);
    UNLOCK_PREEMPTION(&level, &code);
    STOP(sampler, &code);
    DELAYED_START(sampler, 50 * MILLISECONDS, &code);
    printf("controller: sampler restarted 50 ms after the next period, code %d\n", (int)code);
    TIMED_WAIT(200 * MILLISECONDS, &code);
    printf("controller: done\n");
    STOP(sampler, &code);
    STOP_SELF();
}

static void logger_main(void)
{
    PROCESS_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    SUSPEND_SELF(INFINITE_TIME_VALUE, &code);
    GET_PROCESS_STATUS(controller, &status, &code);
    printf("logger: resumed; the controller has priority %d and is %s\n",
           (int)status.CURRENT_PRIORITY, status.PROCESS_STATE == READY ? "ready" : "not ready");
}

static PROCESS_ID_TYPE create(const char *name, void (*entry)(void), PRIORITY_TYPE priority,
                              SYSTEM_TIME_TYPE period)
{
    PROCESS_ATTRIBUTE_TYPE attributes;
    PROCESS_ID_TYPE id = NULL_PROCESS_ID;
    RETURN_CODE_TYPE code;

    memset(&attributes, 0, sizeof(attributes));
    strcpy(attributes.NAME, name);
    attributes.ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)entry;
    attributes.STACK_SIZE = 8192;
    attributes.BASE_PRIORITY = priority;
    attributes.PERIOD = period;
    attributes.TIME_CAPACITY = INFINITE_TIME_VALUE;
    attributes.DEADLINE = SOFT;
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    return id;
}

int main(void)
{
    PARTITION_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&status, &code);
    printf("partition %d, period %d ms\n", (int)status.IDENTIFIER,
           (int)(status.PERIOD / MILLISECONDS));
    sampler = create("sampler", sampler_main, 20, 100 * MILLISECONDS);
    controller = create("controller", controller_main, 30, INFINITE_TIME_VALUE);
    logger = create("logger", logger_main, 40, INFINITE_TIME_VALUE);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
