/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The idle race. A guest that finds nothing to do, with interrupts off, and then sleeps, must not
 * sleep over an interrupt that comes in between. A timer comes at every instruction of a stretch
 * that holds the look, the call, and the way back; nothing else would end a sleep.
 */
#include <stdbool.h>
#include <virt/virt.h>

#include "check.h"

#define INSTRUCTION_NS 8 /* by -icount shift=3 */
#define LONGEST_NS     (900 * INSTRUCTION_NS)
#define LATE_NS        40000

static volatile bool came;
static volatile uint32_t interrupts;

static VIRT_HANDLER void on_timer(uint32_t vector)
{
    (void)vector;
    came = true;
    interrupts++;
}

/* Sleep until the timer comes that is due in `distance_ns`; the time that it was late by. */
static pok_time_t sleep_ns(pok_time_t distance_ns)
{
    pok_time_t due_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION) + distance_ns;

    came = false;
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, due_ns, 0), POK_ERRNO_OK);
    for (;;) {
        uint32_t level = _CPU_Virtual_Interrupts_disable();

        if (!came)
            _CPU_Virtual_Idle();
        _CPU_Virtual_Interrupts_enable(level);
        if (came)
            return _BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION) - due_ns;
    }
}

static void check_race(void)
{
    uint32_t rounds = 0;
    pok_time_t latest_ns = 0;

    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    for (pok_time_t distance_ns = 0; distance_ns < LONGEST_NS; distance_ns += INSTRUCTION_NS) {
        pok_time_t late_ns = sleep_ns(distance_ns);

        if (late_ns > latest_ns)
            latest_ns = late_ns;
        rounds++;
    }
    (void)_CPU_Virtual_Interrupts_disable();
    CHECK_EQUAL(interrupts, rounds);
    CHECK_AT_MOST(latest_ns, LATE_NS);
    printf("%u sleeps, latest %u ns\n", (unsigned)rounds, (unsigned)latest_ns);
}

/* Something waits already: with interrupts off the call returns and delivers nothing. */
static void check_pending(void)
{
    uint32_t before = interrupts;

    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, 0), POK_ERRNO_OK);
    while (VCPU_PAGE->pending == 0) {
    }
    _CPU_Virtual_Idle();
    CHECK_EQUAL(interrupts, before);
    _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
    CHECK_EQUAL(interrupts, before + 1);
}

/* With interrupts on, the handler has run when the call returns. */
static void check_enabled(void)
{
    uint32_t before = interrupts;
    pok_time_t now_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION);

    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, now_ns + 1000000, 0), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    _CPU_Virtual_Idle();
    CHECK_EQUAL(interrupts, before + 1);
    (void)_CPU_Virtual_Interrupts_disable();
}

int main(void)
{
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, on_timer), POK_ERRNO_OK);
    check_race();
    check_pending();
    check_enabled();
    check_verdict();
    _CPU_Virtual_Idle_thread();
}
