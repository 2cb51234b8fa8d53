/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error handling: a process that divides by zero, one that misses its deadline and one that reports
 * a problem itself; the error handler stops the first and starts it again, and only notes the
 * others.
 */
#include <stdio.h>
#include <string.h>

#include <arinc653/apexError.h>
#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexTime.h>

#define MILLISECONDS 1000000LL

static RETURN_CODE_TYPE code;
static volatile int flow = 0;
static int starts;

static void pump(void)
{
    printf("pump: start %d\n", ++starts);
    if (starts == 1) {
        __asm__ volatile("divl %0" : : "r"(flow) : "eax", "edx", "cc");
    }
    printf("pump: runs\n");
}

static void valve(void)
{
    SYSTEM_TIME_TYPE start, now;
    RETURN_CODE_TYPE result;

    GET_TIME(&start, &result);
    do {
        GET_TIME(&now, &result);
    } while (now - start < 5 * MILLISECONDS);
    printf("valve: closed at last\n");
}

static void gauge(void)
{
    static const char message[] = "pressure 7 bar";

    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE)message, sizeof(message), &code);
    printf("gauge: goes on\n");
}

static void handler(void)
{
    ERROR_STATUS_TYPE error;
    RETURN_CODE_TYPE result;

    for (;;) {
        GET_ERROR_STATUS(&error, &result);
        if (result != NO_ERROR) {
            break;
        }
        switch (error.ERROR_CODE) {
        case APPLICATION_ERROR:
            printf("handler: process %d reports: %s\n", (int)error.FAILED_PROCESS_ID,
                   (const char *)error.MESSAGE);
            break;
        case DEADLINE_MISSED:
            printf("handler: process %d is late\n", (int)error.FAILED_PROCESS_ID);
            break;
        default:
            printf("handler: process %d made error %d, once more\n", (int)error.FAILED_PROCESS_ID,
                   (int)error.ERROR_CODE);
            STOP(error.FAILED_PROCESS_ID, &result);
            START(error.FAILED_PROCESS_ID, &result);
            break;
        }
    }
    STOP_SELF();
}

static void start(const char *name, void (*entry)(void), PRIORITY_TYPE priority,
                  SYSTEM_TIME_TYPE capacity)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = capacity,
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
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)handler, 8192, &code);
    start("pump", pump, 30, INFINITE_TIME_VALUE);
    start("valve", valve, 20, 2 * MILLISECONDS);
    start("gauge", gauge, 10, INFINITE_TIME_VALUE);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
