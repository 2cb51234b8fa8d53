/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A mutex with priority ceiling: the collector of low priority holds the bus when the urgent
 * process wants it. The process in between can't delay either, as the owner runs at the bus's
 * priority.
 */
#include <stdio.h>
#include <string.h>

#include <arinc653/apexMutex.h>
#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexTime.h>

#define MILLISECONDS 1000000LL

static MUTEX_ID_TYPE bus;
static RETURN_CODE_TYPE code;

static void compute(SYSTEM_TIME_TYPE duration)
{
    SYSTEM_TIME_TYPE start, now;
    RETURN_CODE_TYPE result;

    GET_TIME(&start, &result);
    do {
        GET_TIME(&now, &result);
    } while (now - start < duration);
}

static int priority_now(void)
{
    PROCESS_STATUS_TYPE status;
    PROCESS_ID_TYPE self;
    RETURN_CODE_TYPE result;

    GET_MY_ID(&self, &result);
    GET_PROCESS_STATUS(self, &status, &result);
    return (int)status.CURRENT_PRIORITY;
}

static void collector(void)
{
    RETURN_CODE_TYPE result;

    ACQUIRE_MUTEX(bus, INFINITE_TIME_VALUE, &result);
    printf("collector: has the bus, priority %d\n", priority_now());
    compute(6 * MILLISECONDS);
    printf("collector: gives the bus back\n");
    RELEASE_MUTEX(bus, &result);
    printf("collector: priority %d\n", priority_now());
}

static void radio(void)
{
    RETURN_CODE_TYPE result;

    TIMED_WAIT(2 * MILLISECONDS, &result);
    compute(4 * MILLISECONDS);
    printf("radio: done\n");
}

static void urgent(void)
{
    RETURN_CODE_TYPE result;

    TIMED_WAIT(1 * MILLISECONDS, &result);
    ACQUIRE_MUTEX(bus, INFINITE_TIME_VALUE, &result);
    printf("urgent: has the bus\n");
    RELEASE_MUTEX(bus, &result);
}

static void start(const char *name, void (*entry)(void), PRIORITY_TYPE priority)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = priority,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;

    memcpy(attributes.NAME, name, strlen(name) + 1);
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
}

int main(void)
{
    CREATE_MUTEX("bus", 30, PRIORITY, &bus, &code);
    start("collector", collector, 10);
    start("radio", radio, 20);
    start("urgent", urgent, 30);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
