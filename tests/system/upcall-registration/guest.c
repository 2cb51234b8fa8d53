/* SPDX-License-Identifier: BSD-2-Clause */
/* Register and unregister mean the same vector, and each wrong registration has its own error. */
#include "seed_guest.h"

static volatile uint32_t count;

void handle(uint32_t vector)
{
    CHECK_EQUAL(vector, POK_VECTOR_VCPU);
    count++;
}

static uint32_t unregister(uint32_t vector)
{
    return hypercall(CALL_IRQ_UNREGISTER_VCPU, vector, 0, 0);
}

int main(void)
{
    for (uint32_t vector = 0; vector < 32; vector++) {
        CHECK_EQUAL(vector_register(vector), POK_ERRNO_VECTOR_RESERVED);
        CHECK_EQUAL(unregister(vector), POK_ERRNO_VECTOR_RESERVED);
    }
    CHECK_EQUAL(vector_register(64), POK_ERRNO_VECTOR_UNKNOWN);
    CHECK_EQUAL(vector_register(0xffffffff), POK_ERRNO_VECTOR_UNKNOWN);
    CHECK_EQUAL(vector_register(POK_VECTOR_BASE + 4), POK_ERRNO_VECTOR_OWNER);
    CHECK_EQUAL(unregister(POK_VECTOR_VCPU), POK_ERRNO_NOTFOUND);
    CHECK_EQUAL(signal_self(), POK_ERRNO_UNAVAILABLE);
    interrupts_enable();
    for (uint32_t round = 1; round <= 10; round++) {
        CHECK_EQUAL(vector_register(POK_VECTOR_VCPU), POK_ERRNO_OK);
        CHECK_EQUAL(vector_register(POK_VECTOR_VCPU), POK_ERRNO_EXISTS);
        CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
        CHECK_EQUAL(count, round);
        CHECK_EQUAL(unregister(POK_VECTOR_VCPU), POK_ERRNO_OK);
        CHECK_EQUAL(unregister(POK_VECTOR_VCPU), POK_ERRNO_NOTFOUND);
        CHECK_EQUAL(signal_self(), POK_ERRNO_UNAVAILABLE);
        CHECK_EQUAL(count, round);
    }
    /* What was pending goes with the registration. */
    CHECK_EQUAL(vector_register(POK_VECTOR_VCPU), POK_ERRNO_OK);
    interrupts_disable();
    CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
    CHECK_EQUAL(unregister(POK_VECTOR_VCPU), POK_ERRNO_OK);
    CHECK_EQUAL(vector_register(POK_VECTOR_VCPU), POK_ERRNO_OK);
    interrupts_enable();
    CHECK_EQUAL(count, 10);
    /* The names of 2013 are the same calls. */
    CHECK_EQUAL(hypercall(CALL_IRQ_UNREGISTER_HANDLER, POK_VECTOR_VCPU, 0, 0), POK_ERRNO_OK);
    CHECK_EQUAL(hypercall(CALL_IRQ_REGISTER_HANDLER, POK_VECTOR_VCPU, (uint32_t)seed_handler, 0),
                POK_ERRNO_OK);
    CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
    CHECK_EQUAL(count, 11);
    quiet();
}
