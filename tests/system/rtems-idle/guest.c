/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How often an RTEMS guest that has nothing to do enters the kernel, counted by the bench's kernel:
 * for each tick of its clock the timer's interrupt; with `idle=sleep`
 * (tests/system/rtems-idle-sleep) the idle task goes to sleep again, too. What else there may be is
 * the major frame's: its own timer, and sleeping again after it. Before, what has been printed
 * leaves, though nothing else is done.
 */
#include <bsp.h>
#include <string.h>

#include "core/console.h"
#include "core/partition.h"
#include "tests/system/include/check.h"
#include "kernel/bsp/x86-qemu-bench/floors.h"

#define TICKS          200u
#define TICKS_TO_PRINT 20u
#define LINES          20u
#define FRAMES         3u /* that begin meanwhile, at most */
#define OF_THE_COUNT   1u

static uint32_t count(uint32_t on)
{
    uint32_t loads;

    __asm__ volatile("int %2" : "+a"(on), "=d"(loads) : "i"(FLOOR_COUNT_VECTOR) : "memory", "cc");
    return on;
}

/* The idle task runs for the first time, and does what it does once. */
static void idle_first(void)
{
    for (unsigned i = 0; i < LINES; i++)
        printf("line %u of %u that nobody but the idle task sends\n", i, LINES);
    CHECK_EQUAL(pok_cons_write(NULL, 0), POK_ERRNO_OK);
    rtems_task_wake_after(TICKS_TO_PRINT);
    CHECK_EQUAL(pok_cons_write(NULL, 0), POK_ERRNO_EMPTY);
    CHECK_EQUAL(pok_partition_mode(), POK_PARTITION_MODE_NORMAL);
}

static rtems_task Init(rtems_task_argument argument)
{
    /* For a tick, and for a frame. */
    uint32_t each = strcmp(bsp_cmdline(), "idle=sleep") == 0 ? 2 : 1;
    uint32_t windows, entries;

    (void)argument;
    idle_first();
    windows = PARTITION_PAGE->windows;
    (void)count(1);
    rtems_task_wake_after(TICKS);
    entries = count(0);
    windows = PARTITION_PAGE->windows - windows;
    printf("%u ticks, %u windows: %u entries\n", TICKS, (unsigned)windows, (unsigned)entries);
    CHECK(entries >= each * TICKS);
    CHECK_AT_MOST(windows, FRAMES);
    CHECK_AT_MOST(entries, each * (TICKS + windows) + OF_THE_COUNT);
    check_verdict();
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
