/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends the third life. */
#include "core/partition.h"
#include "ports.h"

static void boss(void)
{
    while (POK_PAGE->windows < 3 * LIFE_FRAMES) {
    }
    CHECK_EQUAL(pok_partition_control(99, POK_PARTITION_MODE_COLD_START), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_partition_control(1, POK_PARTITION_MODE_NORMAL), POK_ERRNO_PARAM);
    CHECK_EQUAL(pok_partition_control(1, POK_PARTITION_MODE_COLD_START), POK_ERRNO_OK);
    check_verdict();
}

int main(void)
{
    RETURN_CODE_TYPE code;

    (void)process_run("boss", boss, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
