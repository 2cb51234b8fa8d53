/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* Queuing ports: return codes, and random traffic of both partitions against plain queues. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/syscall.h"
#include "abi/structs.h"

#define MESSAGE (FIXTURE_DATA + 512)
#define LENGTH  (FIXTURE_DATA + 1024)
#define TIMEOUT (FIXTURE_DATA + 1032)
#define STATUS  (FIXTURE_DATA + 1040)
#define STEPS   200000u

static pok_ret_t send(uint32_t id, uint32_t length)
{
    *(int64_t *)fixture_at(TIMEOUT) = 0;
    return host_call(POK_SYSCALL_QUEUING_SEND, id, MESSAGE, length, TIMEOUT);
}

static pok_ret_t receive(uint32_t id)
{
    *(int64_t *)fixture_at(TIMEOUT) = 0;
    return host_call(POK_SYSCALL_QUEUING_RECEIVE, id, MESSAGE, LENGTH, TIMEOUT);
}

static struct pok_queuing_status status(uint32_t id)
{
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_STATUS, id, STATUS, 0, 0), POK_ERRNO_OK);
    return *(struct pok_queuing_status *)fixture_at(STATUS);
}

/* Both partitions have their ports; ALPHA runs. */
static int set_up(void **state)
{
    (void)state;
    srand(5);
    fixture_reset();
    fixture_boot();
    fixture_create_ports(ALPHA);
    fixture_window(BRAVO);
    fixture_create_ports(BRAVO);
    fixture_window(ALPHA);
    return 0;
}

static void test_send_refusals(void **state)
{
    (void)state;
    assert_int_equal(send(5, 4), POK_ERRNO_PORT);
    assert_int_equal(send(A_SAMPLE, 4), POK_ERRNO_KIND);
    assert_int_equal(send(A_QUEUE, 0), POK_ERRNO_PARAM);
    assert_int_equal(send(A_QUEUE, FIXTURE_MESSAGE + 1), POK_ERRNO_SIZE);
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_SEND, A_QUEUE, MESSAGE, 4, 0), POK_ERRNO_EFAULT);
    *(int64_t *)fixture_at(TIMEOUT) = -2;
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_SEND, A_QUEUE, MESSAGE, 4, TIMEOUT),
                     POK_ERRNO_TIME);
    *(int64_t *)fixture_at(TIMEOUT) = 0;
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_SEND, A_QUEUE, 0, 4, TIMEOUT), POK_ERRNO_EFAULT);
    assert_int_equal(status(A_QUEUE).messages, 0);
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++)
        assert_int_equal(send(A_QUEUE, 4), POK_ERRNO_OK);
    assert_int_equal(send(A_QUEUE, 4), POK_ERRNO_FULL);
    *(int64_t *)fixture_at(TIMEOUT) = POK_INFINITE_TIME;
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_SEND, A_QUEUE, MESSAGE, 4, TIMEOUT),
                     POK_ERRNO_MODE);
    assert_int_equal(status(A_QUEUE).messages, FIXTURE_QUEUE);
    assert_int_equal(send(A_OPEN_QUEUE, 4), POK_ERRNO_OK);
    assert_int_equal(receive(A_QUEUE), POK_ERRNO_DIRECTION);
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_CLEAR, A_QUEUE, 0, 0, 0), POK_ERRNO_DIRECTION);
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_CLEAR, A_SAMPLE, 0, 0, 0), POK_ERRNO_KIND);
}

static void test_receive_refusals(void **state)
{
    (void)state;
    send(A_QUEUE, 4);
    fixture_window(BRAVO);
    assert_int_equal(receive(B_SAMPLE), POK_ERRNO_KIND);
    assert_int_equal(receive(9), POK_ERRNO_PORT);
    assert_int_equal(send(B_QUEUE, 4), POK_ERRNO_DIRECTION);
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_RECEIVE, B_QUEUE, FIXTURE_TEXT, LENGTH, TIMEOUT),
                     POK_ERRNO_EFAULT);
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_RECEIVE, B_QUEUE, MESSAGE, 0, TIMEOUT),
                     POK_ERRNO_EFAULT);
    assert_int_equal(status(B_QUEUE).messages, 1);
    assert_int_equal(receive(B_QUEUE), POK_ERRNO_OK);
    assert_int_equal(receive(B_QUEUE), POK_ERRNO_EMPTY);
    *(int64_t *)fixture_at(TIMEOUT) = 1000;
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_RECEIVE, B_QUEUE, MESSAGE, LENGTH, TIMEOUT),
                     POK_ERRNO_MODE);
}

/* One source, two destinations of different size: the small one loses what it has no room for. */
static void test_fan_out(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++) {
        *(uint32_t *)fixture_at(MESSAGE) = i;
        assert_int_equal(send(A_FAN, 4), POK_ERRNO_OK);
    }
    assert_int_equal(send(A_FAN, 4), POK_ERRNO_FULL);
    fixture_window(BRAVO);
    assert_int_equal(status(B_FAN_1).overflowed, 0);
    assert_int_equal(status(B_FAN_2).overflowed, FIXTURE_QUEUE / 2);
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++) {
        assert_int_equal(receive(B_FAN_1), POK_ERRNO_OK);
        assert_int_equal(*(uint32_t *)fixture_at(MESSAGE), i);
        assert_int_equal(receive(B_FAN_2), i < FIXTURE_QUEUE / 2 ? POK_ERRNO_OK : POK_ERRNO_EMPTY);
    }
}

/* A restarted destination loses what it held; the source's partition goes on. */
static void test_restart_empties(void **state)
{
    (void)state;
    send(A_QUEUE, 4);
    fixture_window(BRAVO);
    partition_start(BRAVO, POK_PARTITION_MODE_WARM_START, POK_START_PARTITION_RESTART);
    fixture_window(ALPHA);
    assert_int_equal(status(A_QUEUE).messages, 0);
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++)
        assert_int_equal(send(A_QUEUE, 4), POK_ERRNO_OK);
}

/* --- random traffic --------------------------------------------------------------------------- */

static struct {
    uint32_t length[FIXTURE_QUEUE];
    uint8_t first[FIXTURE_QUEUE];
    uint32_t get;
    uint32_t count;
} model;

static void model_send(void)
{
    uint32_t length = (uint32_t)rand() % (FIXTURE_MESSAGE + 2);
    uint32_t slot = (model.get + model.count) % FIXTURE_QUEUE;
    uint8_t first = (uint8_t)rand();
    pok_ret_t ret;

    memset(fixture_at(MESSAGE), first, FIXTURE_MESSAGE);
    ret = send(A_QUEUE, length);
    if (length == 0) {
        assert_int_equal(ret, POK_ERRNO_PARAM);
    } else if (length > FIXTURE_MESSAGE) {
        assert_int_equal(ret, POK_ERRNO_SIZE);
    } else if (model.count == FIXTURE_QUEUE) {
        assert_int_equal(ret, POK_ERRNO_FULL);
    } else {
        assert_int_equal(ret, POK_ERRNO_OK);
        model.length[slot] = length;
        model.first[slot] = first;
        model.count++;
    }
}

static void model_receive(void)
{
    const uint8_t *bytes = fixture_at(MESSAGE);
    pok_ret_t ret = receive(B_QUEUE);

    if (model.count == 0) {
        assert_int_equal(ret, POK_ERRNO_EMPTY);
        return;
    }
    assert_int_equal(ret, POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(LENGTH), model.length[model.get]);
    for (uint32_t i = 0; i < model.length[model.get]; i++)
        assert_int_equal(bytes[i], model.first[model.get]);
    model.get = (model.get + 1) % FIXTURE_QUEUE;
    model.count--;
}

static void test_against_model(void **state)
{
    (void)state;
    for (uint32_t step = 0; step < STEPS; step++) {
        if (rand() % 6 == 0)
            fixture_window(processor.partition == ALPHA ? BRAVO : ALPHA);
        if (processor.partition == ALPHA)
            model_send();
        else
            model_receive();
        if (rand() % 16 == 0)
            assert_int_equal(status(A_QUEUE).messages, model.count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_send_refusals, set_up),
        cmocka_unit_test_setup(test_receive_refusals, set_up),
        cmocka_unit_test_setup(test_fan_out, set_up),
        cmocka_unit_test_setup(test_restart_empties, set_up),
        cmocka_unit_test_setup(test_against_model, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
