/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* Processes: creation, start and stop with their return codes, and who runs when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/health.h"
#include "core/syscall.h"
#include "core/time.h"
#include "abi/structs.h"

#define ID     (FIXTURE_DATA + 256)
#define STATUS (FIXTURE_DATA + 512)
#define NAME   (FIXTURE_DATA + 768)

static int set_up(void **state)
{
    (void)state;
    fixture_reset();
    fixture_boot();
    return 0;
}

static struct pok_process_attributes *attributes(const char *name)
{
    struct pok_process_attributes *attributes = fixture_at(FIXTURE_DATA);

    *attributes = (struct pok_process_attributes){
        .entry = FIXTURE_ENTRY,
        .stack_bytes = 4096,
        .base_priority = 10,
        .period_ns = POK_INFINITE_TIME,
        .time_capacity_ns = POK_INFINITE_TIME,
    };
    strcpy(attributes->name, name);
    return attributes;
}

static pok_ret_t create(void)
{
    return host_call(POK_SYSCALL_PROCESS_CREATE, FIXTURE_DATA, ID, 0, 0);
}

static pok_ret_t start(uint32_t id, uint64_t delay_ns)
{
    return host_call(POK_SYSCALL_PROCESS_START, id, (uint32_t)delay_ns, (uint32_t)(delay_ns >> 32),
                     0);
}

static pok_ret_t timed_wait_for(uint64_t delay_ns)
{
    return host_call(POK_SYSCALL_TIMED_WAIT, (uint32_t)delay_ns, (uint32_t)(delay_ns >> 32), 0, 0);
}

static pok_ret_t mode_normal(void)
{
    return host_call(POK_SYSCALL_PARTITION_MODE_SET, POK_PARTITION_MODE_NORMAL, 0, 0, 0);
}

static struct pok_process_status status(uint32_t id)
{
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_STATUS, id, STATUS, 0, 0), POK_ERRNO_OK);
    return *(struct pok_process_status *)fixture_at(STATUS);
}

static void test_create_refusals(void **state)
{
    (void)state;
    attributes("P")->base_priority = 0;
    assert_int_equal(create(), POK_ERRNO_THREADATTR);
    attributes("P")->base_priority = POK_PRIORITY_MAX + 1;
    assert_int_equal(create(), POK_ERRNO_THREADATTR);
    attributes("P")->period_ns = 0;
    assert_int_equal(create(), POK_ERRNO_THREADATTR);
    attributes("P")->time_capacity_ns = -2;
    assert_int_equal(create(), POK_ERRNO_THREADATTR);
    attributes("P")->deadline = 2;
    assert_int_equal(create(), POK_ERRNO_THREADATTR);
    attributes("P")->entry = FIXTURE_DATA;
    assert_int_equal(create(), POK_ERRNO_THREADATTR);
    attributes("P")->stack_bytes = 0;
    assert_int_equal(create(), POK_ERRNO_THREADATTR);
    attributes("P")->period_ns = 150 * (int64_t)MS;
    assert_int_equal(create(), POK_ERRNO_CONFIG);
    attributes("P")->period_ns = 100 * (int64_t)MS;
    ((struct pok_process_attributes *)fixture_at(FIXTURE_DATA))->time_capacity_ns =
        101 * (int64_t)MS;
    assert_int_equal(create(), POK_ERRNO_THREADATTR);
    attributes("P")->stack_bytes = 4097;
    assert_int_equal(create(), POK_ERRNO_TOOMANY);
    attributes("RESERVED")->stack_bytes = 8193;
    assert_int_equal(create(), POK_ERRNO_CONFIG);
    attributes("P");
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_CREATE, FIXTURE_DATA, FIXTURE_TEXT, 0, 0),
                     POK_ERRNO_EFAULT);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_CREATE, 0, ID, 0, 0), POK_ERRNO_EFAULT);
    assert_int_equal(create(), POK_ERRNO_OK);
    assert_int_equal(create(), POK_ERRNO_EXISTS);
}

static void test_stacks(void **state)
{
    (void)state;
    attributes("RESERVED")->stack_bytes = 8192;
    assert_int_equal(create(), POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(ID), 4);
    for (uint32_t i = 1; i <= 3; i++) {
        attributes("P")->name[1] = (char)('0' + i);
        assert_int_equal(create(), POK_ERRNO_OK);
        assert_int_equal(*(uint32_t *)fixture_at(ID), i);
    }
    attributes("P4");
    assert_int_equal(create(), POK_ERRNO_TOOMANY);
}

/* Other names with the same hashes: the names decide. */
static void test_names_with_one_hash(void **state)
{
    struct pok_port_create *port = fixture_at(FIXTURE_DATA);

    (void)state;
    attributes("S&SERVED")->stack_bytes = 8192; /* RESERVED's is the only one so large */
    assert_int_equal(create(), POK_ERRNO_TOOMANY);
    attributes("RESERVED")->stack_bytes = 8192;
    assert_int_equal(create(), POK_ERRNO_OK);
    *port = (struct pok_port_create){
        .name = "G\"N",
        .kind = POK_PORT_QUEUING,
        .direction = POK_PORT_SOURCE,
        .max_message_bytes = FIXTURE_MESSAGE,
        .max_messages = FIXTURE_QUEUE,
    };
    assert_int_equal(host_call(POK_SYSCALL_PORT_CREATE, FIXTURE_DATA, ID, 0, 0),
                     POK_ERRNO_NOTFOUND);
    memcpy(port->name, "FAN", 3);
    assert_int_equal(host_call(POK_SYSCALL_PORT_CREATE, FIXTURE_DATA, ID, 0, 0), POK_ERRNO_OK);
}

static void test_main_process(void **state)
{
    (void)state;
    assert_int_equal(timed_wait_for(1), POK_ERRNO_MODE);
    assert_int_equal(host_call(POK_SYSCALL_PERIODIC_WAIT, 0, 0, 0, 0), POK_ERRNO_MODE);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_ID, 0, ID, 0, 0), POK_ERRNO_MODE);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_STATUS, 0, STATUS, 0, 0), POK_ERRNO_THREAD);
    assert_int_equal(start(0, 0), POK_ERRNO_THREAD);
}

static void test_initialisation_then_normal(void **state)
{
    uint32_t low = fixture_process("LOW", 5, 0, 0);
    uint32_t high = fixture_process("HIGH", 50, 0, 0);

    (void)state;
    assert_int_equal(processor.current->index, 0);
    assert_int_equal(status(low).state, POK_STATE_WAITING);
    assert_int_equal(start(low, 0), POK_ERRNO_NOACTION);
    mode_normal();
    assert_int_equal(processor.current->index, high);
    assert_int_equal(ALPHA->threads[0].state, POK_STATE_DORMANT);
    assert_int_equal(status(high).state, POK_STATE_RUNNING);
    assert_int_equal(status(low).state, POK_STATE_READY);
    assert_int_equal(mode_normal(), POK_ERRNO_NOACTION);
    attributes("LATE");
    assert_int_equal(create(), POK_ERRNO_MODE);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_STOP, low, 0, 0, 0), POK_ERRNO_OK);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_STOP, low, 0, 0, 0), POK_ERRNO_NOACTION);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_STOP, 9, 0, 0, 0), POK_ERRNO_THREAD);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_STOP, 0, 0, 0, 0), POK_ERRNO_THREAD);
    assert_int_equal(start(9, 0), POK_ERRNO_THREAD);
    assert_int_equal(start(low, UINT64_MAX), POK_ERRNO_TIME);
    assert_int_equal(start(low, 0), POK_ERRNO_OK);
    host_call(POK_SYSCALL_PROCESS_STOP, high, 0, 0, 0);
    assert_int_equal(processor.current->index, low);
}

/* Released at each period start of the partition, in its window, by the table and not by the call.
 */
static void test_periodic(void **state)
{
    uint32_t id = fixture_process("CYCLE", 10, 200 * MS, 150 * MS);
    uint32_t idle = fixture_process("IDLE", 1, 0, 0);

    (void)state;
    host_now_ns = 3 * MS;
    mode_normal();
    assert_int_equal(processor.current->index, idle);
    for (uint64_t cycle = 0; cycle < 50; cycle++) {
        uint64_t release_ns = 100 * MS + cycle * 200 * MS;

        host_run_until(release_ns);
        assert_int_equal(processor.current->index, id);
        assert_true(status(id).deadline_time_ns == (pok_time_t)(release_ns + 150 * MS));
        host_run_until(release_ns + (uint64_t)(rand() % 20) * MS);
        assert_int_equal(host_call(POK_SYSCALL_PERIODIC_WAIT, 0, 0, 0, 0), POK_ERRNO_OK);
        assert_int_equal(processor.current->index, idle);
        assert_int_equal(status(id).state, POK_STATE_WAITING);
    }
    assert_int_equal(host_call(POK_SYSCALL_PERIODIC_WAIT, 0, 0, 0, 0), POK_ERRNO_MODE);
}

static void test_delays(void **state)
{
    uint32_t late = 0;
    uint32_t cycle = 0;
    uint32_t idle = fixture_process("IDLE", 1, 0, 0);

    (void)state;
    attributes("LATE");
    create();
    late = *(uint32_t *)fixture_at(ID);
    assert_int_equal(start(late, 7 * MS), POK_ERRNO_OK);
    attributes("CYCLE")->period_ns = 100 * (int64_t)MS;
    create();
    cycle = *(uint32_t *)fixture_at(ID);
    assert_int_equal(start(cycle, 100 * MS), POK_ERRNO_TIME);
    assert_int_equal(start(cycle, 10 * MS), POK_ERRNO_OK);
    host_now_ns = 2 * MS;
    mode_normal();
    assert_int_equal(processor.current->index, idle);
    host_run_until(9 * MS - 1);
    assert_int_equal(processor.current->index, idle);
    host_run_until(9 * MS);
    assert_int_equal(processor.current->index, late);
    host_call(POK_SYSCALL_PROCESS_STOP, late, 0, 0, 0);
    host_run_until(110 * MS - 1);
    assert_int_equal(processor.current->index, idle);
    host_run_until(110 * MS);
    assert_int_equal(processor.current->index, cycle);
}

static void test_timed_wait(void **state)
{
    uint32_t first = fixture_process("FIRST", 10, 0, 0);
    uint32_t second = fixture_process("SECOND", 10, 0, 0);

    (void)state;
    mode_normal();
    assert_int_equal(processor.current->index, first);
    assert_int_equal(timed_wait_for(0), POK_ERRNO_OK);
    assert_int_equal(processor.current->index, second);
    assert_int_equal(timed_wait_for(0), POK_ERRNO_OK);
    assert_int_equal(processor.current->index, first);
    assert_int_equal(timed_wait_for(UINT64_MAX), POK_ERRNO_TIME);
    assert_int_equal(timed_wait_for(5 * MS), POK_ERRNO_OK);
    assert_int_equal(processor.current->index, second);
    host_run_until(5 * MS);
    assert_int_equal(processor.current->index, second); /* same priority: behind it */
    timed_wait_for(0);
    assert_int_equal(processor.current->index, first);
    timed_wait_for(35 * MS); /* over in BRAVO's window: acts in its own */
    host_run_until(59 * MS);
    assert_int_equal(ALPHA->threads[first].state, POK_STATE_WAITING);
    host_run_until(60 * MS);
    assert_int_equal(ALPHA->threads[first].state, POK_STATE_READY);
}

static void test_deadline(void **state)
{
    uint32_t id = fixture_process("TIGHT", 10, 0, 4 * MS);

    (void)state;
    mode_normal();
    assert_true(status(id).deadline_time_ns == (pok_time_t)(4 * MS));
    fixture_partition_hm.cell[HEALTH_STATE_PROCESS_EXECUTION][HEALTH_ERROR_DEADLINE_MISSED].action =
        CONFIG_HM_COLD_START;
    host_run_until(4 * MS);
    assert_int_equal(ALPHA->mode, POK_PARTITION_MODE_COLD_START);
    assert_int_equal(processor.current->index, 0);
}

/* A process that has faulted goes on when another resumes it; a dormant one can't. */
static void test_resume_after_fault(void **state)
{
    uint32_t faulty = fixture_process("FAULTY", 20, 0, 0);
    struct thread *thread = &ALPHA->threads[faulty];

    (void)state;
    fixture_process("HELPER", 10, 0, 0);
    mode_normal();
    thread_fault(thread);
    kernel_exit();
    assert_int_equal(status(faulty).state, POK_STATE_FAULTED);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_RESUME, faulty, 0, 0, 0), POK_ERRNO_OK);
    assert_ptr_equal(processor.current, thread);
    thread_stop(thread);
    kernel_exit();
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_RESUME, faulty, 0, 0, 0), POK_ERRNO_MODE);
}

static void test_identifiers(void **state)
{
    uint32_t id = fixture_process("SELF", 10, 0, 0);

    (void)state;
    mode_normal();
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_ID, 0, ID, 0, 0), POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(ID), id);
    strcpy(fixture_at(NAME), "SELF");
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_ID, NAME, ID, 0, 0), POK_ERRNO_OK);
    assert_string_equal(status(id).attributes.name, "SELF");
    strcpy(fixture_at(NAME), "OTHER");
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_ID, NAME, ID, 0, 0), POK_ERRNO_NOTFOUND);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_ID, 1, ID, 0, 0), POK_ERRNO_EFAULT);
    assert_int_equal(host_call(POK_SYSCALL_PROCESS_STATUS, 99, STATUS, 0, 0), POK_ERRNO_THREAD);
}

static void test_remainder(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 100000; i++) {
        uint64_t a = ((uint64_t)rand() << 33 ^ (uint64_t)rand() << 10) >> rand() % 60;
        uint64_t b = (((uint64_t)rand() << 30 ^ (uint64_t)rand()) >> rand() % 60) | 1;

        assert_true(time_remainder(a, b) == a % b);
    }
    assert_true(time_remainder(UINT64_MAX, UINT64_MAX) == 0);
    assert_true(time_remainder(UINT64_MAX, 1) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_create_refusals, set_up),
        cmocka_unit_test_setup(test_stacks, set_up),
        cmocka_unit_test_setup(test_names_with_one_hash, set_up),
        cmocka_unit_test_setup(test_main_process, set_up),
        cmocka_unit_test_setup(test_initialisation_then_normal, set_up),
        cmocka_unit_test_setup(test_periodic, set_up),
        cmocka_unit_test_setup(test_delays, set_up),
        cmocka_unit_test_setup(test_timed_wait, set_up),
        cmocka_unit_test_setup(test_deadline, set_up),
        cmocka_unit_test_setup(test_resume_after_fault, set_up),
        cmocka_unit_test_setup(test_identifiers, set_up),
        cmocka_unit_test(test_remainder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
