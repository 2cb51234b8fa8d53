/* SPDX-License-Identifier: BSD-2-Clause */
/* Waiting processes: both disciplines for every object that has one, and what a time-out means. */
#include "order.h"

static SEMAPHORE_ID_TYPE semaphore[2];
static BUFFER_ID_TYPE buffer[2];
static MUTEX_ID_TYPE mutex[2];
static QUEUING_PORT_ID_TYPE out[2], in[2];
static EVENT_ID_TYPE event;
static BLACKBOARD_ID_TYPE board;

static PROCESS_ID_TYPE holder;
static volatile int discipline; /* FIFO or PRIORITY: which of each two objects */
static volatile SYSTEM_TIME_TYPE timeout;
static SYSTEM_TIME_TYPE waited[WORKERS];

static void holder_main(void)
{
    RETURN_CODE_TYPE rc;

    ACQUIRE_MUTEX(mutex[discipline], 0, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
    STOP_SELF();
}

void queue_setup(void)
{
    holder = process_create("holder", holder_main, 15, 0, 0);
    CREATE_SEMAPHORE("f", 0, 5, FIFO, &semaphore[FIFO], &code);
    CREATE_SEMAPHORE("p", 0, 5, PRIORITY, &semaphore[PRIORITY], &code);
    CREATE_BUFFER("f", 4, 1, FIFO, &buffer[FIFO], &code);
    CREATE_BUFFER("p", 4, 1, PRIORITY, &buffer[PRIORITY], &code);
    CREATE_MUTEX("f", 200, FIFO, &mutex[FIFO], &code);
    CREATE_MUTEX("p", 200, PRIORITY, &mutex[PRIORITY], &code);
    CREATE_QUEUING_PORT("fifo out", 4, 4, SOURCE, FIFO, &out[FIFO], &code);
    CREATE_QUEUING_PORT("fifo in", 4, 4, DESTINATION, FIFO, &in[FIFO], &code);
    CREATE_QUEUING_PORT("priority out", 4, 4, SOURCE, PRIORITY, &out[PRIORITY], &code);
    CREATE_QUEUING_PORT("priority in", 4, 4, DESTINATION, PRIORITY, &in[PRIORITY], &code);
    CREATE_EVENT("e", &event, &code);
    CREATE_BLACKBOARD("b", 4, &board, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

/* --- one way to wait and to wake for each object --------------------------------------------- */

static APEX_BYTE word[4];
static MESSAGE_SIZE_TYPE length;

static void wait_semaphore(RETURN_CODE_TYPE *rc)
{
    WAIT_SEMAPHORE(semaphore[discipline], timeout, rc);
}

static void wake_semaphore(void)
{
    SIGNAL_SEMAPHORE(semaphore[discipline], &code);
}

static void wait_receive(RETURN_CODE_TYPE *rc)
{
    APEX_BYTE got[4];
    MESSAGE_SIZE_TYPE got_length;

    RECEIVE_BUFFER(buffer[discipline], timeout, got, &got_length, rc);
}

static void wake_receive(void)
{
    SEND_BUFFER(buffer[discipline], word, 4, 0, &code);
}

static void wait_send(RETURN_CODE_TYPE *rc)
{
    SEND_BUFFER(buffer[discipline], word, 4, timeout, rc);
}

static void wake_send(void)
{
    RECEIVE_BUFFER(buffer[discipline], 0, word, &length, &code);
}

/* Notes who has it in which order: capital letters. */
static void wait_mutex(RETURN_CODE_TYPE *rc)
{
    RETURN_CODE_TYPE released;

    ACQUIRE_MUTEX(mutex[discipline], timeout, rc);
    if (*rc == NO_ERROR) {
        note((char)('A' + (rc - worker_code)));
        RELEASE_MUTEX(mutex[discipline], &released);
    }
}

static void wait_port(RETURN_CODE_TYPE *rc)
{
    APEX_BYTE got[4];
    MESSAGE_SIZE_TYPE got_length;

    RECEIVE_QUEUING_MESSAGE(in[discipline], timeout, got, &got_length, rc);
}

static void wake_port(void)
{
    SEND_QUEUING_MESSAGE(out[discipline], word, 4, 0, &code);
}

static void wait_event(RETURN_CODE_TYPE *rc)
{
    WAIT_EVENT(event, timeout, rc);
}

static void wake_event(void)
{
    SET_EVENT(event, &code);
    RESET_EVENT(event, &code);
}

static void wait_board(RETURN_CODE_TYPE *rc)
{
    APEX_BYTE got[4];
    MESSAGE_SIZE_TYPE got_length;

    READ_BLACKBOARD(board, timeout, got, &got_length, rc);
}

static void wake_board(void)
{
    DISPLAY_BLACKBOARD(board, word, 4, &code);
    CLEAR_BLACKBOARD(board, &code);
}

static void (*volatile wait_for)(RETURN_CODE_TYPE *rc);

/* The lowest comes first: each sleeps a little longer than the one before. */
static void wait_in_turn(int which)
{
    SYSTEM_TIME_TYPE before;
    RETURN_CODE_TYPE rc;

    TIMED_WAIT((which + 1) * 50000LL, &rc);
    before = now_ns();
    wait_for(&worker_code[which]);
    waited[which] = now_ns() - before;
    note((char)('a' + which));
}

static const struct object {
    const char *name;
    void (*wait)(RETURN_CODE_TYPE *rc);
    void (*wake)(void);
} objects[] = {
    {"semaphore", wait_semaphore, wake_semaphore},
    {"receive", wait_receive, wake_receive},
    {"send", wait_send, wake_send},
    {"port", wait_port, wake_port},
    {"event", wait_event, wake_event},
    {"blackboard", wait_board, wake_board},
};

/* All wait; one is woken after the other. FIFO: as they came; PRIORITY: c has the highest. */
static void test_order(const struct object *object, int which, const char *expected)
{
    discipline = which;
    timeout = INFINITE_TIME_VALUE;
    wait_for = object->wait;
    work(wait_in_turn, 10, 11, 12);
    let_run();
    CHECK_TRAIL("");
    for (int i = 0; i < WORKERS; i++) {
        object->wake();
        CHECK_EQUAL(code, NO_ERROR);
        let_run();
    }
    CHECK_TRAIL(expected);
    for (int i = 0; i < WORKERS; i++) {
        CHECK_EQUAL(worker_code[i], NO_ERROR);
    }
}

/* Nobody wakes them: at once without waiting, after the time, or never. */
static void test_timeouts(const struct object *object)
{
    timeout = 0;
    wait_for = object->wait;
    work(wait_in_turn, 10, 10, 10);
    let_run();
    CHECK_TRAIL("abc");
    CHECK_EQUAL(worker_code[0], NOT_AVAILABLE);
    CHECK_AT_MOST(waited[0], 100000);
    timeout = 2 * MILLISECONDS;
    work(wait_in_turn, 10, 10, 10);
    let_run();
    CHECK_TRAIL("");
    sleep_ms(5);
    CHECK_TRAIL("abc");
    CHECK_EQUAL(worker_code[1], TIMED_OUT);
    CHECK(waited[1] >= timeout);
    timeout = INFINITE_TIME_VALUE;
    work(wait_in_turn, 10, 10, 10);
    sleep_ms(8);
    CHECK_TRAIL("");
    CHECK_EQUAL(process_status(worker[0]).PROCESS_STATE, WAITING);
    for (int i = 0; i < WORKERS; i++) {
        STOP(worker[i], &code);
    }
}

/*
 * Nobody waits for a mutex while its owner runs, as the owner has its ceiling. So the owner ends
 * with it: then all wait, and get it one after the other when it is reset.
 */
static void test_mutex(int which, const char *expected)
{
    discipline = which;
    wait_for = wait_mutex;
    START(holder, &code);
    timeout = 0;
    work(wait_in_turn, 10, 10, 10);
    let_run();
    CHECK_TRAIL("abc");
    CHECK_EQUAL(worker_code[0], NOT_AVAILABLE);
    timeout = 2 * MILLISECONDS;
    work(wait_in_turn, 10, 10, 10);
    sleep_ms(4);
    CHECK_TRAIL("abc");
    CHECK_EQUAL(worker_code[0], TIMED_OUT);
    timeout = INFINITE_TIME_VALUE;
    work(wait_in_turn, 10, 11, 12);
    let_run();
    CHECK_TRAIL("");
    RESET_MUTEX(mutex[which], holder, &code);
    CHECK_EQUAL(code, NO_ERROR);
    let_run();
    CHECK_TRAIL(expected);
}

void queue_tests(void)
{
    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
        const struct object *object = &objects[i];
        bool all_at_once = object->wait == wait_event || object->wait == wait_board;

        for (int which = FIFO; which <= PRIORITY; which++) {
            if (object->wait == wait_send) {
                SEND_BUFFER(buffer[which], word, 4, 0, &code);
            }
            /* Everyone is woken by an event or a message shown: they run by priority. */
            test_order(object, which, which == PRIORITY || all_at_once ? "cba" : "abc");
            test_timeouts(object);
            if (object->wait == wait_send) {
                RECEIVE_BUFFER(buffer[which], 0, word, &length, &code);
            }
        }
    }
    test_mutex(FIFO, "ABCcba");
    test_mutex(PRIORITY, "CBAcba");
}
