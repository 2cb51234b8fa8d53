/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* Partitions: loading, modes, restarts, and the checks of the tables at boot. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/module.h"
#include "core/ready.h"
#include "core/state.h"
#include "core/syscall.h"
#include "abi/structs.h"

#define STATUS (FIXTURE_DATA + 512)
#define BSS    (FIXTURE_DATA + 2048) /* behind the pristine bytes of the data segment */

static int set_up(void **state)
{
    (void)state;
    fixture_reset();
    return 0;
}

static pok_ret_t mode_set(uint32_t mode)
{
    return host_call(POK_SYSCALL_PARTITION_MODE_SET, mode, 0, 0, 0);
}

static struct pok_partition_status status(void)
{
    assert_int_equal(host_call(POK_SYSCALL_PARTITION_STATUS, STATUS, 0, 0, 0), POK_ERRNO_OK);
    return *(struct pok_partition_status *)fixture_at(STATUS);
}

static void test_boot(void **state)
{
    const struct pok_partition_page *page;

    (void)state;
    memset(host_memory, 0xaa, sizeof(host_memory));
    fixture_boot();
    page = ALPHA->page;
    assert_int_equal(processor.current->arch.context.eip, FIXTURE_ENTRY);
    assert_int_equal(page->identifier, 1);
    assert_string_equal(page->name, "ALPHA");
    assert_string_equal(page->command_line, "a=b");
    assert_true(page->period_ns == 100 * (int64_t)MS);
    assert_true(page->duration_ns == 50 * (int64_t)MS);
    assert_int_equal(page->start_condition, POK_START_NORMAL);
    assert_int_equal(host_call(POK_SYSCALL_PARTITION_ID, 0, 0, 0, 0), 1);
    assert_string_equal(fixture_at(FIXTURE_DATA), "pristine data");
    assert_int_equal(*(uint8_t *)fixture_at(FIXTURE_DATA + 0x3fff), 0);
    assert_int_equal(*(uint8_t *)fixture_at(FIXTURE_HEAP + 0xfff), 0);
    assert_int_equal(status().operating_mode, POK_PARTITION_MODE_COLD_START);
    assert_int_equal(status().identifier, 1);
}

static void test_modes(void **state)
{
    (void)state;
    fixture_boot();
    assert_int_equal(mode_set(4), POK_ERRNO_PARAM);
    assert_int_equal(mode_set(POK_PARTITION_MODE_WARM_START), POK_ERRNO_MODE);
    fixture_process("RUNS", 10, 0, 0);
    mode_set(POK_PARTITION_MODE_NORMAL);
    assert_int_equal(status().operating_mode, POK_PARTITION_MODE_NORMAL);
    assert_int_equal(mode_set(POK_PARTITION_MODE_NORMAL), POK_ERRNO_NOACTION);
    mode_set(POK_PARTITION_MODE_IDLE);
    assert_ptr_equal(processor.partition, BRAVO);
    assert_int_equal(ALPHA->mode, POK_PARTITION_MODE_IDLE);
    assert_null(ready_first(&ALPHA->ready));
    assert_int_equal(ALPHA->timers.count, 0);
}

static void restart(uint32_t mode)
{
    fixture_boot();
    fixture_create_ports(ALPHA);
    fixture_process("RUNS", 10, 0, 0);
    mode_set(POK_PARTITION_MODE_NORMAL);
    *(uint8_t *)fixture_at(FIXTURE_DATA) = 'X';
    *(uint8_t *)fixture_at(BSS) = 'Y';
    *(uint8_t *)fixture_at(FIXTURE_HEAP) = 'Z';
    mode_set(mode);
    assert_ptr_equal(processor.current, &ALPHA->threads[0]);
    assert_int_equal(*(uint8_t *)fixture_at(FIXTURE_DATA), 'p');
    assert_false(ALPHA->threads[1].created);
    assert_int_equal(ALPHA->ports[0].access, 0);
    assert_int_equal(ALPHA->mode, mode);
    assert_int_equal(ALPHA->start_condition, POK_START_PARTITION_RESTART);
    assert_int_equal(ALPHA->restarts, 1);
}

static void test_cold_restart(void **state)
{
    (void)state;
    restart(POK_PARTITION_MODE_COLD_START);
    assert_int_equal(*(uint8_t *)fixture_at(BSS), 0);
    assert_int_equal(*(uint8_t *)fixture_at(FIXTURE_HEAP), 0);
}

static void test_warm_restart(void **state)
{
    (void)state;
    restart(POK_PARTITION_MODE_WARM_START);
    assert_int_equal(*(uint8_t *)fixture_at(BSS), 'Y');
    assert_int_equal(*(uint8_t *)fixture_at(FIXTURE_HEAP), 'Z');
}

/* A restart is loaded in its own windows only, and the other partition never waits for it. */
static void test_loading_stays_at_home(void **state)
{
    (void)state;
    fixture_boot();
    fixture_window(BRAVO);
    memset(host_user(ALPHA, FIXTURE_DATA, 16), 0, 16);
    partition_start(ALPHA, POK_PARTITION_MODE_COLD_START, POK_START_HM_PARTITION_RESTART);
    host_run_until(60 * MS - 1);
    assert_ptr_equal(processor.current, &BRAVO->threads[0]);
    assert_int_equal(ALPHA->work, WORK_THREADS);
    assert_int_equal(ALPHA->work_index, 0);
    host_run_until(60 * MS);
    assert_int_equal(ALPHA->work, WORK_NONE);
    assert_ptr_equal(processor.current, &ALPHA->threads[0]);
    assert_string_equal(fixture_at(FIXTURE_DATA), "pristine data");
}

/*
 * Mode NORMAL in a partition whose window ends before all of its processes are released: none of
 * them runs before all are, and their release is the instant of the call.
 */
static void test_release_in_pieces(void **state)
{
    uint32_t high;

    (void)state;
    fixture_boot();
    fixture_process("LOW", 10, 0, 0);
    fixture_process("MIDDLE", 11, 0, 0);
    high = fixture_process("HIGH", 12, 0, 0);
    host_piece_ns = 20 * MS;
    mode_set(POK_PARTITION_MODE_NORMAL);
    assert_ptr_equal(processor.partition, BRAVO);
    assert_int_equal(ALPHA->work, WORK_RELEASE);
    fixture_window(ALPHA);
    assert_int_equal(ALPHA->work, WORK_NONE);
    assert_ptr_equal(processor.current, &ALPHA->threads[high]);
    assert_true(ALPHA->threads[high].release_ns == 0);
    assert_int_equal(ALPHA->threads[1].state, POK_STATE_READY);
}

static void wait_in_queue(uint32_t queue)
{
    host_call(POK_SYSCALL_WAIT, queue, 1, 0, POK_DISCIPLINE_FIFO);
}

/* Who was ready or waited when the partition was started again is in no queue afterwards. */
static void test_queues_after_restart(void **state)
{
    (void)state;
    for (uint32_t life = 0; life < 2; life++) {
        if (life == 0)
            fixture_boot();
        fixture_process("LOW", 10, 0, 0);
        fixture_process("HIGH", 12, 0, 0);
        mode_set(POK_PARTITION_MODE_NORMAL);
        assert_int_equal(ALPHA->waiting_first[7], 0);
        assert_int_equal(processor.current->index, 2);
        wait_in_queue(7);
        assert_int_equal(ALPHA->waiting_first[7], 2);
        assert_int_equal(processor.current->index, 1);
        assert_ptr_equal(processor.current->link.next, &processor.current->link);
        mode_set(POK_PARTITION_MODE_COLD_START);
        assert_int_equal(processor.current->index, 0);
        assert_int_equal(ALPHA->threads[1].state, POK_STATE_DORMANT);
        assert_null(ALPHA->ready.first[10]);
    }
}

/* Its main process ends without a mode: an error of initialisation. */
static void test_ends_in_initialisation(void **state)
{
    (void)state;
    fixture_boot();
    host_call(POK_SYSCALL_PROCESS_STOP, 0, 0, 0, 0);
    assert_int_equal(health.count, 1);
    assert_int_equal(health.event[0].error, HEALTH_ERROR_PARTITION_INIT);
    assert_int_equal(health.event[0].state, HEALTH_STATE_PARTITION_INIT);
    assert_ptr_equal(processor.partition, BRAVO);
}

static void test_rights(void **state)
{
    (void)state;
    fixture_boot();
    assert_true(partition_may_execute(ALPHA, FIXTURE_TEXT));
    assert_true(partition_may_execute(ALPHA, FIXTURE_TEXT + 0xfff));
    assert_false(partition_may_execute(ALPHA, FIXTURE_TEXT + 0x1000));
    assert_false(partition_may_execute(ALPHA, FIXTURE_DATA));
    assert_false(partition_may_write(ALPHA, FIXTURE_TEXT, 1));
    assert_true(partition_may_write(ALPHA, FIXTURE_DATA, 0x4000));
    assert_false(partition_may_write(ALPHA, FIXTURE_DATA, 0x4001));
    assert_false(partition_may_write(ALPHA, FIXTURE_DATA + 0x3fff, UINT32_MAX));
    assert_false(partition_may_write(ALPHA, UINT32_MAX, 1));
}

static void test_tables(void **state)
{
    struct config_module module = config_module;
    uint32_t line;

    (void)state;
    assert_null(module_check(&module, &line));
    module.version++;
    assert_non_null(module_check(&module, &line));
    module = config_module;
    module.timer_slots = NULL;
    assert_non_null(module_check(&module, &line));
    fixture_partitions[1].console_bytes = 500;
    assert_non_null(module_check(&config_module, &line));
    assert_int_equal(line, 11);
    fixture_partitions[1].console_bytes = 512;
    fixture_partitions[0].vcpu_count = 1;
    assert_non_null(module_check(&config_module, &line));
    assert_int_equal(line, 10);
}

/* Damaged tables end the boot with a message, before anything runs. */
static void test_damaged_image(void **state)
{
    (void)state;
    fixture_partitions[0].stack_count = 0;
    if (setjmp(host_end) == 0) {
        fixture_boot();
        fail();
    }
    assert_non_null(strstr(host_console, "configuration (fixture.xml:10): "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_boot, set_up),
        cmocka_unit_test_setup(test_modes, set_up),
        cmocka_unit_test_setup(test_cold_restart, set_up),
        cmocka_unit_test_setup(test_warm_restart, set_up),
        cmocka_unit_test_setup(test_loading_stays_at_home, set_up),
        cmocka_unit_test_setup(test_release_in_pieces, set_up),
        cmocka_unit_test_setup(test_queues_after_restart, set_up),
        cmocka_unit_test_setup(test_ends_in_initialisation, set_up),
        cmocka_unit_test_setup(test_rights, set_up),
        cmocka_unit_test_setup(test_tables, set_up),
        cmocka_unit_test_setup(test_damaged_image, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
