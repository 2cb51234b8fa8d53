/* SPDX-License-Identifier: BSD-2-Clause */
/* Says how it was started, and whether the schedule lets it change to another. */
#include <stdio.h>
#include <string.h>

#include "arinc653/apexPartition.h"
#include "arinc653/apexProcess.h"
#include "arinc653/apexSchedules.h"
#include "core/page.h"

static const char *const mode_name[] = {"IDLE", "COLD_START", "WARM_START", "NORMAL"};

static void worker(void)
{
    RETURN_CODE_TYPE code;

    SET_MODULE_SCHEDULE(20, &code);
    printf("SET_MODULE_SCHEDULE returns %d\n", (int)code);
    STOP_SELF();
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)worker,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PARTITION_STATUS_TYPE status;
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&status, &code);
    printf("%s, condition %d, restarts %u\n", mode_name[status.OPERATING_MODE],
           (int)status.START_CONDITION, (unsigned)POK_PAGE->restarts);
    strcpy((char *)attributes.NAME, "worker");
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
