/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Semaphores and events: two workers share one tool, a semaphore of one, and begin together when
 * the event says so. Of two that wait for the tool, the one of higher priority gets it first.
 */
#include <stdio.h>
#include <string.h>

#include <arinc653/apexEvent.h>
#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexSemaphore.h>
#include <arinc653/apexTime.h>

#define MILLISECONDS 1000000LL

static SEMAPHORE_ID_TYPE tool;
static EVENT_ID_TYPE begin;
static RETURN_CODE_TYPE code;

static void work(const char *who)
{
    RETURN_CODE_TYPE result;

    WAIT_EVENT(begin, INFINITE_TIME_VALUE, &result);
    for (int piece = 1; piece <= 2; piece++) {
        WAIT_SEMAPHORE(tool, INFINITE_TIME_VALUE, &result);
        printf("%s has the tool for piece %d\n", who, piece);
        TIMED_WAIT(5 * MILLISECONDS, &result);
        SIGNAL_SEMAPHORE(tool, &result);
    }
}

static void master(void)
{
    work("the master");
}

static void apprentice(void)
{
    work("the apprentice");
}

static void foreman(void)
{
    SEMAPHORE_STATUS_TYPE status;
    RETURN_CODE_TYPE result;

    printf("the foreman opens the shop\n");
    SET_EVENT(begin, &result);
    TIMED_WAIT(2 * MILLISECONDS, &result);
    GET_SEMAPHORE_STATUS(tool, &status, &result);
    printf("the foreman sees %d waiting\n", (int)status.WAITING_PROCESSES);
    WAIT_SEMAPHORE(tool, 1 * MILLISECONDS, &result);
    printf("the foreman %s\n", result == TIMED_OUT ? "doesn't get it in time" : "gets the tool");
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
    CREATE_SEMAPHORE("tool", 1, 1, PRIORITY, &tool, &code);
    CREATE_EVENT("begin", &begin, &code);
    start("master", master, 20);
    start("apprentice", apprentice, 10);
    start("foreman", foreman, 5);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
