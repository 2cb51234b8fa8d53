/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The partition whose window ends where the right one's begins: it runs to the last instruction and
 * tells, in its next window, what the counter was then.
 */
#include "bench.h"
#include "cost.h"
#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexQueuing.h>
#include <arinc653/apexSampling.h>

static QUEUING_PORT_ID_TYPE ends;
static SAMPLING_PORT_ID_TYPE sample4;
static SAMPLING_PORT_ID_TYPE sample1024;
static uint32_t message[256];

static void sampling(void)
{
    RETURN_CODE_TYPE code;

    BENCH("sampling_write_4",
          WRITE_SAMPLING_MESSAGE(sample4, (MESSAGE_ADDR_TYPE)message, 4, &code));
    BENCH_COUNTED("sampling_write_4",
                  WRITE_SAMPLING_MESSAGE(sample4, (MESSAGE_ADDR_TYPE)message, 4, &code));
    BENCH("sampling_write_1024",
          WRITE_SAMPLING_MESSAGE(sample1024, (MESSAGE_ADDR_TYPE)message, 1024, &code));
    if (code != NO_ERROR)
        printf("BENCH_FAILED: sampling write %d\n", (int)code);
}

static void run(void)
{
    RETURN_CODE_TYPE code;
    uint32_t before;
    uint32_t after;

    sampling();
    for (;;) {
        bench_spin(WINDOW_GAP, &before, &after);
        SEND_QUEUING_MESSAGE(ends, (MESSAGE_ADDR_TYPE)&before, sizeof(before), 0, &code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "run",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)run,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT("ends", 4, 8, SOURCE, FIFO, &ends, &code);
    CREATE_SAMPLING_PORT("sample4", 4, SOURCE, 1000000000, &sample4, &code);
    CREATE_SAMPLING_PORT("sample1024", 1024, SOURCE, 1000000000, &sample1024, &code);
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
    if (code != NO_ERROR)
        printf("BENCH_FAILED: start %d\n", (int)code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
