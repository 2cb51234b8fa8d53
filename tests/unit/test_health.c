/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* Health monitoring and faults: which cell decides, and what its action does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/arch.h"
#include "core/fault.h"
#include "core/state.h"
#include "core/syscall.h"

static int set_up(void **state)
{
    (void)state;
    fixture_reset();
    return 0;
}

/* ALPHA in NORMAL with two processes; the first runs. */
static struct thread *run_two(void)
{
    fixture_boot();
    fixture_process("FIRST", 20, 0, 0);
    fixture_process("SECOND", 10, 0, 0);
    host_call(POK_SYSCALL_PARTITION_MODE_SET, POK_PARTITION_MODE_NORMAL, 0, 0, 0);
    return processor.current;
}

/* What one action does to the partition or the module. */
static void raise_one(enum health_state_id s, enum health_error e, uint8_t level, uint8_t action)
{
    uint32_t restarts = ALPHA->restarts;
    uint32_t count = health.count;
    const struct health_event *event = &health.event[count % HEALTH_EVENTS];
    int end;

    fixture_partition_hm.cell[s][e] = (struct config_hm_cell){.level = level, .action = action};
    end = setjmp(host_end);
    if (end == 0)
        assert_int_equal(health_raise(s, e, ALPHA, NULL, 0x1234), action);
    assert_int_equal(end, action == CONFIG_HM_SHUTDOWN ? HOST_POWER_OFF
                          : action == CONFIG_HM_RESET  ? HOST_RESET
                                                       : 0);
    assert_int_equal(ALPHA->restarts - restarts,
                     action == CONFIG_HM_WARM_START || action == CONFIG_HM_COLD_START);
    if (action == CONFIG_HM_IDLE)
        assert_int_equal(ALPHA->mode, POK_PARTITION_MODE_IDLE);
    assert_int_equal(health.reset == HEALTH_RESET, action == CONFIG_HM_RESET);
    assert_int_equal(health.count, count + 1);
    assert_int_equal(event->number, count + 1);
    assert_int_equal(event->state, s);
    assert_int_equal(event->error, e);
    assert_int_equal(event->level, level);
    assert_int_equal(event->action, action);
    assert_int_equal(event->partition, 0);
    assert_int_equal(event->address, 0x1234);
    health.reset = 0;
}

/* Every error in every state, at every level, with every action that the level has. */
static void test_every_cell(void **state)
{
    (void)state;
    fixture_boot();
    for (uint32_t s = 0; s < CONFIG_HM_STATES; s++) {
        for (uint32_t e = 0; e <= HEALTH_ERROR_TIME_OVERRUN; e++) {
            for (uint8_t action = CONFIG_HM_IGNORE; action <= CONFIG_HM_RESET; action++)
                raise_one((enum health_state_id)s, (enum health_error)e, CONFIG_HM_LEVEL_MODULE,
                          action);
            for (uint8_t action = CONFIG_HM_IDLE; action <= CONFIG_HM_COLD_START; action++) {
                raise_one((enum health_state_id)s, (enum health_error)e, CONFIG_HM_LEVEL_PARTITION,
                          action);
                raise_one((enum health_state_id)s, (enum health_error)e, CONFIG_HM_LEVEL_PROCESS,
                          action);
            }
        }
    }
}

/* An error of no partition is the module's. */
static void test_no_partition(void **state)
{
    (void)state;
    fixture_boot();
    for (uint32_t s = 0; s < CONFIG_HM_STATES; s++) {
        for (uint32_t e = 0; e < CONFIG_HM_ERRORS; e++) {
            const struct config_hm_cell *cell =
                health_decide((enum health_state_id)s, (enum health_error)e, NULL);

            assert_ptr_equal(cell, &fixture_module_hm.cell[s][e]);
        }
    }
    health_hardware_fault(5);
    assert_int_equal(health.event[0].error, HEALTH_ERROR_HARDWARE_FAULT);
    assert_int_equal(health.event[0].state, HEALTH_STATE_MODULE_FUNCTION);
    assert_int_equal(health.event[0].partition, CONFIG_NONE);
    assert_int_equal(health.event[0].address, 5);
}

static void test_fault_kinds(void **state)
{
    const struct thread *thread;
    static const struct {
        uint32_t vector;
        uint32_t address;
        enum health_error error;
    } kinds[] = {
        {0, 0, HEALTH_ERROR_NUMERIC_ERROR},
        {4, 0, HEALTH_ERROR_NUMERIC_ERROR},
        {5, 0, HEALTH_ERROR_NUMERIC_ERROR},
        {16, 0, HEALTH_ERROR_NUMERIC_ERROR},
        {19, 0, HEALTH_ERROR_NUMERIC_ERROR},
        {1, 0, HEALTH_ERROR_ILLEGAL_REQUEST},
        {3, 0, HEALTH_ERROR_ILLEGAL_REQUEST},
        {6, 0, HEALTH_ERROR_ILLEGAL_REQUEST},
        {10, 0, HEALTH_ERROR_ILLEGAL_REQUEST},
        {11, 0, HEALTH_ERROR_ILLEGAL_REQUEST},
        {12, 0, HEALTH_ERROR_ILLEGAL_REQUEST},
        {13, 0, HEALTH_ERROR_ILLEGAL_REQUEST},
        {17, 0, HEALTH_ERROR_ILLEGAL_REQUEST},
        {14, 0, HEALTH_ERROR_MEMORY_VIOLATION},
        {14, FIXTURE_TEXT, HEALTH_ERROR_MEMORY_VIOLATION},
        {14, FIXTURE_STACK, HEALTH_ERROR_MEMORY_VIOLATION},
        {14, FIXTURE_STACK - 1, HEALTH_ERROR_STACK_OVERFLOW},
        {14, FIXTURE_STACK - 4096, HEALTH_ERROR_STACK_OVERFLOW},
        {14, FIXTURE_STACK - 4097, HEALTH_ERROR_MEMORY_VIOLATION},
        {14, FIXTURE_STACK + 0x3ffc, HEALTH_ERROR_STACK_OVERFLOW},
    };

    (void)state;
    thread = run_two();
    for (uint32_t i = 0; i < ARRAY_COUNT(kinds); i++)
        assert_int_equal(fault_error(thread, kinds[i].vector, kinds[i].address), kinds[i].error);
}

/* IGNORE: the process can't go on, the others can. */
static void test_ignored_fault(void **state)
{
    struct thread *first = run_two();

    (void)state;
    fault_user(first, 6, 0, 0);
    kernel_exit();
    assert_int_equal(first->state, POK_STATE_FAULTED);
    assert_ptr_equal(processor.current, &ALPHA->threads[2]);
    assert_int_equal(health.count, 1);
    assert_int_equal(health.event[0].error, HEALTH_ERROR_ILLEGAL_REQUEST);
    assert_int_equal(health.event[0].state, HEALTH_STATE_PROCESS_EXECUTION);
    assert_int_equal(health.event[0].thread, 1);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_START, 1, 0, 0, 0), POK_ERRNO_NOACTION);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_STOP, 1, 0, 0, 0), POK_ERRNO_OK);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_START, 1, 0, 0, 0), POK_ERRNO_OK);
    assert_ptr_equal(processor.current, first);
}

static void fault_with(uint8_t action)
{
    struct thread *first = run_two();

    fixture_partition_hm.cell[HEALTH_STATE_PROCESS_EXECUTION][HEALTH_ERROR_MEMORY_VIOLATION]
        .action = action;
    fault_user(first, 14, 4, 0x1234);
    assert_int_equal(health.event[0].address, 0x1234);
    assert_int_equal(health.event[0].action, action);
    if (setjmp(host_end) == 0) {
        host_horizon_ns = 29 * MS;
        kernel_exit();
    }
}

static void test_idle(void **state)
{
    (void)state;
    fault_with(CONFIG_HM_IDLE);
    assert_int_equal(ALPHA->mode, POK_PARTITION_MODE_IDLE);
    assert_null(processor.current);
    host_horizon_ns = UINT64_MAX;
    host_now_ns = 30 * MS;
    timer_interrupt();
    kernel_exit();
    assert_ptr_equal(processor.partition, BRAVO);
}

static void test_cold_start(void **state)
{
    (void)state;
    fault_with(CONFIG_HM_COLD_START);
    assert_int_equal(ALPHA->mode, POK_PARTITION_MODE_COLD_START);
    assert_int_equal(ALPHA->start_condition, POK_START_HM_PARTITION_RESTART);
    assert_int_equal(ALPHA->restarts, 1);
    assert_int_equal(ALPHA->page->restarts, 1);
    assert_ptr_equal(processor.current, &ALPHA->threads[0]);
}

static void test_warm_start(void **state)
{
    (void)state;
    fault_with(CONFIG_HM_WARM_START);
    assert_int_equal(ALPHA->mode, POK_PARTITION_MODE_WARM_START);
    assert_ptr_equal(processor.current, &ALPHA->threads[0]);
}

static void module_action(uint8_t action, int end)
{
    uint32_t error = HEALTH_ERROR_MEMORY_VIOLATION;

    fixture_partition_hm.cell[HEALTH_STATE_PROCESS_EXECUTION][error] =
        (struct config_hm_cell){.level = CONFIG_HM_LEVEL_MODULE, .action = action};
    run_two();
    switch (setjmp(host_end)) {
    case 0:
        fault_user(processor.current, 14, 4, 0);
        fail();
        break;
    case HOST_POWER_OFF:
        assert_int_equal(end, HOST_POWER_OFF);
        break;
    default:
        assert_int_equal(end, HOST_RESET);
        break;
    }
}

static void test_module_actions(void **state)
{
    (void)state;
    module_action(CONFIG_HM_SHUTDOWN, HOST_POWER_OFF);
    fixture_reset();
    module_action(CONFIG_HM_RESET, HOST_RESET);
}

/* The log keeps the newest events. */
static void test_log_wraps(void **state)
{
    struct thread *first = run_two();

    (void)state;
    for (uint32_t i = 0; i < HEALTH_EVENTS + 5; i++)
        health_raise(HEALTH_STATE_PROCESS_EXECUTION, HEALTH_ERROR_APPLICATION_ERROR, ALPHA, first,
                     i);
    assert_int_equal(health.count, HEALTH_EVENTS + 5);
    assert_int_equal(health.event[4].address, HEALTH_EVENTS + 4);
    assert_int_equal(health.event[5].address, 5);
}

/* --- over a reset ---------------------------------------------------------------------------- */

static void raise_some(struct thread *thread, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        health_raise(HEALTH_STATE_PROCESS_EXECUTION, HEALTH_ERROR_APPLICATION_ERROR, ALPHA, thread,
                     i);
}

static void test_log_kept(void **state)
{
    struct thread *first = run_two();

    (void)state;
    raise_some(first, 3);
    assert_false(health_begin()); /* a reset, but not by health monitoring */
    assert_int_equal(health.count, 3);
    assert_int_equal(health.start, 1);
    raise_some(first, HEALTH_EVENTS + 2);
    health.reset = HEALTH_RESET;
    assert_true(health_begin());
    assert_int_equal(health.count, HEALTH_EVENTS + 5);
    assert_int_equal(health.start, 2);
    assert_int_equal(health.event[4].start, 1);
    assert_false(health_begin()); /* said once */
}

/* What the check sum doesn't vouch for is not shown, and is not counted when it is the newest. */
static void test_log_damaged(void **state)
{
    struct thread *first = run_two();

    (void)state;
    raise_some(first, 5);
    health.event[1].address ^= 1u << 7;
    health.event[4].name[31] = 1;
    assert_false(health_begin());
    assert_int_equal(health.count, 4);
    assert_int_equal(health.event[1].number, 0);
    assert_int_equal(health.event[2].number, 3);
    for (uint32_t i = 0; i < sizeof(health); i++)
        ((uint8_t *)&health)[i] = (uint8_t)(i * 151u + 7u);
    health.reset = HEALTH_RESET;
    assert_false(health_begin()); /* no event: switched on */
    assert_int_equal(health.count, 0);
    assert_int_equal(health.start, 0);
}

/* An event that stands where another one's place is, from a log of another size. */
static void test_log_misplaced(void **state)
{
    struct thread *first = run_two();

    (void)state;
    raise_some(first, 2);
    health.event[9] = health.event[1];
    assert_false(health_begin());
    assert_int_equal(health.count, 2);
    assert_int_equal(health.event[9].number, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_every_cell, set_up),
        cmocka_unit_test_setup(test_no_partition, set_up),
        cmocka_unit_test_setup(test_fault_kinds, set_up),
        cmocka_unit_test_setup(test_ignored_fault, set_up),
        cmocka_unit_test_setup(test_idle, set_up),
        cmocka_unit_test_setup(test_cold_start, set_up),
        cmocka_unit_test_setup(test_warm_start, set_up),
        cmocka_unit_test_setup(test_module_actions, set_up),
        cmocka_unit_test_setup(test_log_wraps, set_up),
        cmocka_unit_test_setup(test_log_kept, set_up),
        cmocka_unit_test_setup(test_log_damaged, set_up),
        cmocka_unit_test_setup(test_log_misplaced, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
