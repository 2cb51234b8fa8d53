/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual timers: once and periodic, on both clocks, with a count of what passed outside of the
 * windows; time goes forward over windows; wrong requests are refused.
 */
#include "guest.h"

#define MS 1000000LL

static const uint32_t vectors[2] = {POK_VECTOR_TIMER_HARDWARE, POK_VECTOR_TIMER_EXECUTION};

static uint32_t taken(uint32_t clock)
{
    return handled(vectors[clock]);
}

static uint32_t missed(uint32_t clock)
{
    return VCPU_PAGE->missed[vectors[clock] - POK_VECTOR_BASE];
}

/* Never early, and late by a window's gap at most. */
static void check_once(uint32_t clock, pok_time_t delay_ns)
{
    uint32_t before = taken(clock);
    pok_time_t expiry_ns = _BSP_Virtual_Clock_read(clock) + delay_ns, now;

    CHECK_EQUAL(_BSP_Virtual_Clock_arm(clock, expiry_ns, 0), POK_ERRNO_OK);
    CHECK_EQUAL(taken(clock), before);
    while (taken(clock) == before) {
    }
    now = _BSP_Virtual_Clock_read(clock);
    CHECK(now >= expiry_ns);
    CHECK_AT_MOST(now - expiry_ns, clock == VIRT_CLOCK_HARDWARE ? 4 * MS : MS / 5);
    spin_ns(2 * MS);
    CHECK_EQUAL(taken(clock), before + 1);
    CHECK_EQUAL(missed(clock), 0);
}

/* Interrupts and missed ones together are the periods that passed. */
static void check_periodic(uint32_t clock, pok_time_t period_ns, pok_time_t length_ns, bool misses)
{
    uint32_t before = taken(clock), sum, expected;
    pok_time_t begin_ns = _BSP_Virtual_Clock_read(clock) + period_ns, now;

    (void)_CPU_Virtual_Irq_take_missed(vectors[clock]);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(clock, begin_ns, period_ns), POK_ERRNO_OK);
    while (_BSP_Virtual_Clock_read(clock) < begin_ns + length_ns) {
    }
    (void)_CPU_Virtual_Interrupts_disable();
    CHECK_EQUAL(_BSP_Virtual_Clock_disarm(clock), POK_ERRNO_OK);
    now = _BSP_Virtual_Clock_read(clock);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    expected = (uint32_t)((now - begin_ns) / period_ns) + 1;
    sum = taken(clock) - before;
    CHECK(sum >= 3);
    CHECK(!misses || missed(clock) > 0);
    sum += _CPU_Virtual_Irq_take_missed(vectors[clock]);
    CHECK(sum == expected || sum + 1 == expected);
    printf("clock %u, period %d ns: %u interrupts, %u periods\n", (unsigned)clock, (int)period_ns,
           (unsigned)(taken(clock) - before), (unsigned)expected);
    before = taken(clock);
    spin_ns(2 * period_ns);
    CHECK_EQUAL(taken(clock), before);
}

/* Time never goes back, the execution clock stands still between windows. */
static void check_clocks(void)
{
    pok_time_t hardware = now_ns(), execution = execution_ns(), last = hardware;
    pok_time_t last_execution = execution;
    uint32_t windows = POK_PAGE->windows, back = 0, kernel_differs = 0;

    while (POK_PAGE->windows - windows < 6) {
        pok_time_t now = now_ns(), kernel = 0;

        back += now < last;
        last = now;
        now = execution_ns();
        back += now < last_execution;
        last_execution = now;
        CHECK_EQUAL(pok_hypercall_GETTICK(pok_address(&kernel)), POK_ERRNO_OK);
        kernel_differs += kernel < last;
        last = kernel;
    }
    CHECK_EQUAL(back, 0);
    CHECK_EQUAL(kernel_differs, 0);
    /* Six windows, 7 of 10 ms are the guest's. */
    hardware = last - hardware;
    execution = last_execution - execution;
    CHECK(execution < hardware * 8 / 10);
    CHECK(execution > hardware * 6 / 10);
}

static void check_errors(void)
{
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(2, 0, 0), POK_ERRNO_EINVAL);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(0, -1, 0), POK_ERRNO_TIME);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(0, INT64_MAX, 0), POK_ERRNO_TIME);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(0, 0, 1), POK_ERRNO_TIME);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(0, 0, -5), POK_ERRNO_TIME);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(0, 0, 1LL << 33), POK_ERRNO_TIME);
    CHECK_EQUAL(pok_hypercall_TIMER_SET(0xc0100000), POK_ERRNO_EFAULT);
    CHECK_EQUAL(pok_hypercall_TIMER_SET(0), POK_ERRNO_EFAULT);
    CHECK_EQUAL(pok_hypercall_GETTICK(pok_address(&vectors)), POK_ERRNO_EFAULT);
}

int main(void)
{
    check_errors();
    guest_request(POK_VECTOR_TIMER_HARDWARE);
    guest_request(POK_VECTOR_TIMER_EXECUTION);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    check_once(VIRT_CLOCK_HARDWARE, MS);
    check_once(VIRT_CLOCK_HARDWARE, 12 * MS);
    check_once(VIRT_CLOCK_EXECUTION, MS);
    check_once(VIRT_CLOCK_EXECUTION, 12 * MS);
    check_periodic(VIRT_CLOCK_HARDWARE, MS / 4, 30 * MS, true);
    check_periodic(VIRT_CLOCK_HARDWARE, 7 * MS, 50 * MS, false);
    check_periodic(VIRT_CLOCK_EXECUTION, MS / 4, 30 * MS, false);
    CHECK_EQUAL(missed(VIRT_CLOCK_EXECUTION), 0);
    check_periodic(VIRT_CLOCK_EXECUTION, 7 * MS, 30 * MS, false);
    /* With interrupts off periods merge, and are counted. */
    (void)_CPU_Virtual_Interrupts_disable();
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, execution_ns() + MS, MS),
                POK_ERRNO_OK);
    while (counted(POK_VECTOR_TIMER_EXECUTION) == 0 || missed(VIRT_CLOCK_EXECUTION) < 4) {
    }
    CHECK_EQUAL(_BSP_Virtual_Clock_disarm(VIRT_CLOCK_EXECUTION), POK_ERRNO_OK);
    uint32_t before = taken(VIRT_CLOCK_EXECUTION);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    CHECK_EQUAL(taken(VIRT_CLOCK_EXECUTION), before + 1);
    CHECK_EQUAL(_CPU_Virtual_Irq_take_missed(POK_VECTOR_TIMER_EXECUTION), 4);
    check_clocks();
    guest_end();
}
