/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* Threads that wait on queuing ports: who goes on when, with what, and what time-outs do. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/syscall.h"
#include "abi/structs.h"

#define MESSAGE (FIXTURE_DATA + 512)
#define LENGTH  (FIXTURE_DATA + 1024)
#define TIMEOUT (FIXTURE_DATA + 1032)

/* ALPHA has two senders, BRAVO two receivers; the first of each has the higher priority. */
static uint32_t sender[2];
static uint32_t receiver[2];

static void start_two(struct partition *partition, uint32_t id[2])
{
    fixture_create_ports(partition);
    id[0] = fixture_process("FIRST", 20, 0, 0);
    id[1] = fixture_process("SECOND", 10, 0, 0);
    host_call(POK_SYSCALL_PARTITION_MODE_SET, POK_PARTITION_MODE_NORMAL, 0, 0, 0);
}

static int set_up(void **state)
{
    (void)state;
    fixture_reset();
    fixture_boot();
    start_two(ALPHA, sender);
    fixture_window(BRAVO);
    start_two(BRAVO, receiver);
    return 0;
}

static struct thread *running(void)
{
    return processor.current;
}

static pok_ret_t send(uint32_t value, int64_t timeout_ns)
{
    *(uint32_t *)fixture_at(MESSAGE) = value;
    *(int64_t *)fixture_at(TIMEOUT) = timeout_ns;
    return host_call(POK_SYSCALL_QUEUING_SEND, A_QUEUE, MESSAGE, 4, TIMEOUT);
}

static pok_ret_t receive(int64_t timeout_ns)
{
    *(int64_t *)fixture_at(TIMEOUT) = timeout_ns;
    return host_call(POK_SYSCALL_QUEUING_RECEIVE, B_QUEUE, MESSAGE, LENGTH, TIMEOUT);
}

static void test_receiver_gets_it_in_its_window(void **state)
{
    struct thread *first = &BRAVO->threads[receiver[0]];
    uint32_t *message = host_user(BRAVO, MESSAGE, 4);

    (void)state;
    assert_ptr_equal(running(), first);
    receive(POK_INFINITE_TIME);
    assert_ptr_equal(running(), &BRAVO->threads[receiver[1]]);
    assert_int_equal(first->state, POK_STATE_WAITING);
    *message = 1234;
    fixture_window(ALPHA);
    assert_int_equal(send(42, 0), POK_ERRNO_OK);
    assert_int_equal(first->state, POK_STATE_READY);
    assert_int_equal(*message, 1234); /* not in the sender's window */
    fixture_window(BRAVO);
    assert_ptr_equal(running(), first);
    assert_int_equal(*message, 42);
    assert_int_equal(first->arch.context.eax, POK_ERRNO_OK);
    assert_int_equal(receive(0), POK_ERRNO_EMPTY);
}

/* A message promised to a woken receiver isn't there for another. */
static void test_promise(void **state)
{
    (void)state;
    receive(POK_INFINITE_TIME);
    fixture_window(ALPHA);
    send(1, 0);
    fixture_window(BRAVO);
    assert_ptr_equal(running(), &BRAVO->threads[receiver[0]]);
    receive(POK_INFINITE_TIME);
    assert_ptr_equal(running(), &BRAVO->threads[receiver[1]]);
    fixture_window(ALPHA);
    send(2, 0);
    thread_wait(&BRAVO->threads[receiver[0]], THREAD_WAIT_SUSPEND);
    fixture_window(BRAVO);
    assert_ptr_equal(running(), &BRAVO->threads[receiver[1]]);
    assert_int_equal(receive(0), POK_ERRNO_EMPTY);
    thread_stop(&BRAVO->threads[receiver[0]]);
    assert_int_equal(receive(0), POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(MESSAGE), 2);
}

static void test_time_out(void **state)
{
    struct thread *first = &BRAVO->threads[receiver[0]];
    uint64_t start_ns = host_now_ns;

    (void)state;
    receive(10 * MS);
    assert_ptr_equal(running(), &BRAVO->threads[receiver[1]]);
    assert_true(host_armed_ns == start_ns + 10 * MS);
    host_run_until(start_ns + 10 * MS);
    assert_ptr_equal(running(), first);
    assert_int_equal(first->arch.context.eax, POK_ERRNO_TIMEOUT);
}

/* The time-out passes outside of the window, then a message comes: too late. */
static void test_time_out_outside(void **state)
{
    struct thread *first = &BRAVO->threads[receiver[0]];

    (void)state;
    receive(35 * MS); /* in ALPHA's window that follows */
    fixture_window(ALPHA);
    host_run_until(host_now_ns + 10 * MS);
    assert_int_equal(send(7, 0), POK_ERRNO_OK);
    fixture_window(BRAVO);
    assert_ptr_equal(running(), first);
    assert_int_equal(first->arch.context.eax, POK_ERRNO_TIMEOUT);
    assert_int_equal(receive(0), POK_ERRNO_OK);
}

static void test_sender_waits(void **state)
{
    struct thread *first = &ALPHA->threads[sender[0]];

    (void)state;
    fixture_window(ALPHA);
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++)
        assert_int_equal(send(i, POK_INFINITE_TIME), POK_ERRNO_OK);
    send(4, POK_INFINITE_TIME);
    assert_int_equal(first->state, POK_STATE_WAITING);
    assert_ptr_equal(running(), &ALPHA->threads[sender[1]]);
    assert_int_equal(send(5, 0), POK_ERRNO_FULL);
    *(uint32_t *)fixture_at(MESSAGE) = 4;
    fixture_window(BRAVO);
    assert_int_equal(receive(0), POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(MESSAGE), 0);
    assert_int_equal(first->state, POK_STATE_READY);
    fixture_window(ALPHA);
    assert_ptr_equal(running(), first);
    assert_int_equal(first->arch.context.eax, POK_ERRNO_OK);
    assert_int_equal(send(6, 0), POK_ERRNO_FULL);
    fixture_window(BRAVO);
    for (uint32_t i = 1; i <= FIXTURE_QUEUE; i++) {
        assert_int_equal(receive(0), POK_ERRNO_OK);
        assert_int_equal(*(uint32_t *)fixture_at(MESSAGE), i);
    }
}

/* The room kept for a sender that is stopped goes to the next one. */
static void test_kept_room_passes_on(void **state)
{
    (void)state;
    fixture_window(ALPHA);
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++)
        send(i, 0);
    send(4, POK_INFINITE_TIME);
    send(5, POK_INFINITE_TIME);
    fixture_window(BRAVO);
    receive(0);
    assert_int_equal(ALPHA->threads[sender[0]].state, POK_STATE_READY);
    assert_int_equal(ALPHA->threads[sender[1]].state, POK_STATE_WAITING);
    thread_stop(&ALPHA->threads[sender[0]]);
    assert_int_equal(ALPHA->threads[sender[1]].state, POK_STATE_READY);
    fixture_window(ALPHA);
    assert_ptr_equal(running(), &ALPHA->threads[sender[1]]);
    assert_int_equal(ALPHA->ports[A_QUEUE].reserved, 0);
    assert_int_equal(BRAVO->ports[B_QUEUE].count, FIXTURE_QUEUE);
}

static void test_disciplines(void **state)
{
    (void)state;
    for (uint32_t discipline = 0; discipline < 2; discipline++) {
        struct thread *low = &BRAVO->threads[receiver[1]];
        struct thread *high = &BRAVO->threads[receiver[0]];

        set_up(NULL);
        BRAVO->ports[B_QUEUE].discipline = (uint8_t)discipline;
        thread_wait(high, THREAD_WAIT_SUSPEND);
        kernel_exit();
        assert_ptr_equal(running(), low);
        processor.current = low;
        host_call(POK_SYSCALL_TIMED_WAIT, 0, 0, 0, 0);
        *(int64_t *)fixture_at(TIMEOUT) = POK_INFINITE_TIME;
        thread_wake(high, THREAD_WAIT_SUSPEND);
        receive(POK_INFINITE_TIME); /* low waits first */
        assert_ptr_equal(running(), high);
        host_horizon_ns = UINT64_MAX;
        receive(POK_INFINITE_TIME);
        assert_ptr_equal(processor.partition, ALPHA);
        send(1, 0);
        assert_int_equal(high->state, discipline == POK_DISCIPLINE_PRIORITY ? POK_STATE_READY
                                                                            : POK_STATE_WAITING);
        assert_int_equal(low->state,
                         discipline == POK_DISCIPLINE_FIFO ? POK_STATE_READY : POK_STATE_WAITING);
    }
}

/*
 * Many rooms at once: who waits for them is woken in his own partition's window, before any of its
 * threads runs; a time-out that passed in between was not in time.
 */
static void test_many_rooms(void **state)
{
    struct thread *first = &ALPHA->threads[sender[0]];
    struct thread *second = &ALPHA->threads[sender[1]];

    (void)state;
    fixture_window(ALPHA);
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++)
        assert_int_equal(send(i, 0), POK_ERRNO_OK);
    send(4, 95 * MS);
    send(5, POK_INFINITE_TIME); /* and ALPHA idles */
    assert_ptr_equal(processor.partition, BRAVO);
    assert_true(host_now_ns == 130 * MS);
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_CLEAR, B_QUEUE, 0, 0, 0), POK_ERRNO_OK);
    assert_int_equal(ALPHA->work, WORK_WAKE);
    assert_int_equal(first->state, POK_STATE_WAITING);
    host_piece_ns = 3 * MS;
    host_run_until(160 * MS);
    assert_ptr_equal(processor.partition, ALPHA);
    assert_ptr_equal(running(), first);
    assert_true(host_now_ns > 163 * MS);
    assert_int_equal(first->arch.context.eax, POK_ERRNO_OK);
    assert_int_equal(second->state, POK_STATE_READY);
    assert_int_equal(ALPHA->ports[A_QUEUE].waiting_count, 0);
    assert_int_equal(BRAVO->ports[B_QUEUE].count, 1);
}

/* The message promised to a receiver that is stopped goes to the next one. */
static void test_promise_passes_on(void **state)
{
    (void)state;
    receive(POK_INFINITE_TIME);
    receive(POK_INFINITE_TIME); /* and BRAVO idles */
    assert_ptr_equal(processor.partition, ALPHA);
    assert_int_equal(send(8, 0), POK_ERRNO_OK);
    assert_int_equal(BRAVO->threads[receiver[1]].state, POK_STATE_WAITING);
    thread_stop(&BRAVO->threads[receiver[0]]);
    assert_int_equal(BRAVO->threads[receiver[1]].state, POK_STATE_READY);
    fixture_window(BRAVO);
    assert_ptr_equal(running(), &BRAVO->threads[receiver[1]]);
    assert_int_equal(*(uint32_t *)fixture_at(MESSAGE), 8);
    assert_int_equal(BRAVO->ports[B_QUEUE].promised, 0);
}

/* Clearing a port leaves the message that a woken receiver has been promised, and takes the rest.
 */
static void test_promise_outlives_clear(void **state)
{
    struct thread *first = &BRAVO->threads[receiver[0]];

    (void)state;
    receive(POK_INFINITE_TIME);
    fixture_window(ALPHA);
    assert_int_equal(send(10, 0), POK_ERRNO_OK);
    assert_int_equal(send(11, 0), POK_ERRNO_OK);
    thread_wait(first, THREAD_WAIT_SUSPEND);
    fixture_window(BRAVO);
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_CLEAR, B_QUEUE, 0, 0, 0), POK_ERRNO_OK);
    assert_int_equal(BRAVO->ports[B_QUEUE].count, 1);
    fixture_window(ALPHA);
    assert_int_equal(send(12, 0), POK_ERRNO_OK);
    thread_wake(first, THREAD_WAIT_SUSPEND);
    fixture_window(BRAVO);
    assert_ptr_equal(running(), first);
    assert_int_equal(*(uint32_t *)fixture_at(MESSAGE), 10);
    assert_int_equal(receive(0), POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(MESSAGE), 12);
}

/* A receiver whose memory can't take the message leaves it to the next one. */
static void test_receiver_without_memory(void **state)
{
    struct thread *first = &BRAVO->threads[receiver[0]];
    struct thread *second = &BRAVO->threads[receiver[1]];

    (void)state;
    *(int64_t *)fixture_at(TIMEOUT) = POK_INFINITE_TIME;
    host_call(POK_SYSCALL_QUEUING_RECEIVE, B_QUEUE, FIXTURE_TEXT, LENGTH, TIMEOUT);
    receive(POK_INFINITE_TIME);
    assert_ptr_equal(processor.partition, ALPHA);
    assert_int_equal(send(9, 0), POK_ERRNO_OK);
    assert_int_equal(second->state, POK_STATE_WAITING);
    fixture_window(BRAVO);
    assert_int_equal(first->arch.context.eax, POK_ERRNO_EFAULT);
    assert_int_equal(second->state, POK_STATE_READY);
    thread_stop(first);
    kernel_exit();
    assert_ptr_equal(running(), second);
    assert_int_equal(second->arch.context.eax, POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(MESSAGE), 9);
}

/* A sender whose message is gone when there is room leaves it to the next one. */
static void test_sender_without_memory(void **state)
{
    struct thread *first = &ALPHA->threads[sender[0]];
    struct thread *second = &ALPHA->threads[sender[1]];

    (void)state;
    fixture_window(ALPHA);
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++)
        assert_int_equal(send(i, 0), POK_ERRNO_OK);
    *(int64_t *)fixture_at(TIMEOUT) = POK_INFINITE_TIME;
    host_call(POK_SYSCALL_QUEUING_SEND, A_QUEUE, FIXTURE_HEAP + 0x1000, 4, TIMEOUT);
    send(5, POK_INFINITE_TIME);
    assert_ptr_equal(processor.partition, BRAVO);
    assert_int_equal(receive(0), POK_ERRNO_OK);
    assert_int_equal(second->state, POK_STATE_WAITING);
    fixture_window(ALPHA);
    assert_int_equal(first->arch.context.eax, POK_ERRNO_EFAULT);
    assert_int_equal(second->state, POK_STATE_READY);
    thread_stop(first);
    kernel_exit();
    assert_int_equal(second->arch.context.eax, POK_ERRNO_OK);
    assert_int_equal(ALPHA->ports[A_QUEUE].reserved, 0);
    assert_int_equal(BRAVO->ports[B_QUEUE].count, FIXTURE_QUEUE);
}

/* Rooms behind a second port while the first ones' are still to be given away. */
static void test_many_rooms_twice(void **state)
{
    (void)state;
    fixture_window(ALPHA);
    *(int64_t *)fixture_at(TIMEOUT) = 0;
    for (uint32_t i = 0; i < FIXTURE_QUEUE; i++)
        assert_int_equal(host_call(POK_SYSCALL_QUEUING_SEND, A_FAN, MESSAGE, 4, TIMEOUT),
                         POK_ERRNO_OK);
    *(int64_t *)fixture_at(TIMEOUT) = POK_INFINITE_TIME;
    host_call(POK_SYSCALL_QUEUING_SEND, A_FAN, MESSAGE, 4, TIMEOUT);
    fixture_window(BRAVO);
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_CLEAR, B_FAN_1, 0, 0, 0), POK_ERRNO_OK);
    ALPHA->work_index = 3; /* its window ended while it had got so far */
    assert_int_equal(host_call(POK_SYSCALL_QUEUING_CLEAR, B_FAN_2, 0, 0, 0), POK_ERRNO_OK);
    assert_int_equal(ALPHA->work_index, 0);
    fixture_window(ALPHA);
    assert_int_equal(ALPHA->threads[sender[0]].arch.context.eax, POK_ERRNO_OK);
    assert_int_equal(BRAVO->ports[B_FAN_1].count, 1);
    assert_int_equal(BRAVO->ports[B_FAN_2].count, 1);
}

/* A restart while threads wait leaves nothing behind. */
static void test_restart(void **state)
{
    (void)state;
    receive(POK_INFINITE_TIME);
    partition_start(BRAVO, POK_PARTITION_MODE_COLD_START, POK_START_PARTITION_RESTART);
    assert_int_equal(BRAVO->ports[B_QUEUE].waiting_count, 0);
    assert_int_equal(BRAVO->ports[B_QUEUE].promised, 0);
    fixture_window(ALPHA);
    assert_int_equal(send(1, 0), POK_ERRNO_OK);
    assert_int_equal(BRAVO->ports[B_QUEUE].count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_receiver_gets_it_in_its_window, set_up),
        cmocka_unit_test_setup(test_promise, set_up),
        cmocka_unit_test_setup(test_time_out, set_up),
        cmocka_unit_test_setup(test_time_out_outside, set_up),
        cmocka_unit_test_setup(test_sender_waits, set_up),
        cmocka_unit_test_setup(test_kept_room_passes_on, set_up),
        cmocka_unit_test_setup(test_disciplines, set_up),
        cmocka_unit_test_setup(test_many_rooms, set_up),
        cmocka_unit_test_setup(test_promise_passes_on, set_up),
        cmocka_unit_test_setup(test_promise_outlives_clear, set_up),
        cmocka_unit_test_setup(test_receiver_without_memory, set_up),
        cmocka_unit_test_setup(test_sender_without_memory, set_up),
        cmocka_unit_test_setup(test_many_rooms_twice, set_up),
        cmocka_unit_test_setup(test_restart, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
