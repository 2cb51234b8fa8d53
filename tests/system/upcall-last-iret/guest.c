/* SPDX-License-Identifier: BSD-2-Clause */
/* The last do_iret of a chain restores the interrupted code: after any number of pending interrupts
 * the program goes on where it was, once, and a do_iret without a handler is refused. */
#include "seed_guest.h"

static volatile uint32_t count;

void handle(uint32_t vector)
{
    CHECK_EQUAL(vector, POK_VECTOR_VCPU);
    CHECK_EQUAL(VCPU_PAGE->vif, 0);
    count++;
}

int main(void)
{
    CHECK_EQUAL(vector_register(POK_VECTOR_VCPU), POK_ERRNO_OK);
    for (uint32_t chain = 1; chain <= 50; chain++) {
        static volatile uint32_t went_on;

        interrupts_disable();
        count = 0;
        went_on = 0;
        for (uint32_t i = 0; i < chain; i++) {
            CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
        }
        CHECK_EQUAL(count, 0);
        interrupts_enable();
        went_on++;
        CHECK_EQUAL(count, chain);
        CHECK_EQUAL(went_on, 1);
        CHECK_EQUAL(VCPU_PAGE->vif, POK_VIF_ENABLED);
        CHECK_EQUAL(VCPU_PAGE->pending, 0);
        CHECK_EQUAL(VCPU_PAGE->depth, 0);
        CHECK_EQUAL(VCPU_PAGE->threshold, 1);
    }
    CHECK_EQUAL(hypercall(CALL_IRQ_DO_IRET, 0, 0, 0), POK_ERRNO_NO_FRAME);
    CHECK_EQUAL(count, 50);
    quiet();
}
