/* SPDX-License-Identifier: BSD-2-Clause */
/* Changes between the schedules every third time, and says what the kernel tells about them. */
#include <stdio.h>
#include <string.h>

#include "arinc653/apexPartition.h"
#include "arinc653/apexProcess.h"
#include "arinc653/apexSchedules.h"
#include "arinc653/apexTime.h"
#include "core/page.h"

#define TURNS 9

static void report(const char *when)
{
    SCHEDULE_STATUS_TYPE schedule;
    PARTITION_STATUS_TYPE partition;
    RETURN_CODE_TYPE code;

    GET_MODULE_SCHEDULE_STATUS(&schedule, &code);
    GET_PARTITION_STATUS(&partition, &code);
    printf("%s: schedule %d since %lld us, next %d, my period is %lld us\n", when,
           (int)schedule.CURRENT_SCHEDULE, schedule.TIME_OF_LAST_SCHEDULE_SWITCH / 1000,
           (int)schedule.NEXT_SCHEDULE, partition.PERIOD / 1000);
}

static void window_wait(void)
{
    uint32_t window = POK_PAGE->windows;

    while (POK_PAGE->windows == window) {
    }
}

static void pilot(void)
{
    SCHEDULE_ID_TYPE flight = 0, ground = 0;
    SCHEDULE_STATUS_TYPE now;
    RETURN_CODE_TYPE code;

    GET_MODULE_SCHEDULE_ID("flight", &flight, &code);
    GET_MODULE_SCHEDULE_ID("ground", &ground, &code);
    printf("flight is %d, ground is %d\n", (int)flight, (int)ground);
    for (int turn = 1; turn <= TURNS; turn++) {
        report("window");
        if (turn % 3 == 0) {
            GET_MODULE_SCHEDULE_STATUS(&now, &code);
            SET_MODULE_SCHEDULE(now.CURRENT_SCHEDULE == flight ? ground : flight, &code);
            printf("SET_MODULE_SCHEDULE returns %d\n", (int)code);
            SET_MODULE_SCHEDULE(now.CURRENT_SCHEDULE == flight ? ground : flight, &code);
            printf("a second time it returns %d\n", (int)code);
            report("asked");
        }
        window_wait();
    }
    SET_MODULE_SCHEDULE(99, &code);
    printf("schedule 99: %d\n", (int)code);
    STOP_SELF();
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)pilot,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    strcpy((char *)attributes.NAME, "pilot");
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
