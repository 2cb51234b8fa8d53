/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A counted line is taken at once in other partitions' windows, but there at most once in each
 * minimum distance. It rings ten times in each of two windows before the guest's: one interrupt in
 * the first; the second begins after the distance, so one that waited comes then; the last one that
 * waited comes in the guest's window. Every one taken reaches the handler.
 */
#include "guest.h"

#define LINE    (POK_VECTOR_BASE + 3)
#define WINDOWS 10u

int main(void)
{
    uint32_t before;

    guest_request(LINE);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    window_pass();
    spin_ns(100000);
    for (uint32_t i = 1; i <= WINDOWS; i++) {
        before = counted(LINE);
        window_pass();
        spin_ns(100000);
        CHECK_EQUAL(counted(LINE), before + 3);
        CHECK_EQUAL(handled(LINE), counted(LINE));
    }
    /* Masked by the guest it is masked everywhere. */
    CHECK_EQUAL(_CPU_Virtual_Irq_mask(LINE), POK_ERRNO_OK);
    before = counted(LINE);
    window_pass();
    window_pass();
    CHECK_EQUAL(counted(LINE), before);
    CHECK_EQUAL(_CPU_Virtual_Irq_unmask(LINE), POK_ERRNO_OK);
    spin_ns(100000);
    CHECK_EQUAL(counted(LINE), before + 1);
    guest_end();
}
