/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Three processes begin to wait in an order that is neither that of their priorities nor its
 * reverse. The judge lets one go at a time and sleeps until it has run, so that the order is the
 * queue's and not the ready queue's.
 */
#include "apex_process.h"

#define WORKERS 3
#define MS      1000000ll

static SEMAPHORE_ID_TYPE by_priority, by_arrival;
static PROCESS_ID_TYPE worker[WORKERS];
static RETURN_CODE_TYPE code;
static volatile int served[2 * WORKERS];
static volatile int count;

enum { LOW, MIDDLE, HIGH };

static void work(int who)
{
    RETURN_CODE_TYPE result;

    WAIT_SEMAPHORE(by_priority, INFINITE_TIME_VALUE, &result);
    CHECK_EQUAL(result, NO_ERROR);
    served[count++] = who;
    TIMED_WAIT((who + 1) * MS, &result);
    WAIT_SEMAPHORE(by_arrival, INFINITE_TIME_VALUE, &result);
    CHECK_EQUAL(result, NO_ERROR);
    served[count++] = who;
    SUSPEND_SELF(30 * MS, &result);
    /* Resumed, not timed out; and the next wait isn't ended by the old time. */
    CHECK_EQUAL(result, NO_ERROR);
    WAIT_SEMAPHORE(by_arrival, INFINITE_TIME_VALUE, &result);
    CHECK_EQUAL(result, NO_ERROR);
    count++;
    STOP_SELF();
}

static void low(void)
{
    work(LOW);
}

static void middle(void)
{
    work(MIDDLE);
}

static void high(void)
{
    work(HIGH);
}

static void serve(SEMAPHORE_ID_TYPE semaphore)
{
    int before = count;

    SIGNAL_SEMAPHORE(semaphore, &code);
    CHECK_EQUAL(code, NO_ERROR);
    TIMED_WAIT(10 * MS, &code);
    CHECK_EQUAL(count, before + 1);
}

static void judge(void)
{
    /* Middle, low, high: the last goes to the front, the second to the end. */
    START(worker[MIDDLE], &code);
    TIMED_WAIT(MS, &code);
    START(worker[LOW], &code);
    TIMED_WAIT(MS, &code);
    START(worker[HIGH], &code);
    TIMED_WAIT(MS, &code);
    for (int i = 0; i < WORKERS; i++) {
        serve(by_priority);
    }
    CHECK_EQUAL(served[0], HIGH);
    CHECK_EQUAL(served[1], MIDDLE);
    CHECK_EQUAL(served[2], LOW);
    /* All wait again, in the order in which they were let go. */
    for (int i = 0; i < WORKERS; i++) {
        SIGNAL_SEMAPHORE(by_arrival, &code);
        TIMED_WAIT(2 * MS, &code);
        CHECK_EQUAL(count, WORKERS + i + 1);
    }
    CHECK_EQUAL(served[3], HIGH);
    CHECK_EQUAL(served[4], MIDDLE);
    CHECK_EQUAL(served[5], LOW);
    for (int i = 0; i < WORKERS; i++) {
        RESUME(worker[i], &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    TIMED_WAIT(60 * MS, &code);
    CHECK_EQUAL(count, 2 * WORKERS);
    for (int i = 0; i < WORKERS; i++) {
        serve(by_arrival);
    }
    check_verdict();
    STOP_SELF();
}

int main(void)
{
    CREATE_SEMAPHORE("by priority", 0, WORKERS, PRIORITY, &by_priority, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_SEMAPHORE("by arrival", 0, WORKERS, FIFO, &by_arrival, &code);
    CHECK_EQUAL(code, NO_ERROR);
    process_run("judge", judge, 100);
    worker[LOW] = process_create("low", low, 10, 0, 0);
    worker[MIDDLE] = process_create("middle", middle, 20, 0, 0);
    worker[HIGH] = process_create("high", high, 30, 0, 0);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
