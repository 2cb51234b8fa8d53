/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The partition whose window begins where the left one's ends: what a partition switch costs, and
 * how often the kernel is entered in a window in which nothing happens.
 */
#include "bench.h"
#include "cost.h"
#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexQueuing.h>
#include <arinc653/apexSampling.h>

static QUEUING_PORT_ID_TYPE ends;
static SAMPLING_PORT_ID_TYPE sample4;
static uint32_t begin[WINDOWS];
static uint32_t switches[WINDOWS];
static uint32_t entries[WINDOWS];

static void sampling(void)
{
    VALIDITY_TYPE validity;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    uint32_t message;

    BENCH("sampling_read_4",
          READ_SAMPLING_MESSAGE(sample4, (MESSAGE_ADDR_TYPE)&message, &length, &validity, &code));
    if (code != NO_ERROR)
        printf("BENCH_FAILED: sampling read %d\n", (int)code);
    BENCH_COUNTED("sampling_read_4", READ_SAMPLING_MESSAGE(sample4, (MESSAGE_ADDR_TYPE)&message,
                                                           &length, &validity, &code));
}

/* One window: from its first instruction to its last, only looking at the counter. */
static uint32_t window(uint32_t *next_begin)
{
    uint32_t count = 0;
    uint32_t before;
    uint32_t after;

    for (;;) {
        bench_spin(ENTRY_GAP, &before, &after);
        if (after - before >= WINDOW_GAP) {
            *next_begin = after;
            return count;
        }
        count++;
    }
}

static void run(void)
{
    QUEUING_PORT_STATUS_TYPE status;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    uint32_t before;
    uint32_t after;
    uint32_t end;

    sampling();
    bench_spin(WINDOW_GAP, &before, &after);
    begin[0] = after;
    /* The left partition tells the end of a window in its next one: what is here is older. */
    do
        RECEIVE_QUEUING_MESSAGE(ends, 0, (MESSAGE_ADDR_TYPE)&end, &length, &code);
    while (code == NO_ERROR);
    for (uint32_t i = 0; i < WINDOWS; i++) {
        uint32_t next;

        entries[i] = window(&next);
        if (i + 1 < WINDOWS)
            begin[i + 1] = next;
        RECEIVE_QUEUING_MESSAGE(ends, 0, (MESSAGE_ADDR_TYPE)&end, &length, &code);
        switches[i] = begin[i] - end;
    }
    GET_QUEUING_PORT_STATUS(ends, &status, &code);
    if (status.NB_MESSAGE != 0)
        printf("BENCH_FAILED: %d messages left\n", (int)status.NB_MESSAGE);
    bench_print("partition_switch", switches, WINDOWS);
    bench_print("undisturbed_window_entries", entries, WINDOWS);
    printf("BENCH_DONE\n");
    STOP_SELF();
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

    CREATE_QUEUING_PORT("ends", 4, 8, DESTINATION, FIFO, &ends, &code);
    CREATE_SAMPLING_PORT("sample4", 4, DESTINATION, 1000000000, &sample4, &code);
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
    if (code != NO_ERROR)
        printf("BENCH_FAILED: start %d\n", (int)code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
