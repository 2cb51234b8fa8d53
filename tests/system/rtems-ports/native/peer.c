/* SPDX-License-Identifier: BSD-2-Clause */
/* Sends numbers every 50 ms, and takes what comes back. */
#include <stdio.h>

#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexQueuing.h>
#include <arinc653/apexSampling.h>
#include <arinc653/apexTime.h>

#include "check.h"

#define PERIOD_NS  50000000
#define REFRESH_NS 200000000
#define EXPECTED   3u

static QUEUING_PORT_ID_TYPE apex_in, apex_out, file_in;
static SAMPLING_PORT_ID_TYPE sample;

/* The guest's numbers are 1, 2, 3. */
static void take(uint32_t *taken)
{
    RETURN_CODE_TYPE code;

    do {
        uint32_t number = 0;
        MESSAGE_SIZE_TYPE length;

        RECEIVE_QUEUING_MESSAGE(apex_out, 0, (MESSAGE_ADDR_TYPE)&number, &length, &code);
        if (code != NO_ERROR)
            break;
        CHECK_EQUAL(number, ++*taken);
        if (*taken == EXPECTED)
            check_verdict();
    } while (true);
    CHECK_EQUAL(code, NOT_AVAILABLE);
}

static void talk(void)
{
    uint32_t number = 0, taken = 0;
    RETURN_CODE_TYPE code;

    for (;;) {
        number++;
        SEND_QUEUING_MESSAGE(apex_in, (MESSAGE_ADDR_TYPE)&number, sizeof(number), 0, &code);
        SEND_QUEUING_MESSAGE(file_in, (MESSAGE_ADDR_TYPE)&number, sizeof(number), 0, &code);
        WRITE_SAMPLING_MESSAGE(sample, (MESSAGE_ADDR_TYPE)&number, sizeof(number), &code);
        PERIODIC_WAIT(&code);
        take(&taken);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "talk",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)talk,
        .PERIOD = PERIOD_NS,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT("apex_in", sizeof(uint32_t), 4, SOURCE, FIFO, &apex_in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("apex_out", sizeof(uint32_t), 2, DESTINATION, FIFO, &apex_out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("file_in", sizeof(uint32_t), 4, SOURCE, FIFO, &file_in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_SAMPLING_PORT("sample", sizeof(uint32_t), SOURCE, REFRESH_NS, &sample, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
