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

static void test_lookup(void **state)
{
    struct health_decision decision;

    (void)state;
    fixture_boot();
    for (uint32_t s = 0; s < CONFIG_HM_STATES; s++) {
        for (uint32_t e = 0; e < CONFIG_HM_ERRORS; e++) {
            fixture_system_hm.cell[s][e].level = (uint8_t)((s + e) % 3);
            fixture_module_hm.cell[s][e].action = (uint8_t)((s * 2 + e) % 3);
            fixture_partition_hm.cell[s][e].action = (uint8_t)(3 + (s + e * 2) % 3);
        }
    }
    for (uint32_t s = 0; s < CONFIG_HM_STATES; s++) {
        for (uint32_t e = 0; e < CONFIG_HM_ERRORS; e++) {
            decision = health_decide((enum health_state_id)s, (enum health_error)e, ALPHA);
            assert_int_equal(decision.level, (s + e) % 3);
            assert_int_equal(decision.action,
                             (s + e) % 3 == 0 ? (s * 2 + e) % 3 : 3 + (s + e * 2) % 3);
            decision = health_decide((enum health_state_id)s, (enum health_error)e, NULL);
            assert_int_equal(decision.level, CONFIG_HM_LEVEL_MODULE);
            assert_int_equal(decision.action, (s * 2 + e) % 3);
        }
    }
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

    fixture_system_hm.cell[HEALTH_STATE_PROCESS_EXECUTION][error].level = CONFIG_HM_LEVEL_MODULE;
    fixture_module_hm.cell[HEALTH_STATE_PROCESS_EXECUTION][error].action = action;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_lookup, set_up),
        cmocka_unit_test_setup(test_fault_kinds, set_up),
        cmocka_unit_test_setup(test_ignored_fault, set_up),
        cmocka_unit_test_setup(test_idle, set_up),
        cmocka_unit_test_setup(test_cold_start, set_up),
        cmocka_unit_test_setup(test_warm_start, set_up),
        cmocka_unit_test_setup(test_module_actions, set_up),
        cmocka_unit_test_setup(test_log_wraps, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
