/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest that is asked by interrupt: it obeys the first request, ignores the second one of its
 * next life until the kernel acts, and in its last life obeys the request to end.
 */
#include "guest.h"

static volatile uint32_t asked, mode;

static VIRT_HANDLER void on_request(uint32_t vector)
{
    CHECK_EQUAL(vector, POK_VECTOR_RESTART);
    mode = POK_PAGE->requested_mode;
    asked++;
}

int main(void)
{
    uint32_t life = POK_PAGE->restarts;

    CHECK_EQUAL(POK_PAGE->requested_mode, POK_PARTITION_MODE_NORMAL);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_RESTART, on_request), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    CHECK_EQUAL(pok_partition_set_mode(POK_PARTITION_MODE_NORMAL), POK_ERRNO_OK);
    asked = 0;
    while (asked == 0) {
        _CPU_Virtual_Idle();
    }
    printf("life %u is asked for mode %u\n", (unsigned)life, (unsigned)mode);
    CHECK_EQUAL(asked, 1);
    switch (life) {
    case 0:
        CHECK_EQUAL(mode, POK_PARTITION_MODE_WARM_START);
        break;
    case 1:
        CHECK_EQUAL(POK_PAGE->start_condition, POK_START_PARTITION_RESTART);
        CHECK_EQUAL(mode, POK_PARTITION_MODE_COLD_START);
        /* The second request ends this. */
        for (;;) {
            CHECK_EQUAL(asked, 1);
        }
    default:
        CHECK_EQUAL(life, 2);
        CHECK_EQUAL(mode, POK_PARTITION_MODE_IDLE);
        check_verdict();
    }
    (void)pok_partition_set_mode((pok_partition_mode_t)mode);
    CHECK(false);
    for (;;) {
    }
}
