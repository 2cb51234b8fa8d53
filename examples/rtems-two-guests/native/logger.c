/* SPDX-License-Identifier: BSD-2-Clause */
/* A native partition that keeps the summary of the watching one. */
#include <stdio.h>

#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexSampling.h>
#include <arinc653/apexTime.h>

#include "../message.h"

#define PERIOD_NS 2000000000

static SAMPLING_PORT_ID_TYPE summary_port;

static void logger(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        uint32_t number = 0;
        MESSAGE_SIZE_TYPE length;
        VALIDITY_TYPE validity;

        READ_SAMPLING_MESSAGE(summary_port, (MESSAGE_ADDR_TYPE)&number, &length, &validity, &code);
        printf("summary: %u jobs\n", (unsigned)number);
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "logger",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)logger,
        .PERIOD = PERIOD_NS,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT("summary", sizeof(uint32_t), DESTINATION, REFRESH_NS, &summary_port,
                         &code);
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
