/* SPDX-License-Identifier: BSD-2-Clause */
/* What the other partition can't provoke: without a handler, without the right to change schedules.
 */
#include "apex_process.h"
#include "arinc653/apexSchedules.h"

static void plain(void)
{
    RETURN_CODE_TYPE code;

    SET_MODULE_SCHEDULE(2, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    SET_MODULE_SCHEDULE(99, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)plain, 4096, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    printf("service SET_MODULE_SCHEDULE 00 00 10 00 00 00 00\n");
    printf("service CREATE_ERROR_HANDLER 00 00 20 00 00 00 00\n");
    check_verdict();
}

int main(void)
{
    RETURN_CODE_TYPE code;

    (void)process_run("plain", plain, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
