/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tests/unit/apex_host.c libpok/core/object.c libpok/arinc653/intra.c */
/* sources: libpok/arinc653/message.c libpok/arinc653/semaphore.c libpok/arinc653/event.c */
/* sources: libpok/arinc653/buffer.c libpok/arinc653/blackboard.c libpok/arinc653/mutex.c */
/*
 * The intra-partition services of the APEX: every return code of each, the bounds of every
 * argument, the contexts in which a process must not wait, both disciplines, time-outs, and the
 * hand-over of messages. The objects of all tests live side by side, as nothing ever deletes one.
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
#include "arinc653/apexEvent.h"
#include "arinc653/apexMutex.h"
#include "arinc653/apexSemaphore.h"

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

/* --- semaphores ------------------------------------------------------------------------------ */

static SEMAPHORE_ID_TYPE semaphore;
static RETURN_CODE_TYPE result[8];

static void semaphore_creation(void **state)
{
    static const struct {
        SEMAPHORE_VALUE_TYPE value;
        SEMAPHORE_VALUE_TYPE maximum;
        int discipline;
        RETURN_CODE_TYPE expected;
    } row[] = {
        {-1, 1, FIFO, INVALID_PARAM},
        {0, -1, FIFO, INVALID_PARAM},
        {2, 1, FIFO, INVALID_PARAM},
        {MAX_SEMAPHORE_VALUE + 1, MAX_SEMAPHORE_VALUE + 1, FIFO, INVALID_PARAM},
        {0, MAX_SEMAPHORE_VALUE + 1, FIFO, INVALID_PARAM},
        {0, 1, 2, INVALID_PARAM},
        {0, 1, -1, INVALID_PARAM},
        {MAX_SEMAPHORE_VALUE, MAX_SEMAPHORE_VALUE, PRIORITY, NO_ERROR},
        {0, 0, FIFO, NO_ERROR},
    };
    SEMAPHORE_ID_TYPE found;
    char name[MAX_NAME_LENGTH];

    (void)state;
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        snprintf(name, sizeof(name), "creation %zu", i);
        semaphore = 77;
        CREATE_SEMAPHORE(name, row[i].value, row[i].maximum,
                         (QUEUING_DISCIPLINE_TYPE)row[i].discipline, &semaphore, &rc);
        assert_int_equal(rc, row[i].expected);
        assert_int_equal(semaphore == 77, rc != NO_ERROR);
    }
    CREATE_SEMAPHORE("creation 7", -1, 0, FIFO, &semaphore, &rc);
    assert_int_equal(rc, NO_ACTION); /* the name before the values */
    normal();
    CREATE_SEMAPHORE("creation n", -1, 0, FIFO, &semaphore, &rc);
    assert_int_equal(rc, INVALID_PARAM); /* the values before the mode */
    CREATE_SEMAPHORE("creation n", 0, 1, FIFO, &semaphore, &rc);
    assert_int_equal(rc, INVALID_MODE);
    GET_SEMAPHORE_ID("creation 7", &found, &rc);
    assert_int_equal(rc, NO_ERROR);
    GET_SEMAPHORE_ID("creation n", &found, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
}

static void semaphore_create(const char *name, SEMAPHORE_VALUE_TYPE value,
                             SEMAPHORE_VALUE_TYPE maximum, QUEUING_DISCIPLINE_TYPE discipline)
{
    char full[MAX_NAME_LENGTH];

    strncpy(full, name, sizeof(full) - 1);
    full[sizeof(full) - 1] = '\0';
    CREATE_SEMAPHORE(full, value, maximum, discipline, &semaphore, &rc);
    assert_int_equal(rc, NO_ERROR);
}

static void semaphore_without_waiting(void **state)
{
    SEMAPHORE_STATUS_TYPE status;

    (void)state;
    semaphore_create("no waiting", 1, 2, FIFO);
    normal();
    for (SEMAPHORE_ID_TYPE bad = -1; bad <= 0; bad++) {
        WAIT_SEMAPHORE(bad, 0, &rc);
        assert_int_equal(rc, INVALID_PARAM);
        SIGNAL_SEMAPHORE(bad, &rc);
        assert_int_equal(rc, INVALID_PARAM);
        GET_SEMAPHORE_STATUS(bad, &status, &rc);
        assert_int_equal(rc, INVALID_PARAM);
    }
    WAIT_SEMAPHORE(semaphore + 1, 0, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    WAIT_SEMAPHORE(semaphore, -2, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    WAIT_SEMAPHORE(semaphore, INT64_MIN, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    WAIT_SEMAPHORE(semaphore, INFINITE_TIME_VALUE, &rc);
    assert_int_equal(rc, NO_ERROR);
    WAIT_SEMAPHORE(semaphore, 0, &rc);
    assert_int_equal(rc, NOT_AVAILABLE);
    SIGNAL_SEMAPHORE(semaphore, &rc);
    SIGNAL_SEMAPHORE(semaphore, &rc);
    assert_int_equal(rc, NO_ERROR);
    SIGNAL_SEMAPHORE(semaphore, &rc);
    assert_int_equal(rc, NO_ACTION);
    GET_SEMAPHORE_STATUS(semaphore, &status, &rc);
    assert_int_equal(status.CURRENT_VALUE, 2);
    assert_int_equal(status.MAXIMUM_VALUE, 2);
    assert_int_equal(status.WAITING_PROCESSES, 0);
    assert_int_equal(host_crossings(), 0);
}

static void take(void)
{
    uint32_t self = host_self();

    WAIT_SEMAPHORE(semaphore, INFINITE_TIME_VALUE, &result[self]);
    note((char)('0' + self));
}

static void signal_three(void)
{
    SEMAPHORE_STATUS_TYPE status;

    GET_SEMAPHORE_STATUS(semaphore, &status, &rc);
    assert_int_equal(status.WAITING_PROCESSES, 3);
    for (int i = 0; i < 3; i++) {
        SIGNAL_SEMAPHORE(semaphore, &rc);
        assert_int_equal(rc, NO_ERROR);
        note('s');
    }
}

static void semaphore_order(QUEUING_DISCIPLINE_TYPE discipline, const char *expected)
{
    semaphore_create(expected, 0, 5, discipline);
    normal();
    (void)host_process(take, 12);
    (void)host_process(take, 10);
    (void)host_process(take, 11);
    (void)host_process(signal_three, 1);
    host_run();
    assert_string_equal(trail, expected);
}

static void semaphore_fifo(void **state)
{
    (void)state;
    /* Queue: 1, 3, 2, as their priorities let them come. */
    semaphore_order(FIFO, "1s3s2s");
}

static void wait_late(void)
{
    host_sleep(1);
    take();
}

static void signal_late(void)
{
    host_sleep(5);
    signal_three();
}

static void semaphore_priority(void **state)
{
    (void)state;
    semaphore_create("priority", 0, 5, PRIORITY);
    normal();
    (void)host_process(wait_late, 12); /* comes last, goes first */
    (void)host_process(take, 10);
    (void)host_process(take, 11);
    (void)host_process(signal_late, 20); /* above all: nobody runs until it is done */
    host_run();
    assert_string_equal(trail, "sss132");
}

static void wait_five(void)
{
    WAIT_SEMAPHORE(semaphore, 5, &result[host_self()]);
    assert_int_equal(host_time(), 5);
}

/* The only waiter's time-out comes between SIGNAL's look at the queue and its wake-up. */
static void signal_too_late(void)
{
    SEMAPHORE_STATUS_TYPE status;

    host_expire_in_next_call();
    SIGNAL_SEMAPHORE(semaphore, &rc);
    assert_int_equal(rc, NO_ERROR);
    GET_SEMAPHORE_STATUS(semaphore, &status, &rc);
    assert_int_equal(status.CURRENT_VALUE, 1);
}

static void semaphore_timeout(void **state)
{
    (void)state;
    semaphore_create("timeout", 0, 5, FIFO);
    normal();
    (void)host_process(wait_five, 10);
    host_run();
    assert_int_equal(result[1], TIMED_OUT);
}

static void semaphore_timeout_race(void **state)
{
    (void)state;
    semaphore_create("race", 0, 5, FIFO);
    normal();
    (void)host_process(wait_five, 10);
    (void)host_process(signal_too_late, 1);
    host_run();
    assert_int_equal(result[1], TIMED_OUT);
}

/* --- where nobody may wait, for all kinds ---------------------------------------------------- */

static EVENT_ID_TYPE event;
static BUFFER_ID_TYPE buffer;
static BLACKBOARD_ID_TYPE blackboard;
static MUTEX_ID_TYPE mutex;
static MUTEX_ID_TYPE other_mutex;
static uint8_t memory[16];
static MESSAGE_SIZE_TYPE length;

static void wait_for_each(SYSTEM_TIME_TYPE timeout, RETURN_CODE_TYPE expected)
{
    uint32_t before = host_crossings();

    WAIT_SEMAPHORE(semaphore, timeout, &rc);
    assert_int_equal(rc, expected);
    WAIT_EVENT(event, timeout, &rc);
    assert_int_equal(rc, expected);
    length = 5;
    RECEIVE_BUFFER(buffer, timeout, memory, &length, &rc);
    assert_int_equal(rc, expected);
    assert_int_equal(length, 0);
    length = 5;
    READ_BLACKBOARD(blackboard, timeout, memory, &length, &rc);
    assert_int_equal(rc, expected);
    assert_int_equal(length, 0);
    assert_int_equal(host_crossings() - before, timeout == 0 ? 0 : 4);
}

static void each_refused(void)
{
    wait_for_each(0, NOT_AVAILABLE); /* asked before the caller's mode */
    wait_for_each(1000, INVALID_MODE);
    wait_for_each(INFINITE_TIME_VALUE, INVALID_MODE);
    note('r');
}

static void each_create(const char *name)
{
    char full[MAX_NAME_LENGTH];

    snprintf(full, sizeof(full), "%s", name);
    semaphore_create(name, 0, 1, FIFO);
    CREATE_EVENT(full, &event, &rc);
    assert_int_equal(rc, NO_ERROR);
    CREATE_BUFFER(full, 8, 2, FIFO, &buffer, &rc);
    assert_int_equal(rc, NO_ERROR);
    CREATE_BLACKBOARD(full, 8, &blackboard, &rc);
    assert_int_equal(rc, NO_ERROR);
    CREATE_MUTEX(full, 20, FIFO, &mutex, &rc);
    assert_int_equal(rc, NO_ERROR);
    full[0] = '2';
    CREATE_MUTEX(full, 20, PRIORITY, &other_mutex, &rc);
    assert_int_equal(rc, NO_ERROR);
}

static void refused_initialising(void **state)
{
    (void)state;
    each_create("init");
    each_refused();
}

static void locked(void)
{
    host_lock_preemption(true);
    each_refused();
    ACQUIRE_MUTEX(mutex, 0, &rc);
    assert_int_equal(rc, INVALID_MODE);
    GET_PROCESS_MUTEX_STATE((PROCESS_ID_TYPE)host_self(), &mutex, &rc);
    assert_int_equal(mutex, PREEMPTION_LOCK_MUTEX);
    host_lock_preemption(false);
}

static void refused_locked(void **state)
{
    (void)state;
    each_create("locked");
    normal();
    (void)host_process(locked, 10);
    host_run();
    assert_string_equal(trail, "r");
}

static void handler(void)
{
    each_refused();
    ACQUIRE_MUTEX(mutex, 0, &rc);
    assert_int_equal(rc, INVALID_MODE);
}

static void refused_error_handler(void **state)
{
    (void)state;
    each_create("handler");
    normal();
    host_set_error_handler(host_process(handler, 10));
    host_run();
    assert_string_equal(trail, "r");
}

static void owner(void)
{
    ACQUIRE_MUTEX(mutex, 0, &rc);
    assert_int_equal(rc, NO_ERROR);
    each_refused();
    ACQUIRE_MUTEX(other_mutex, 0, &rc);
    assert_int_equal(rc, INVALID_MODE);
}

static void refused_owner(void **state)
{
    (void)state;
    each_create("owner");
    normal();
    (void)host_process(owner, 10);
    host_run();
    assert_string_equal(trail, "r");
}

/* --- events ---------------------------------------------------------------------------------- */

static void await_event(void)
{
    WAIT_EVENT(event, INFINITE_TIME_VALUE, &result[host_self()]);
    note((char)('0' + host_self()));
}

static void set_event(void)
{
    EVENT_STATUS_TYPE status;

    GET_EVENT_STATUS(event, &status, &rc);
    assert_int_equal(status.EVENT_STATE, DOWN);
    assert_int_equal(status.WAITING_PROCESSES, 3);
    SET_EVENT(event, &rc);
    note('s');
    GET_EVENT_STATUS(event, &status, &rc);
    assert_int_equal(status.EVENT_STATE, UP);
    assert_int_equal(status.WAITING_PROCESSES, 0);
    WAIT_EVENT(event, 0, &rc);
    assert_int_equal(rc, NO_ERROR);
    RESET_EVENT(event, &rc);
    WAIT_EVENT(event, 3, &rc);
    assert_int_equal(rc, TIMED_OUT);
}

static void events(void **state)
{
    EVENT_STATUS_TYPE status;
    EVENT_ID_TYPE found;

    (void)state;
    CREATE_EVENT("event", &event, &rc);
    assert_int_equal(rc, NO_ERROR);
    CREATE_EVENT("event", &found, &rc);
    assert_int_equal(rc, NO_ACTION);
    normal();
    CREATE_EVENT("event", &found, &rc);
    assert_int_equal(rc, NO_ACTION);
    CREATE_EVENT("another", &found, &rc);
    assert_int_equal(rc, INVALID_MODE);
    GET_EVENT_ID("another", &found, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    GET_EVENT_ID("event", &found, &rc);
    assert_int_equal(rc, NO_ERROR);
    assert_int_equal(found, event);
    for (EVENT_ID_TYPE bad = -1; bad <= event + 1; bad += event + 2) {
        SET_EVENT(bad, &rc);
        assert_int_equal(rc, INVALID_PARAM);
        RESET_EVENT(bad, &rc);
        assert_int_equal(rc, INVALID_PARAM);
        WAIT_EVENT(bad, 0, &rc);
        assert_int_equal(rc, INVALID_PARAM);
        GET_EVENT_STATUS(bad, &status, &rc);
        assert_int_equal(rc, INVALID_PARAM);
    }
    WAIT_EVENT(event, -2, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    (void)host_process(await_event, 12);
    (void)host_process(await_event, 11);
    (void)host_process(await_event, 10);
    (void)host_process(set_event, 1);
    host_run();
    assert_string_equal(trail, "123s");
}

/* --- every table's end ----------------------------------------------------------------------- */

static void too_many(void **state)
{
    char name[MAX_NAME_LENGTH];
    int ends = 0;

    (void)state;
    for (int i = 0; i < 260; i++) {
        snprintf(name, sizeof(name), "many %d", i);
        CREATE_SEMAPHORE(name, 0, 1, FIFO, &semaphore, &rc);
        ends += rc == INVALID_CONFIG;
        CREATE_EVENT(name, &event, &rc);
        ends += rc == INVALID_CONFIG;
        CREATE_BUFFER(name, 1, 1, FIFO, &buffer, &rc);
        ends += rc == INVALID_CONFIG;
        CREATE_BLACKBOARD(name, 1, &blackboard, &rc);
        ends += rc == INVALID_CONFIG;
        CREATE_MUTEX(name, 1, FIFO, &mutex, &rc);
        ends += rc == INVALID_CONFIG;
    }
    assert_true(ends >= 5 * 4);
    assert_int_equal(semaphore, MAX_NUMBER_OF_SEMAPHORES);
    assert_int_equal(event, MAX_NUMBER_OF_EVENTS);
    assert_int_equal(buffer, MAX_NUMBER_OF_BUFFERS);
    assert_int_equal(blackboard, MAX_NUMBER_OF_BLACKBOARDS);
    assert_int_equal(mutex, MAX_NUMBER_OF_MUTEXES);
    CREATE_SEMAPHORE("many 1", 0, 1, FIFO, &semaphore, &rc);
    assert_int_equal(rc, INVALID_CONFIG); /* room before the name */
}

#define TEST(function) cmocka_unit_test_setup(function, begin)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(semaphore_creation),
        TEST(semaphore_without_waiting),
        TEST(semaphore_fifo),
        TEST(semaphore_priority),
        TEST(semaphore_timeout),
        TEST(semaphore_timeout_race),
        TEST(refused_initialising),
        TEST(refused_locked),
        TEST(refused_error_handler),
        TEST(refused_owner),
        TEST(events),
        TEST(too_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
