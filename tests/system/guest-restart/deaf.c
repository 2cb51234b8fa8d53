/* SPDX-License-Identifier: BSD-2-Clause */
/* A guest that doesn't listen: the kernel ends it, and starts it again. */
#include "guest.h"

int main(void)
{
    uint32_t life = POK_PAGE->restarts;

    CHECK_AT_MOST(life, 2);
    if (life > 0) {
        CHECK_EQUAL(POK_PAGE->start_condition, POK_START_PARTITION_RESTART);
    }
    if (life == 2) {
        CHECK_EQUAL(POK_PAGE->operating_mode, POK_PARTITION_MODE_WARM_START);
        check_verdict();
    }
    CHECK_EQUAL(pok_partition_set_mode(POK_PARTITION_MODE_NORMAL), POK_ERRNO_OK);
    for (;;) {
    }
}
