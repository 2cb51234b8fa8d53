/* SPDX-License-Identifier: BSD-2-Clause */
/* Every descriptor is looked at: with all that this guest may register registered, the first, the
 * last and each between them is delivered. */
#include "seed_guest.h"

static volatile uint32_t count[64];

void handle(uint32_t vector)
{
    CHECK(vector < 64);
    count[vector % 64]++;
}

/* Whether the vector comes within a millisecond. */
static bool comes(uint32_t vector)
{
    int64_t until = time_now() + 1000000;

    while (count[vector] == 0 && time_now() < until) {
    }
    return count[vector] == 1;
}

int main(void)
{
    uint32_t registered = 0;

    for (uint32_t vector = POK_VECTOR_BASE; vector < POK_VECTOR_BASE + POK_VECTOR_COUNT; vector++) {
        registered += vector_register(vector) == POK_ERRNO_OK;
    }
    /* Line 3, two timers, window, port, vCPU and restart. */
    CHECK_EQUAL(registered, 7);
    /* One alone at a time: none comes in another's wake. */
    CHECK_EQUAL(hypercall(CALL_IRQ_MASK, POK_VECTOR_WINDOW, 0, 0), POK_ERRNO_OK);
    interrupts_enable();
    CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
    CHECK_EQUAL(count[POK_VECTOR_VCPU], 1);
    CHECK_EQUAL(timer_set(0, 0, 0), POK_ERRNO_OK);
    CHECK(comes(POK_VECTOR_TIMER_HARDWARE));
    CHECK_EQUAL(timer_set(1, 0, 0), POK_ERRNO_OK);
    CHECK(comes(POK_VECTOR_TIMER_EXECUTION));
    CHECK_EQUAL(count[POK_VECTOR_WINDOW], 0);
    CHECK_EQUAL(hypercall(CALL_IRQ_UNMASK, POK_VECTOR_WINDOW, 0, 0), POK_ERRNO_OK);
    while (count[POK_VECTOR_WINDOW] < 3) {
    }
    CHECK_EQUAL(count[POK_VECTOR_VCPU], 1);
    /* The highest rank and the lowest: both ends of the pending word. */
    uint32_t ranks = 0;
    for (uint32_t rank = 0; rank < 32; rank++) {
        ranks += VCPU_PAGE->vector_of_rank[rank] != 0;
    }
    CHECK_EQUAL(ranks, 7);
    quiet();
}
