/* SPDX-License-Identifier: BSD-2-Clause */
/* The smallest partition: it prints in its initialisation, and then once in each of its periods. */
#include <stdio.h>

#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexTime.h>

static void hello(void)
{
    RETURN_CODE_TYPE code;
    SYSTEM_TIME_TYPE now;

    for (int i = 1;; i++) {
        GET_TIME(&now, &code);
        printf("hello, world, for the %d. time, after %lld us\n", i, (long long)now / 1000);
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "hello",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)hello,
        .PERIOD = 100000000,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    CREATE_PROCESS(&attributes, &process, &code);
    if (code == NO_ERROR)
        START(process, &code);
    if (code != NO_ERROR) {
        printf("no process: return code %d\n", code);
        return 1;
    }
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
