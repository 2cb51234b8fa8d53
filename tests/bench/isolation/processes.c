/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A neighbour with as many processes as a partition may have, periodic and with deadlines. As soon
 * as they are all released, the first that runs starts the partition again.
 */
#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>

#define PROCESSES 128
#define PERIOD_NS (64 * 585000)

static void restarts(void)
{
    RETURN_CODE_TYPE code;

    SET_PARTITION_MODE(WARM_START, &code);
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "restarts-aa",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)restarts,
        .STACK_SIZE = 4096,
        .BASE_PRIORITY = 10,
        .PERIOD = PERIOD_NS,
        .TIME_CAPACITY = PERIOD_NS,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    for (int i = 0; i < PROCESSES; i++) {
        attributes.NAME[9] = (char)('a' + i / 16);
        attributes.NAME[10] = (char)('a' + i % 16);
        CREATE_PROCESS(&attributes, &process, &code);
        START(process, &code);
    }
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
