/* SPDX-License-Identifier: BSD-2-Clause */
/* main() returns without a mode: health monitoring hears of it. */
#include "check.h"

int main(void)
{
    CHECK_EQUAL(PARTITION_PAGE->operating_mode, POK_PARTITION_MODE_COLD_START);
    check_verdict();
    return 0;
}
