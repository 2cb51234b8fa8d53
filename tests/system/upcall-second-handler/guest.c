/* SPDX-License-Identifier: BSD-2-Clause */
/* One handler for a vCPU: a second one is refused and changes nothing; one outside the partition's
 * code is too. */
#include "seed_guest.h"

static volatile uint32_t count;
static uint8_t data[16] = {0xc3};

void handle(uint32_t vector)
{
    (void)vector;
    count++;
}

static uint32_t register_at(uint32_t vector, uint32_t handler)
{
    return hypercall(CALL_IRQ_REGISTER_VCPU, vector, handler, 0);
}

static void other_handler(void)
{
    CHECK(false);
    quiet();
}

int main(void)
{
    static const uint32_t outside[] = {
        1,
        LAYOUT_PARTITION_PAGE,
        LAYOUT_STACK_BASE,
        LAYOUT_USER_END,
        LAYOUT_KERNEL_BASE,
        LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL,
        0xffffffff,
    };

    for (uint32_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
        CHECK_EQUAL(register_at(POK_VECTOR_VCPU, outside[i]), POK_ERRNO_HANDLER_RANGE);
    }
    CHECK_EQUAL(register_at(POK_VECTOR_VCPU, (uint32_t)data), POK_ERRNO_HANDLER_RANGE);
    CHECK_EQUAL(vector_register(POK_VECTOR_VCPU), POK_ERRNO_OK);
    CHECK_EQUAL(register_at(POK_VECTOR_WINDOW, (uint32_t)other_handler), POK_ERRNO_VECTOR_HANDLER);
    CHECK_EQUAL(register_at(POK_VECTOR_VCPU, (uint32_t)other_handler), POK_ERRNO_EXISTS);
    interrupts_enable();
    for (uint32_t i = 1; i <= 5; i++) {
        CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
        CHECK_EQUAL(count, i);
    }
    CHECK_EQUAL(vector_register(POK_VECTOR_WINDOW), POK_ERRNO_OK);
    while (count < 8) {
    }
    quiet();
}
