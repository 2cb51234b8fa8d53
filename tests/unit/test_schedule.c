/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* The schedule's arithmetic: windows stand where the table says, however late the kernel comes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/arch.h"
#include "core/options.h"
#include "core/state.h"

#define FRAMES 334000u /* of three windows: a million */

static int set_up(void **state)
{
    (void)state;
    srand(4);
    fixture_reset();
    return 0;
}

/* Every window's start and end as the partition's page has them, with interrupts that are late. */
static void test_no_drift(void **state)
{
    static const uint64_t offset[] = {0, 30 * MS, 60 * MS};
    static const uint64_t end[] = {30 * MS, 60 * MS, 80 * MS};

    (void)state;
    fixture_boot();
    for (uint64_t window = 0; window < 3 * FRAMES; window++) {
        const struct partition *expected = window % 3 == 1 ? BRAVO : ALPHA;
        uint64_t frame_ns = window / 3 * 100 * MS;

        assert_ptr_equal(processor.partition, expected);
        assert_true(expected->page->window_start_ns == (int64_t)(frame_ns + offset[window % 3]));
        assert_true(expected->page->window_end_ns == (int64_t)(frame_ns + end[window % 3]));
        assert_true(host_armed_ns == frame_ns + end[window % 3]);
        host_late_ns = (uint64_t)(rand() % 5000);
        host_run_until(host_armed_ns + host_late_ns);
    }
    assert_true(ALPHA->page->windows == 2 * FRAMES + 1);
    assert_true(BRAVO->page->windows == FRAMES);
    assert_true(ALPHA->worst_start < 5000 && ALPHA->worst_start > 4000);
    assert_int_equal(ALPHA->windows_missed, 0);
}

/* The timer is set once per edge, and not by calls that change nothing for it. */
static void test_armed_once(void **state)
{
    uint32_t armed;

    (void)state;
    fixture_boot();
    armed = host_arm_count;
    for (uint32_t i = 0; i < 10; i++) {
        processor.exit_work = EXIT_RESCHEDULE;
        kernel_exit();
    }
    assert_int_equal(host_arm_count, armed);
    host_run_until(30 * MS);
    assert_int_equal(host_arm_count, armed + 1);
}

/* An address space is switched when the partition changes, not from window to window. */
static void test_gap_is_nobodys(void **state)
{
    (void)state;
    fixture_boot();
    fixture_window(BRAVO);
    fixture_window(ALPHA);
    assert_true(host_now_ns == 60 * MS);
    host_switches = 0;
    host_horizon_ns = 99 * MS;
    if (setjmp(host_end) == 0) {
        host_run_until(90 * MS);
        fail();
    }
    assert_null(processor.partition);
    assert_null(processor.current);
    host_horizon_ns = UINT64_MAX;
    host_now_ns = 100 * MS;
    timer_interrupt();
    kernel_exit();
    assert_ptr_equal(processor.partition, ALPHA);
    assert_int_equal(host_switches, 0);
}

/* The machine stood still for two and a half frames: what is over is missed, and nothing shifts. */
static void test_standstill(void **state)
{
    (void)state;
    fixture_boot();
    host_now_ns = 240 * MS;
    timer_interrupt();
    kernel_exit();
    assert_ptr_equal(processor.partition, BRAVO);
    assert_true(BRAVO->page->window_start_ns == (int64_t)(230 * MS));
    assert_int_equal(BRAVO->windows_missed, 2);
    assert_int_equal(ALPHA->windows_missed, 4);
    assert_true(BRAVO->worst_start == 10 * MS);
    assert_true(ALPHA->period_start_ns == 0);
    assert_int_equal(health.count, 6);
    fixture_window(ALPHA);
    assert_true(host_now_ns == 260 * MS);
}

static void test_early_interrupt(void **state)
{
    (void)state;
    fixture_boot();
    host_now_ns = 29 * MS;
    timer_interrupt();
    kernel_exit();
    assert_ptr_equal(processor.partition, ALPHA);
    assert_true(host_armed_ns == 30 * MS);
    assert_int_equal(host_arm_count, 2);
}

static void test_module_ends(void **state)
{
    (void)state;
    boot_options.major_frames = 7;
    if (setjmp(host_end) == 0) {
        fixture_boot();
        host_run_until(3600000 * MS);
        fail();
    }
    assert_true(host_now_ns == 700 * MS);
    assert_int_equal(ALPHA->page->windows, 14);
    assert_int_equal(BRAVO->page->windows, 7);
}

static void test_period_start(void **state)
{
    (void)state;
    fixture_boot();
    fixture_window(BRAVO);
    fixture_window(ALPHA);
    assert_true(ALPHA->period_start_ns == 0);
    assert_true(schedule_next_period(ALPHA, host_now_ns) == 100 * MS);
    assert_true(schedule_next_period(BRAVO, host_now_ns) == 130 * MS);
    fixture_window(ALPHA);
    assert_true(schedule_next_period(ALPHA, 100 * MS) == 200 * MS);
    assert_true(schedule_next_period(ALPHA, 399 * MS) == 400 * MS);
}

/*
 * Another schedule: from the end of the frame on, what a row asks for at its partition's first
 * window, not before; one without windows stands still.
 */
static void test_change(void **state)
{
    static const struct config_window window = {
        .WindowStartSeconds_ns = 10 * MS,
        .WindowDurationSeconds_ns = 20 * MS,
        .partition = 1,
        .PartitionPeriodStart = true,
    };
    static const struct config_partition_schedule row[2] = {
        [1] = {.PeriodSeconds_ns = 50 * MS,
               .PeriodDurationSeconds_ns = 20 * MS,
               .ScheduleChangeAction = CONFIG_CHANGE_COLD_START,
               .present = true},
    };
    static struct window table[2];
    static const struct config_schedule other = {.MajorFrameSeconds_ns = 50 * MS,
                                                 .window_count = 1,
                                                 .windows = &window,
                                                 .partitions = row,
                                                 .window_table = table};
    const struct config_schedule *first;

    (void)state;
    fixture_boot();
    first = schedule.current;
    window_init(&other);
    schedule_switch(&other);
    fixture_window(BRAVO);
    assert_ptr_equal(schedule.current, first);
    assert_true(BRAVO->page->period_ns == (int64_t)(100 * MS));
    fixture_window(ALPHA);
    fixture_window(BRAVO);
    assert_true(host_now_ns == 110 * MS);
    assert_ptr_equal(schedule.current, &other);
    assert_true(schedule.switched_ns == 100 * MS);
    assert_true(BRAVO->page->period_ns == (int64_t)(50 * MS));
    assert_true(BRAVO->page->duration_ns == (int64_t)(20 * MS));
    assert_int_equal(BRAVO->restarts, 1);
    assert_int_equal(BRAVO->start_condition, POK_START_PARTITION_RESTART);
    schedule_switch(first);
    fixture_window(ALPHA);
    assert_true(host_now_ns == 150 * MS);
    assert_true(schedule.switched_ns == 150 * MS);
    assert_int_equal(ALPHA->restarts, 0);
    assert_int_equal(ALPHA->page->windows, 3);
    fixture_window(BRAVO);
    assert_int_equal(BRAVO->restarts, 1);
}

#define GUARD 5000u

/*
 * With a guard the kernel comes before the window and leaves at its start, to the nanosecond, as
 * long as nothing took longer than the guard. The partition before it has that much less.
 */
static void test_guard(void **state)
{
    static const uint64_t offset[] = {0, 30 * MS, 60 * MS};
    /* The gap at the end of the frame is time enough to prepare the first window. */
    static const uint64_t end[] = {30 * MS - GUARD, 60 * MS - GUARD, 80 * MS};

    (void)state;
    fixture_guard(GUARD);
    fixture_boot();
    for (uint64_t window = 0; window < FRAMES; window++) {
        const struct partition *expected = window % 3 == 1 ? BRAVO : ALPHA;
        uint64_t frame_ns = window / 3 * 100 * MS;

        assert_ptr_equal(processor.partition, expected);
        assert_true(host_now_ns == frame_ns + offset[window % 3]);
        assert_true(expected->page->window_start_ns == (int64_t)host_now_ns);
        assert_true(expected->page->window_end_ns == (int64_t)(frame_ns + end[window % 3]));
        assert_true(host_armed_ns == frame_ns + end[window % 3]);
        host_late_ns = (uint64_t)rand() % (GUARD + 1);
        host_run_until(host_armed_ns + host_late_ns);
    }
    assert_true(ALPHA->worst_start == 0);
    assert_true(BRAVO->worst_start == 0);
    assert_int_equal(health.count, 0);
}

/* A kernel that is longer than the guard: late by the rest, and known to be. */
static void test_guard_too_short(void **state)
{
    (void)state;
    fixture_guard(GUARD);
    fixture_boot();
    host_late_ns = GUARD + 700;
    host_run_until(host_armed_ns + host_late_ns);
    assert_ptr_equal(processor.partition, BRAVO);
    assert_true(host_now_ns == 30 * MS + 700);
    assert_true(BRAVO->worst_start == 700);
    host_late_ns = 0;
    fixture_window(ALPHA);
    assert_true(host_now_ns == 60 * MS);
    /* What is over when it is to be made ready is missed, although its time isn't. */
    host_now_ns = 130 * MS - GUARD;
    timer_interrupt();
    kernel_exit();
    assert_ptr_equal(processor.partition, BRAVO);
    assert_int_equal(ALPHA->windows_missed, 1);
    assert_true(host_now_ns == 130 * MS);
}

/* What is due at a window's start is done by then, and no later timer before. */
static void test_guard_timers(void **state)
{
    struct thread *thread;

    (void)state;
    fixture_guard(GUARD);
    fixture_boot();
    thread = processor.current;
    thread_sleep(thread, 100 * MS);
    kernel_exit();
    assert_ptr_equal(processor.partition, BRAVO);
    assert_true(host_now_ns == 30 * MS);
    host_run_until(host_armed_ns);
    assert_ptr_equal(processor.current, thread);
    assert_true(host_now_ns == 100 * MS);
    thread_sleep(thread, 200 * MS + 1);
    kernel_exit();
    host_run_until(host_armed_ns);
    assert_ptr_equal(processor.current, thread);
    assert_true(host_now_ns == 200 * MS + 1);
}

/* Two windows of a partition without a gap are as one; a schedule that follows may change that. */
static void test_guard_contiguous(void **state)
{
    static const struct config_window windows[] = {
        {.WindowDurationSeconds_ns = 20 * MS, .partition = 0, .PartitionPeriodStart = true},
        {.WindowStartSeconds_ns = 20 * MS, .WindowDurationSeconds_ns = 30 * MS, .partition = 0},
    };
    static const struct config_partition_schedule row[2] = {{.PeriodSeconds_ns = 50 * MS}};
    static struct window table[3];
    static const struct config_schedule other = {.MajorFrameSeconds_ns = 50 * MS,
                                                 .window_count = 2,
                                                 .windows = windows,
                                                 .partitions = row,
                                                 .window_table = table};
    const struct config_schedule *first;

    (void)state;
    fixture_guard(GUARD);
    fixture_boot();
    first = schedule.current;
    window_init(&other);
    schedule_switch(&other);
    host_run_until(100 * MS);
    assert_ptr_equal(schedule.current, &other);
    assert_true(ALPHA->page->window_end_ns == 120 * MS);
    host_run_until(120 * MS);
    assert_true(ALPHA->page->window_end_ns == 150 * MS);
    assert_int_equal(ALPHA->page->windows, 4);
    /* BRAVO's is the first window that follows, 30 ms later: time enough. */
    schedule_switch(first);
    assert_true(ALPHA->page->window_end_ns == 150 * MS);
    host_run_until(150 * MS);
    assert_ptr_equal(schedule.current, first);
    assert_ptr_equal(processor.partition, ALPHA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_no_drift, set_up),
        cmocka_unit_test_setup(test_armed_once, set_up),
        cmocka_unit_test_setup(test_gap_is_nobodys, set_up),
        cmocka_unit_test_setup(test_standstill, set_up),
        cmocka_unit_test_setup(test_early_interrupt, set_up),
        cmocka_unit_test_setup(test_module_ends, set_up),
        cmocka_unit_test_setup(test_period_start, set_up),
        cmocka_unit_test_setup(test_change, set_up),
        cmocka_unit_test_setup(test_guard, set_up),
        cmocka_unit_test_setup(test_guard_too_short, set_up),
        cmocka_unit_test_setup(test_guard_timers, set_up),
        cmocka_unit_test_setup(test_guard_contiguous, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
