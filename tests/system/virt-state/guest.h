/* SPDX-License-Identifier: BSD-2-Clause */
/* Both guests: two areas of thread-local storage in turn, and an interrupt now and then. */
#ifndef GUEST_H
#define GUEST_H

#include <virt/virt.h>

#include "state.h"

#define TICK_NS 70001

static volatile uint32_t ticks;

static VIRT_HANDLER void on_tick(uint32_t vector)
{
    (void)vector;
    ticks++;
}

static uint32_t thread_word(void)
{
    uint32_t word;

    __asm__ volatile("movl %%gs:4, %0" : "=r"(word));
    return word;
}

static void guest_main(uint32_t n)
{
    static uint32_t area[2][2];
    pok_time_t now_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION);

    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, on_tick), POK_ERRNO_OK);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, now_ns + TICK_NS, TICK_NS),
                POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    for (uint32_t i = 0; i < WINDOWS; i++) {
        uint32_t thread = i & 1;

        area[thread][1] = state_seed(n, i);
        _CPU_Virtual_TLS_set(area[thread]);
        CHECK_EQUAL(thread_word(), state_seed(n, i));
        floats_load(n);
        window_pass();
        CHECK_EQUAL(thread_word(), state_seed(n, i));
        floats_check(n);
    }
    (void)_CPU_Virtual_Interrupts_disable();
    CHECK(ticks > WINDOWS);
    check_verdict();
    _CPU_Virtual_Idle_thread();
}

#endif
