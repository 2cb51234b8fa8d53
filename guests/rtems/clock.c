/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock driver: a periodic virtual timer for the ticks, and a timecounter on the module's time,
 * which is read without the kernel.
 *
 * Ticks outside of the partition's windows come as a count with the first tick inside. All of them
 * are made up, so RTEMS's clock agrees with the module's; with `coalesce` in the command line they
 * count as one. Time of day comes from the timecounter and is right in both cases.
 */
#include <bsp/irq-generic.h>
#include <rtems/score/timecounter.h>
#include <rtems/score/watchdogimpl.h>
#include <rtems/sysinit.h>
#include <rtems/timecounter.h>

#include "internal.h"

/* The timecounter counts units of 64 ns: 32 bits of them are 275 seconds, the longest that the
 * partition may be without a window. */
#define TIME_UNIT_SHIFT 6
#define TIME_FREQUENCY  (1000000000u >> TIME_UNIT_SHIFT)

volatile uint32_t Clock_driver_ticks;
volatile uint32_t bulkhead_ticks_missed;

static bool coalesce;
static struct timecounter module_time;

static uint32_t get_timecount(struct timecounter *tc)
{
    (void)tc;
    return (uint32_t)(_BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE) >> TIME_UNIT_SHIFT);
}

static void tick(void *argument)
{
    uint32_t missed = _BSP_Virtual_Clock_missed();

    (void)argument;
    bulkhead_ticks_missed += missed;
    if (coalesce)
        missed = 0;
    Clock_driver_ticks += 1 + missed;
    for (; missed != 0; missed--)
        rtems_timecounter_tick();
    rtems_timecounter_tick();
}

void _Clock_Initialize(void)
{
    static rtems_interrupt_entry entry = RTEMS_INTERRUPT_ENTRY_INITIALIZER(tick, NULL, "Clock");
    pok_time_t period_ns = (pok_time_t)rtems_configuration_get_nanoseconds_per_tick();
    pok_time_t now_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE);

    coalesce = bsp_cmdline_arg("coalesce") != NULL;
    module_time.tc_get_timecount = get_timecount;
    module_time.tc_counter_mask = UINT32_MAX;
    module_time.tc_frequency = TIME_FREQUENCY;
    module_time.tc_quality = RTEMS_TIMECOUNTER_QUALITY_CLOCK_DRIVER;
    rtems_timecounter_install(&module_time);
    if (rtems_interrupt_entry_install(BULKHEAD_VECTOR_CLOCK, RTEMS_INTERRUPT_UNIQUE, &entry) !=
            RTEMS_SUCCESSFUL ||
        _BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, now_ns + period_ns, period_ns) != POK_ERRNO_OK)
        rtems_fatal(RTEMS_FATAL_SOURCE_BSP, BULKHEAD_VECTOR_CLOCK);
}
