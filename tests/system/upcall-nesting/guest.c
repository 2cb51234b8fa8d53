/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts nest only when the handler allows it, only for what is more urgent, and to the
 * configured depth of 2: what is past it stays pending and comes later. A storm does not grow the
 * stack.
 */
#include "seed_guest.h"

static volatile uint32_t depth, deepest, count[3], storm;
static uint32_t lowest_stack = 0xffffffff;
static uint32_t sources[3]; /* by rank, the least urgent first */
static uint32_t ranks[3];   /* their bits in the pending word */

static uint32_t place_of(uint32_t vector)
{
    uint32_t place = 0;

    while (place < 2 && sources[place] != vector) {
        place++;
    }
    return place;
}

/* Returns when it is pending or has been handled: a timer fires some instructions later. */
static void raise(uint32_t vector)
{
    uint32_t place = place_of(vector);
    uint32_t before = count[place];

    if (vector == POK_VECTOR_VCPU) {
        CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
    } else {
        CHECK_EQUAL(timer_set(vector - POK_VECTOR_TIMER_HARDWARE, 0, 0), POK_ERRNO_OK);
    }
    while (count[place] == before && (VCPU_PAGE->pending & ranks[place]) == 0) {
    }
}

void handle(uint32_t vector)
{
    uint32_t here = (uint32_t)&vector;

    lowest_stack = here < lowest_stack ? here : lowest_stack;
    depth++;
    deepest = depth > deepest ? depth : deepest;
    CHECK_EQUAL(VCPU_PAGE->vif, 0);
    for (uint32_t i = 0; i < 3; i++) {
        if (vector == sources[i]) {
            count[i]++;
            if (storm > 0) {
                storm--;
                raise(vector);
            } else if (i < 2) {
                /* Something more urgent comes while this one is open to it. */
                interrupts_enable();
                raise(sources[i + 1]);
                interrupts_disable();
            }
        }
    }
    depth--;
}

static void sort_sources(void)
{
    uint32_t found = 0;

    for (uint32_t rank = 0; rank < 32; rank++) {
        uint32_t vector = VCPU_PAGE->vector_of_rank[rank];

        if (vector == POK_VECTOR_VCPU || vector == POK_VECTOR_TIMER_HARDWARE ||
            vector == POK_VECTOR_TIMER_EXECUTION) {
            sources[found] = vector;
            ranks[found++] = 1u << rank;
        }
    }
    CHECK_EQUAL(found, 3);
}

int main(void)
{
    uint32_t before;

    CHECK_EQUAL(VCPU_PAGE->max_depth, 2);
    sort_sources();
    for (uint32_t i = 0; i < 3; i++) {
        CHECK_EQUAL(vector_register(sources[i]), POK_ERRNO_OK);
    }
    interrupts_enable();
    raise(sources[0]);
    while (count[2] == 0) {
    }
    CHECK_EQUAL(count[0], 1);
    CHECK_EQUAL(count[1], 1);
    CHECK_EQUAL(count[2], 1);
    CHECK_EQUAL(deepest, 2);
    CHECK_EQUAL(depth, 0);

    before = lowest_stack;
    deepest = 0;
    storm = 1000;
    raise(sources[2]);
    while (storm > 0 || depth > 0) {
    }
    CHECK_EQUAL(deepest, 1);
    CHECK(lowest_stack + 256 >= before);
    CHECK(count[2] >= 1001);
    quiet();
}
