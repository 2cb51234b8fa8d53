/* SPDX-License-Identifier: BSD-2-Clause */
/* A neighbour whose processes all wait for one instant, right before its window's end. */
#include "core/page.h"
#include "core/time.h"
#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexTime.h>

#define PROCESSES 16
#define BEFORE_NS 200

static void waits(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        pok_time_t now;
        pok_time_t left;

        (void)pok_time_get(&now);
        left = POK_PAGE->window_end_ns - BEFORE_NS - now;
        TIMED_WAIT(left > 0 ? left : BEFORE_NS, &code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "waits-a",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)waits,
        .STACK_SIZE = 4096,
        .BASE_PRIORITY = 10,
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    for (char i = 0; i < PROCESSES; i++) {
        attributes.NAME[6] = (char)('a' + i);
        CREATE_PROCESS(&attributes, &process, &code);
        START(process, &code);
    }
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
