/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tests/unit/apex_host.c libpok/core/object.c libpok/arinc653/intra.c */
/* sources: libpok/arinc653/message.c */
/* sources: libpok/arinc653/buffer.c libpok/arinc653/blackboard.c libpok/arinc653/mutex.c */
/*
 * Buffers, blackboards and mutexes of the APEX: every return code of each, the bounds of every
 * argument, time-outs, and the hand-over of messages and mutexes. test_apex_intra.c has the others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "apex_host.h"
#include "arinc653/apexBlackboard.h"
#include "arinc653/apexBuffer.h"
#include "arinc653/apexMutex.h"

static RETURN_CODE_TYPE rc;
static char trail[256]; /* what the processes did, in order */

static void note(char what)
{
    size_t length = strlen(trail);

    trail[length] = what;
    trail[length + 1] = '\0';
}

static int begin(void **state)
{
    (void)state;
    host_begin();
    trail[0] = '\0';
    return 0;
}

static void normal(void)
{
    host_mode(POK_PARTITION_MODE_NORMAL);
}

static RETURN_CODE_TYPE result[8];
static BUFFER_ID_TYPE buffer;
static BLACKBOARD_ID_TYPE blackboard;
static MUTEX_ID_TYPE mutex;
static uint8_t memory[16];
static MESSAGE_SIZE_TYPE length;

/* --- buffers --------------------------------------------------------------------------------- */

static void buffer_creation(void **state)
{
    static const struct {
        MESSAGE_SIZE_TYPE bytes;
        MESSAGE_RANGE_TYPE messages;
        int discipline;
        RETURN_CODE_TYPE expected;
    } row[] = {
        {0, 1, FIFO, INVALID_PARAM}, {-1, 1, FIFO, INVALID_PARAM}, {8193, 1, FIFO, INVALID_PARAM},
        {1, 0, FIFO, INVALID_PARAM}, {1, -1, FIFO, INVALID_PARAM}, {1, 513, FIFO, INVALID_PARAM},
        {1, 1, 2, INVALID_PARAM},    {1, 1, FIFO, NO_ERROR},       {8192, 512, PRIORITY, NO_ERROR},
    };
    BUFFER_STATUS_TYPE status;
    BUFFER_ID_TYPE found;
    char name[MAX_NAME_LENGTH];

    (void)state;
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        snprintf(name, sizeof(name), "b creation %zu", i);
        CREATE_BUFFER(name, row[i].bytes, row[i].messages,
                      (QUEUING_DISCIPLINE_TYPE)row[i].discipline, &buffer, &rc);
        assert_int_equal(rc, row[i].expected);
    }
    CREATE_BUFFER("b creation 8", 0, 1, FIFO, &found, &rc);
    assert_int_equal(rc, NO_ACTION);
    GET_BUFFER_STATUS(buffer, &status, &rc);
    assert_int_equal(status.NB_MESSAGE, 0);
    assert_int_equal(status.MAX_NB_MESSAGE, 512);
    assert_int_equal(status.MAX_MESSAGE_SIZE, 8192);
    GET_BUFFER_STATUS(buffer + 1, &status, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    normal();
    CREATE_BUFFER("b new", 1, 1, FIFO, &found, &rc);
    assert_int_equal(rc, INVALID_MODE);
    GET_BUFFER_ID("b new", &found, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    GET_BUFFER_ID("b creation 8", &found, &rc);
    assert_int_equal(found, buffer);
}

/* Fill and empty a ring past its end, every length. */
static void buffer_ring(void **state)
{
    uint8_t in[8] = "abcdefg";
    uint8_t out[8];

    (void)state;
    CREATE_BUFFER("ring", 8, 3, FIFO, &buffer, &rc);
    normal();
    for (int round = 0; round < 50; round++) {
        for (MESSAGE_SIZE_TYPE i = 0; i < 1 + round % 3; i++) {
            in[0] = (uint8_t)(round + i);
            SEND_BUFFER(buffer, in, 1 + (round + i) % 8, 0, &rc);
            assert_int_equal(rc, NO_ERROR);
        }
        for (MESSAGE_SIZE_TYPE i = 0; i < 1 + round % 3; i++) {
            RECEIVE_BUFFER(buffer, 0, out, &length, &rc);
            assert_int_equal(rc, NO_ERROR);
            assert_int_equal(length, 1 + (round + i) % 8);
            in[0] = (uint8_t)(round + i);
            assert_memory_equal(in, out, (size_t)length);
        }
    }
    for (int i = 0; i < 3; i++)
        SEND_BUFFER(buffer, in, 8, INFINITE_TIME_VALUE, &rc);
    assert_int_equal(rc, NO_ERROR);
    SEND_BUFFER(buffer, in, 8, 0, &rc);
    assert_int_equal(rc, NOT_AVAILABLE);
    SEND_BUFFER(buffer, in, 0, 0, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    SEND_BUFFER(buffer, in, -1, 0, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    SEND_BUFFER(buffer, in, 9, 0, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    SEND_BUFFER(buffer, in, 8, -2, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    SEND_BUFFER(0, in, 8, 0, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    RECEIVE_BUFFER(0, 0, out, &length, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    RECEIVE_BUFFER(buffer, -2, out, &length, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    assert_int_equal(host_crossings(), 0);
}

static void receive_one(void)
{
    uint8_t message[8];

    RECEIVE_BUFFER(buffer, INFINITE_TIME_VALUE, message, &length, &rc);
    assert_int_equal(rc, NO_ERROR);
    assert_int_equal(length, 3);
    note((char)message[0]);
    note((char)('0' + host_self()));
}

static void receive_ten(void)
{
    uint8_t message[8];
    MESSAGE_SIZE_TYPE bytes = 1;

    RECEIVE_BUFFER(buffer, 10, message, &bytes, &rc);
    assert_int_equal(rc, TIMED_OUT);
    assert_int_equal(bytes, 0);
    note('t');
}

static void send_two(void)
{
    uint8_t message[3] = "a.";

    SEND_BUFFER(buffer, message, 3, 0, &rc);
    message[0] = 'b'; /* what was handed over is a copy */
    SEND_BUFFER(buffer, message, 3, 0, &rc);
    note('s');
}

static void buffer_receivers_wait(void **state)
{
    (void)state;
    CREATE_BUFFER("receivers", 8, 3, FIFO, &buffer, &rc);
    normal();
    (void)host_process(receive_one, 10);
    (void)host_process(receive_one, 12);
    (void)host_process(send_two, 1);
    (void)host_process(receive_ten, 0);
    host_run();
    assert_string_equal(trail, "a2b1st");
}

static void send_waiting(void)
{
    uint8_t message[3] = "x.";

    message[0] = (uint8_t)('a' + host_self());
    SEND_BUFFER(buffer, message, 3, INFINITE_TIME_VALUE, &result[host_self()]);
    message[0] = '-';
    note((char)('0' + host_self()));
}

static void send_ten(void)
{
    uint8_t message[3] = "z.";

    SEND_BUFFER(buffer, message, 3, 10, &rc);
    assert_int_equal(rc, TIMED_OUT);
    note('t');
}

static void drain(void)
{
    uint8_t message[8];
    BUFFER_STATUS_TYPE status;

    host_sleep(20);
    GET_BUFFER_STATUS(buffer, &status, &rc);
    assert_int_equal(status.NB_MESSAGE, 1);
    assert_int_equal(status.WAITING_PROCESSES, 2);
    for (int i = 0; i < 3; i++) {
        RECEIVE_BUFFER(buffer, 0, message, &length, &rc);
        assert_int_equal(rc, NO_ERROR);
        note((char)message[0]);
    }
    RECEIVE_BUFFER(buffer, 0, message, &length, &rc);
    assert_int_equal(rc, NOT_AVAILABLE);
}

static void buffer_senders_wait(void **state)
{
    (void)state;
    CREATE_BUFFER("senders", 8, 1, PRIORITY, &buffer, &rc);
    normal();
    (void)host_process(send_waiting, 10);
    (void)host_process(send_waiting, 5);
    (void)host_process(send_waiting, 7);
    (void)host_process(send_ten, 3);
    (void)host_process(drain, 20);
    host_run();
    assert_string_equal(trail, "1tbdc32");
}

/* --- blackboards ----------------------------------------------------------------------------- */

static void blackboard_arguments(void **state)
{
    BLACKBOARD_STATUS_TYPE status;
    BLACKBOARD_ID_TYPE found;
    uint8_t message[9] = "12345678";

    (void)state;
    CREATE_BLACKBOARD("bb", 0, &blackboard, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    CREATE_BLACKBOARD("bb", 8193, &blackboard, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    CREATE_BLACKBOARD("bb", 8, &blackboard, &rc);
    assert_int_equal(rc, NO_ERROR);
    CREATE_BLACKBOARD("bb", 0, &found, &rc);
    assert_int_equal(rc, NO_ACTION);
    normal();
    CREATE_BLACKBOARD("bb 2", 8, &found, &rc);
    assert_int_equal(rc, INVALID_MODE);
    GET_BLACKBOARD_ID("bb 2", &found, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    GET_BLACKBOARD_ID("bb", &found, &rc);
    assert_int_equal(found, blackboard);
    DISPLAY_BLACKBOARD(blackboard, message, 0, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    DISPLAY_BLACKBOARD(blackboard, message, 9, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    DISPLAY_BLACKBOARD(blackboard + 1, message, 8, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    READ_BLACKBOARD(blackboard + 1, 0, memory, &length, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    READ_BLACKBOARD(blackboard, -2, memory, &length, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    CLEAR_BLACKBOARD(0, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    GET_BLACKBOARD_STATUS(0, &status, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    DISPLAY_BLACKBOARD(blackboard, message, 8, &rc);
    assert_int_equal(rc, NO_ERROR);
    GET_BLACKBOARD_STATUS(blackboard, &status, &rc);
    assert_int_equal(status.EMPTY_INDICATOR, OCCUPIED);
    assert_int_equal(status.MAX_MESSAGE_SIZE, 8);
    for (int i = 0; i < 2; i++) {
        READ_BLACKBOARD(blackboard, INFINITE_TIME_VALUE, memory, &length, &rc);
        assert_int_equal(rc, NO_ERROR);
        assert_int_equal(length, 8);
        assert_memory_equal(memory, message, 8);
    }
    CLEAR_BLACKBOARD(blackboard, &rc);
    READ_BLACKBOARD(blackboard, 0, memory, &length, &rc);
    assert_int_equal(rc, NOT_AVAILABLE);
    assert_int_equal(host_crossings(), 0);
}

static void read_board(void)
{
    uint8_t message[8] = "";
    MESSAGE_SIZE_TYPE bytes = 0;

    READ_BLACKBOARD(blackboard, host_self() == 3 ? 2 : INFINITE_TIME_VALUE, message, &bytes, &rc);
    note(rc == NO_ERROR ? (char)message[0] : 't');
    assert_int_equal(bytes, rc == NO_ERROR ? 3 : 0);
}

static void display_and_clear(void)
{
    BLACKBOARD_STATUS_TYPE status;

    host_sleep(5);
    GET_BLACKBOARD_STATUS(blackboard, &status, &rc);
    assert_int_equal(status.WAITING_PROCESSES, 2);
    DISPLAY_BLACKBOARD(blackboard, (uint8_t *)"m.", 3, &rc);
    CLEAR_BLACKBOARD(blackboard, &rc); /* who waited has the message all the same */
    note('c');
}

static void blackboard_readers_wait(void **state)
{
    (void)state;
    CREATE_BLACKBOARD("readers", 8, &blackboard, &rc);
    normal();
    (void)host_process(read_board, 10);
    (void)host_process(read_board, 11);
    (void)host_process(read_board, 12);
    (void)host_process(display_and_clear, 20);
    host_run();
    assert_string_equal(trail, "tcmm");
}

/* --- mutexes --------------------------------------------------------------------------------- */

static void mutex_arguments(void **state)
{
    MUTEX_STATUS_TYPE status;
    MUTEX_ID_TYPE found;

    (void)state;
    CREATE_MUTEX("m", 0, FIFO, &mutex, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    CREATE_MUTEX("m", 240, FIFO, &mutex, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    CREATE_MUTEX("m", 1, (QUEUING_DISCIPLINE_TYPE)2, &mutex, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    CREATE_MUTEX("m", 20, FIFO, &mutex, &rc);
    assert_int_equal(rc, NO_ERROR);
    CREATE_MUTEX("m", 0, FIFO, &found, &rc);
    assert_int_equal(rc, NO_ACTION);
    normal();
    CREATE_MUTEX("m2", 1, FIFO, &found, &rc);
    assert_int_equal(rc, INVALID_MODE);
    GET_MUTEX_ID("m2", &found, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    GET_MUTEX_ID("m", &found, &rc);
    assert_int_equal(found, mutex);
    for (int i = 0; i < 2; i++) {
        MUTEX_ID_TYPE bad = i == 0 ? PREEMPTION_LOCK_MUTEX : mutex + 1;

        ACQUIRE_MUTEX(bad, 0, &rc);
        assert_int_equal(rc, INVALID_PARAM);
        RELEASE_MUTEX(bad, &rc);
        assert_int_equal(rc, INVALID_PARAM);
        RESET_MUTEX(bad, 1, &rc);
        assert_int_equal(rc, INVALID_PARAM);
        GET_MUTEX_STATUS(bad, &status, &rc);
        assert_int_equal(rc, INVALID_PARAM);
    }
    ACQUIRE_MUTEX(mutex, -2, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    RELEASE_MUTEX(mutex, &rc);
    assert_int_equal(rc, INVALID_MODE);
    RESET_MUTEX(mutex, 5, &rc);
    assert_int_equal(rc, INVALID_PARAM); /* no such process */
    GET_PROCESS_MUTEX_STATE(5, &found, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    GET_PROCESS_MUTEX_STATE(-1, &found, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    GET_MUTEX_STATUS(mutex, &status, &rc);
    assert_int_equal(status.MUTEX_STATE, AVAILABLE);
    assert_int_equal(status.MUTEX_OWNER, NULL_PROCESS_ID);
    assert_int_equal(status.MUTEX_PRIORITY, 20);
    assert_int_equal(status.LOCK_COUNT, 0);
}

static void acquire_levels(void)
{
    MUTEX_STATUS_TYPE status;
    MUTEX_ID_TYPE owned;

    for (int i = 0; i < MAX_LOCK_LEVEL; i++) {
        ACQUIRE_MUTEX(mutex, 0, &rc);
        assert_int_equal(rc, NO_ERROR);
    }
    ACQUIRE_MUTEX(mutex, 0, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    assert_int_equal(host_priority(host_self()), 20);
    GET_MUTEX_STATUS(mutex, &status, &rc);
    assert_int_equal(status.MUTEX_STATE, OWNED);
    assert_int_equal(status.MUTEX_OWNER, 1);
    assert_int_equal(status.LOCK_COUNT, MAX_LOCK_LEVEL);
    GET_PROCESS_MUTEX_STATE(1, &owned, &rc);
    assert_int_equal(owned, mutex);
    for (int i = 0; i < MAX_LOCK_LEVEL; i++) {
        assert_int_equal(host_priority(host_self()), 20);
        RELEASE_MUTEX(mutex, &rc);
        assert_int_equal(rc, NO_ERROR);
    }
    assert_int_equal(host_priority(host_self()), 10);
    RELEASE_MUTEX(mutex, &rc);
    assert_int_equal(rc, INVALID_MODE);
    GET_PROCESS_MUTEX_STATE(1, &owned, &rc);
    assert_int_equal(owned, NO_MUTEX_OWNED);
}

static void mutex_levels(void **state)
{
    (void)state;
    CREATE_MUTEX("levels", 20, FIFO, &mutex, &rc);
    normal();
    (void)host_process(acquire_levels, 10);
    host_run();
}

static void above_ceiling(void)
{
    ACQUIRE_MUTEX(mutex, 0, &rc);
    assert_int_equal(rc, INVALID_MODE);
}

static void hold(void)
{
    ACQUIRE_MUTEX(mutex, 0, &rc);
    note('a');
    host_sleep(10); /* as if it were preempted: a mutex's owner can't wait */
    RELEASE_MUTEX(mutex, &rc);
    note('r');
}

static void contend(void)
{
    RETURN_CODE_TYPE code;

    host_sleep(1);
    ACQUIRE_MUTEX(mutex, 0, &code);
    assert_int_equal(code, NOT_AVAILABLE);
    RELEASE_MUTEX(mutex, &code);
    assert_int_equal(code, INVALID_MODE);
    ACQUIRE_MUTEX(mutex, 2, &code);
    assert_int_equal(code, TIMED_OUT);
    ACQUIRE_MUTEX(mutex, INFINITE_TIME_VALUE, &code);
    assert_int_equal(code, NO_ERROR);
    assert_int_equal(host_priority(host_self()), 20);
    note((char)('0' + host_self()));
    RELEASE_MUTEX(mutex, &code);
    note((char)('0' + host_self()));
}

static void mutex_contention(void **state)
{
    (void)state;
    CREATE_MUTEX("contention", 20, PRIORITY, &mutex, &rc);
    normal();
    (void)host_process(hold, 5);
    (void)host_process(contend, 6);
    (void)host_process(contend, 7);
    (void)host_process(above_ceiling, 21);
    host_run();
    assert_string_equal(trail, "a3232r");
}

static void hold_and_fail(void)
{
    ACQUIRE_MUTEX(mutex, 0, &rc);
    host_sleep(INFINITE_TIME_VALUE);
}

static void reset(void)
{
    MUTEX_STATUS_TYPE status;

    host_sleep(5);
    RESET_MUTEX(mutex, 2, &rc);
    assert_int_equal(rc, INVALID_MODE); /* not the owner */
    host_stop(1);
    RESET_MUTEX(mutex, 1, &rc);
    assert_int_equal(rc, NO_ERROR);
    GET_MUTEX_STATUS(mutex, &status, &rc);
    assert_int_equal(status.MUTEX_OWNER, 2);
    assert_int_equal(status.LOCK_COUNT, 1);
    note('R');
}

static void mutex_reset(void **state)
{
    (void)state;
    CREATE_MUTEX("reset", 20, FIFO, &mutex, &rc);
    normal();
    (void)host_process(hold_and_fail, 5);
    (void)host_process(contend, 6);
    (void)host_process(reset, 30);
    host_run();
    assert_string_equal(trail, "R22");
}

#define TEST(function) cmocka_unit_test_setup(function, begin)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(buffer_creation),     TEST(buffer_ring),          TEST(buffer_receivers_wait),
        TEST(buffer_senders_wait), TEST(blackboard_arguments), TEST(blackboard_readers_wait),
        TEST(mutex_arguments),     TEST(mutex_levels),         TEST(mutex_contention),
        TEST(mutex_reset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
