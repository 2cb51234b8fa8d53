/* SPDX-License-Identifier: BSD-2-Clause */
/* A guest with a clock: no tick of it is lost by what the other one does. */
#include <virt/virt.h>

#include "check.h"

#define PERIOD_NS 100000
#define TICKS     1000u

static volatile uint32_t ticks;

static VIRT_HANDLER void on_tick(uint32_t vector)
{
    (void)vector;
    ticks += 1 + _BSP_Virtual_Clock_missed();
}

int main(void)
{
    pok_time_t begin_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE), passed_ns;

    CHECK_EQUAL(_BSP_Virtual_Clock_initialize(PERIOD_NS, on_tick), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    while (ticks < TICKS)
        _CPU_Virtual_Idle();
    passed_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE) - begin_ns;
    CHECK_AT_MOST(passed_ns / PERIOD_NS - ticks, 1);
    CHECK_AT_MOST(ticks, passed_ns / PERIOD_NS);
    check_verdict();
    _CPU_Virtual_Idle_thread();
}
