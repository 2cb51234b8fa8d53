/* SPDX-License-Identifier: BSD-2-Clause */
/* The handler gets the vector, not the place of its descriptor: registered in another order than
 * raised, raised one by one and all together. */
#include "seed_guest.h"

static volatile uint32_t last, count;
static uint32_t order[8];

void handle(uint32_t vector)
{
    last = vector;
    if (count < 8) {
        order[count] = vector;
    }
    count++;
}

static void raise_one(uint32_t vector)
{
    uint32_t before = count;

    last = 0;
    if (vector == POK_VECTOR_VCPU) {
        CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
    } else {
        CHECK_EQUAL(timer_set(vector - POK_VECTOR_TIMER_HARDWARE, 0, 0), POK_ERRNO_OK);
    }
    while (count == before) {
    }
    CHECK_EQUAL(last, vector);
    CHECK_EQUAL(count, before + 1);
}

int main(void)
{
    static const uint32_t vectors[] = {POK_VECTOR_VCPU, POK_VECTOR_TIMER_EXECUTION,
                                       POK_VECTOR_TIMER_HARDWARE};
    uint32_t seen = 0;

    for (uint32_t i = 0; i < 3; i++) {
        CHECK_EQUAL(vector_register(vectors[i]), POK_ERRNO_OK);
    }
    interrupts_enable();
    for (uint32_t round = 0; round < 10; round++) {
        for (uint32_t i = 0; i < 3; i++) {
            raise_one(vectors[(i + round) % 3]);
        }
    }

    interrupts_disable();
    count = 0;
    timer_set(0, 0, 0);
    timer_set(1, 0, 0);
    signal_self();
    /* Timers fire on the way out of the kernel; one more way makes sure of it. */
    time_now();
    CHECK_EQUAL(count, 0);
    interrupts_enable();
    while (count < 3) {
    }
    CHECK_EQUAL(count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        seen |= 1u << (order[i] - POK_VECTOR_BASE);
    }
    CHECK_EQUAL(seen, 1u << 24 | 1u << 25 | 1u << 28);
    quiet();
}
