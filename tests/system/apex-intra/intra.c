/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Intra-partition communication under preemption: processes of several priorities sleep for odd
 * times, so that timers interrupt the services between any two instructions, and every message,
 * unit and visit is counted. Before, the order in which waiting processes are served.
 */
#include "apex_process.h"

#define PRODUCERS 3
#define CONSUMERS 2
#define ROUNDS    600u

static BUFFER_ID_TYPE buffer;
static SEMAPHORE_ID_TYPE ping, pong, guard;
static MUTEX_ID_TYPE mutex;
static EVENT_ID_TYPE event;
static BLACKBOARD_ID_TYPE board;
static RETURN_CODE_TYPE code;

static uint32_t sent[PRODUCERS], received[PRODUCERS], disorder, lost_waits;
static volatile uint32_t inside, intruders, visits, wished;
static volatile uint32_t finished;
static uint32_t blackboard_seen, blackboard_torn, event_seen;

struct message {
    uint32_t producer;
    uint32_t number;
    uint32_t check;
};

/* A short sleep whose length nothing else in the test divides. */
static void odd_sleep(uint32_t *seed)
{
    RETURN_CODE_TYPE ignored;

    *seed = *seed * 1103515245u + 12345u;
    TIMED_WAIT(211 + (*seed >> 16) % 4999, &ignored);
    if (ignored != NO_ERROR) {
        lost_waits++;
    }
}

static void produce(uint32_t me)
{
    uint32_t seed = me * 77 + 1;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        struct message message = {me, i, ~i ^ me};
        RETURN_CODE_TYPE result;

        SEND_BUFFER(buffer, (MESSAGE_ADDR_TYPE)&message, sizeof(message),
                    i % 5 == 0 ? INFINITE_TIME_VALUE : 3001, &result);
        if (result == TIMED_OUT) {
            i--;
        } else if (result == NO_ERROR) {
            sent[me]++;
        }
        if (i % 3 == me) {
            odd_sleep(&seed);
        }
    }
    finished++;
}

static void producer_0(void)
{
    produce(0);
}

static void producer_1(void)
{
    produce(1);
}

static void producer_2(void)
{
    produce(2);
}

static void consume(void)
{
    uint32_t seed = 5;

    for (;;) {
        struct message message;
        MESSAGE_SIZE_TYPE length;
        RETURN_CODE_TYPE result;

        RECEIVE_BUFFER(buffer, 7001, (MESSAGE_ADDR_TYPE)&message, &length, &result);
        if (result != NO_ERROR) {
            continue;
        }
        if (length != sizeof(message) || message.producer >= PRODUCERS ||
            message.check != (~message.number ^ message.producer)) {
            disorder++;
            continue;
        }
        received[message.producer]++;
        if (received[message.producer] % 7 == 0) {
            odd_sleep(&seed);
        }
    }
}

/* The mutex keeps all others out, whatever interrupts its owner. */
static void visit(void)
{
    uint32_t seed = (uint32_t)visits + 3;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        RETURN_CODE_TYPE result;

        ACQUIRE_MUTEX(mutex, i % 2 ? INFINITE_TIME_VALUE : 1501, &result);
        wished++;
        if (result == NO_ERROR) {
            if (++inside != 1) {
                intruders++;
            }
            for (volatile uint32_t spin = 0; spin < 20; spin++) {
            }
            visits++;
            inside--;
            RELEASE_MUTEX(mutex, &result);
            if (result != NO_ERROR) {
                intruders++;
            }
        } else {
            wished--;
        }
        if (i % 4 == 0) {
            odd_sleep(&seed);
        }
    }
    finished++;
}

/* The same with a semaphore of one. */
static volatile uint32_t guarded, guarded_intruders, guarded_visits;

static void enter(void)
{
    uint32_t seed = 9;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        RETURN_CODE_TYPE result;

        WAIT_SEMAPHORE(guard, INFINITE_TIME_VALUE, &result);
        if (++guarded != 1) {
            guarded_intruders++;
        }
        if (i % 16 == 0) {
            odd_sleep(&seed);
        }
        guarded_visits++;
        guarded--;
        SIGNAL_SEMAPHORE(guard, &result);
        if (i % 4 == 1) {
            odd_sleep(&seed);
        }
    }
    finished++;
}

/* Readers of the blackboard see whole messages only. */
static void read_board(void)
{
    uint32_t seed = 21;

    for (;;) {
        uint32_t text[8];
        MESSAGE_SIZE_TYPE length;
        RETURN_CODE_TYPE result;

        READ_BLACKBOARD(board, 5003, (MESSAGE_ADDR_TYPE)text, &length, &result);
        if (result == NO_ERROR) {
            blackboard_seen++;
            for (int i = 1; i < 8; i++) {
                blackboard_torn += text[i] != text[0];
            }
            odd_sleep(&seed);
        }
        WAIT_EVENT(event, 4001, &result);
        if (result == NO_ERROR) {
            event_seen++;
            RESET_EVENT(event, &result);
        }
    }
}

static void show(void)
{
    uint32_t seed = 31;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t text[8];
        RETURN_CODE_TYPE result;

        for (int k = 0; k < 8; k++) {
            text[k] = i;
        }
        DISPLAY_BLACKBOARD(board, (MESSAGE_ADDR_TYPE)text, sizeof(text), &result);
        if (i % 3 == 0) {
            CLEAR_BLACKBOARD(board, &result);
        }
        SET_EVENT(event, &result);
        odd_sleep(&seed);
    }
    finished++;
}

/* --- order ----------------------------------------------------------------------------------- */

static void pinger(void)
{
    RETURN_CODE_TYPE result;

    for (int i = 0; i < 4; i++) {
        note('a');
        SIGNAL_SEMAPHORE(pong, &result);
        WAIT_SEMAPHORE(ping, INFINITE_TIME_VALUE, &result);
    }
}

static void ponger(void)
{
    RETURN_CODE_TYPE result;

    for (int i = 0; i < 4; i++) {
        WAIT_SEMAPHORE(pong, INFINITE_TIME_VALUE, &result);
        note('b');
        SIGNAL_SEMAPHORE(ping, &result);
    }
}

static PROCESS_ID_TYPE workers[16];
static uint32_t worker_count;

static void judge(void)
{
    SEMAPHORE_STATUS_TYPE semaphore;
    BUFFER_STATUS_TYPE messages;

    sleep_ms(1);
    CHECK_TRAIL("abababab");
    for (uint32_t i = 0; i < worker_count; i++) {
        START(workers[i], &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    while (finished < PRODUCERS + 2 + 3 + 1) {
        sleep_ms(5);
    }
    sleep_ms(5);
    for (int i = 0; i < PRODUCERS; i++) {
        CHECK_EQUAL(sent[i], ROUNDS);
        CHECK_EQUAL(received[i], ROUNDS);
    }
    CHECK_EQUAL(disorder, 0);
    CHECK_EQUAL(lost_waits, 0);
    CHECK_EQUAL(intruders, 0);
    CHECK_EQUAL(inside, 0);
    CHECK_EQUAL(visits, wished);
    CHECK(visits > ROUNDS);
    CHECK_EQUAL(guarded_intruders, 0);
    CHECK_EQUAL(guarded_visits, 3 * ROUNDS);
    CHECK_EQUAL(blackboard_torn, 0);
    CHECK(blackboard_seen > ROUNDS / 8);
    CHECK(event_seen > ROUNDS / 8);
    GET_SEMAPHORE_STATUS(guard, &semaphore, &code);
    CHECK_EQUAL(semaphore.CURRENT_VALUE, 1);
    GET_BUFFER_STATUS(buffer, &messages, &code);
    CHECK_EQUAL(messages.NB_MESSAGE, 0);
    check_verdict();
}

static void worker_create(const char *name, void (*entry)(void), PRIORITY_TYPE priority)
{
    workers[worker_count++] = process_create(name, entry, priority, 0, 0);
}

int main(void)
{
    CREATE_BUFFER("buffer", sizeof(struct message), 3, FIFO, &buffer, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_SEMAPHORE("ping", 0, 1, FIFO, &ping, &code);
    CREATE_SEMAPHORE("pong", 0, 1, FIFO, &pong, &code);
    CREATE_SEMAPHORE("guard", 1, 1, PRIORITY, &guard, &code);
    CREATE_MUTEX("mutex", 30, PRIORITY, &mutex, &code);
    CREATE_EVENT("event", &event, &code);
    CREATE_BLACKBOARD("board", 32, &board, &code);
    CHECK_EQUAL(code, NO_ERROR);
    process_run("judge", judge, 100);
    process_run("pinger", pinger, 10);
    process_run("ponger", ponger, 10);
    worker_create("producer 0", producer_0, 20);
    worker_create("producer 1", producer_1, 21);
    worker_create("producer 2", producer_2, 10);
    worker_create("consumer 0", consume, 22);
    worker_create("consumer 1", consume, 11);
    worker_create("visitor 0", visit, 23);
    worker_create("visitor 1", visit, 12);
    worker_create("enter 0", enter, 24);
    worker_create("enter 1", enter, 18);
    worker_create("enter 2", enter, 14);
    worker_create("reader", read_board, 19);
    worker_create("show", show, 17);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
