/* SPDX-License-Identifier: BSD-2-Clause */
/* A native partition that watches how far the worker is, and passes it on. */
#include <stdio.h>

#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexSampling.h>
#include <arinc653/apexTime.h>

#include "../message.h"

#define PERIOD_NS 1000000000

static SAMPLING_PORT_ID_TYPE progress_port;
static SAMPLING_PORT_ID_TYPE summary_port;

static void watch(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        uint32_t number = 0;
        MESSAGE_SIZE_TYPE length;
        VALIDITY_TYPE validity;

        READ_SAMPLING_MESSAGE(progress_port, (MESSAGE_ADDR_TYPE)&number, &length, &validity, &code);
        printf("worker: job %u done, %s\n", (unsigned)number,
               validity == VALID ? "working" : "not working");
        WRITE_SAMPLING_MESSAGE(summary_port, (MESSAGE_ADDR_TYPE)&number, sizeof(number), &code);
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "watch",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)watch,
        .PERIOD = PERIOD_NS,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT("progress", sizeof(uint32_t), DESTINATION, REFRESH_NS, &progress_port,
                         &code);
    CREATE_SAMPLING_PORT("summary", sizeof(uint32_t), SOURCE, REFRESH_NS, &summary_port, &code);
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
