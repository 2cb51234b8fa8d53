/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A deferred line rings ten times in the window before the guest's: nothing comes until the guest's
 * own window, then it comes once, since an edge is all a masked line keeps. While the guest masks
 * it, or has not registered it, nothing comes at all, and unmasking lets it through.
 */
#include "guest.h"

#define LINE    (POK_VECTOR_BASE + 3)
#define WINDOWS 10u

int main(void)
{
    uint32_t before;

    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    window_pass();
    CHECK_EQUAL(counted(LINE), 0);
    guest_request(LINE);
    window_pass();
    before = counted(LINE);
    for (uint32_t i = 1; i <= WINDOWS; i++) {
        window_pass();
        spin_ns(100000);
        CHECK_EQUAL(counted(LINE), before + i);
        CHECK_EQUAL(handled(LINE), counted(LINE));
    }
    CHECK_EQUAL(_CPU_Virtual_Irq_mask(LINE), POK_ERRNO_OK);
    before = counted(LINE);
    window_pass();
    window_pass();
    CHECK_EQUAL(counted(LINE), before);
    CHECK_EQUAL(_CPU_Virtual_Irq_unmask(LINE), POK_ERRNO_OK);
    spin_ns(100000);
    CHECK_EQUAL(counted(LINE), before + 1);
    CHECK_EQUAL(handled(LINE), before + 1);
    CHECK_EQUAL(_CPU_Virtual_Irq_detach(LINE), POK_ERRNO_OK);
    window_pass();
    window_pass();
    CHECK_EQUAL(counted(LINE), before + 1);
    guest_end();
}
