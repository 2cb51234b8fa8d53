/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole frame is the guest's: an interrupt that finds the processor in the kernel (idle, in a
 * call, between windows) enters the guest in ring 3 with its own segments, and comes back to its
 * own code.
 */
#include "seed_guest.h"

extern const char __executable_start[] __attribute__((weak));
static volatile uint32_t count;

struct selectors {
    uint16_t cs, ds, es, ss;
};

static struct selectors selectors_now(void)
{
    struct selectors now;

    __asm__ volatile("mov %%cs, %0; mov %%ds, %1; mov %%es, %2; mov %%ss, %3"
                     : "=r"(now.cs), "=r"(now.ds), "=r"(now.es), "=r"(now.ss));
    return now;
}

static void check_selectors(void)
{
    struct selectors now = selectors_now();

    CHECK_EQUAL(now.cs, LAYOUT_USER_CODE);
    CHECK_EQUAL(now.ds, LAYOUT_USER_DATA);
    CHECK_EQUAL(now.es, LAYOUT_USER_DATA);
    CHECK_EQUAL(now.ss, LAYOUT_USER_DATA);
}

void handle(uint32_t vector)
{
    (void)vector;
    check_selectors();
    count++;
}

int main(void)
{
    CHECK_EQUAL(vector_register(POK_VECTOR_TIMER_HARDWARE), POK_ERRNO_OK);
    CHECK_EQUAL(vector_register(POK_VECTOR_WINDOW), POK_ERRNO_OK);
    interrupts_enable();
    /* Asleep in the kernel. */
    for (uint32_t i = 0; i < 50; i++) {
        uint32_t before = count;

        timer_set(0, time_now() + 50000, 0);
        while (count == before) {
            hypercall(CALL_IDLE, 0, 0, 0);
        }
        check_selectors();
    }
    /* Always in a call. */
    for (uint32_t i = 0; i < 50; i++) {
        uint32_t before = count;

        timer_set(0, time_now() + 30000, 0);
        while (count == before) {
            CHECK_EQUAL(hypercall(CALL_VCPU_ID, 0, 0, 0), 0);
        }
        check_selectors();
    }
    /* Over the edges of windows, computing. */
    for (uint32_t i = 0; i < 10; i++) {
        uint32_t windows = PARTITION_PAGE->windows;

        while (PARTITION_PAGE->windows == windows) {
        }
        check_selectors();
    }
    CHECK(count >= 110);
    quiet();
}
