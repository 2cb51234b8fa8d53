/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time management: TIMED_WAIT with its special cases, release points at the partition's period,
 * time capacity with REPLENISH, deadlines that a replenished process doesn't miss.
 */
#include "apex_process.h"

#define PERIOD (10 * MILLISECONDS)

static RETURN_CODE_TYPE code;
static volatile uint32_t missed;
static PROCESS_ID_TYPE missed_by;

static void handler(void)
{
    ERROR_STATUS_TYPE status;
    RETURN_CODE_TYPE result;

    for (;;) {
        GET_ERROR_STATUS(&status, &result);
        if (result != NO_ERROR) {
            break;
        }
        if (status.ERROR_CODE == DEADLINE_MISSED) {
            missed++;
            missed_by = status.FAILED_PROCESS_ID;
        }
    }
    STOP_SELF();
}

static void compute(SYSTEM_TIME_TYPE duration)
{
    SYSTEM_TIME_TYPE end = now_ns() + duration;

    while (now_ns() < end) {
    }
}

/* --- periodic: capacity 4 ms of 10 ----------------------------------------------------------- */

static volatile uint32_t periods;
static SYSTEM_TIME_TYPE release[4];
static RETURN_CODE_TYPE replenish_code[4];

static void periodic(void)
{
    for (;;) {
        if (periods < 4) {
            release[periods] = now_ns();
        }
        switch (periods) {
        case 0: /* 9 ms from now is within the period */
            REPLENISH(9 * MILLISECONDS, &replenish_code[0]);
            compute(5 * MILLISECONDS);
            break;
        case 1: /* past the next release point; then without end */
            REPLENISH(11 * MILLISECONDS, &replenish_code[1]);
            REPLENISH(INFINITE_TIME_VALUE, &replenish_code[2]);
            REPLENISH(-2, &replenish_code[3]);
            break;
        case 2:
            compute(5 * MILLISECONDS); /* over its capacity */
            break;
        default:
            break;
        }
        periods++;
        PERIODIC_WAIT(&code);
    }
}

static void test_periodic(PROCESS_ID_TYPE process)
{
    PROCESS_STATUS_TYPE status;

    START(process, &code);
    CHECK_EQUAL(code, NO_ERROR);
    status = process_status(process);
    CHECK_EQUAL(status.PROCESS_STATE, WAITING);
    while (periods < 2) {
        sleep_ms(1);
    }
    CHECK_EQUAL(missed, 0);
    while (periods < 4) {
        sleep_ms(1);
    }
    CHECK_EQUAL(missed, 1);
    CHECK_EQUAL(missed_by, process);
    for (int i = 0; i < 4; i++) {
        /* Release points are the partition's period starts. */
        CHECK_AT_MOST(release[i] % PERIOD, 100000);
        CHECK_EQUAL(release[i] / PERIOD, release[0] / PERIOD + i);
    }
    CHECK_EQUAL(replenish_code[0], NO_ERROR);
    CHECK_EQUAL(replenish_code[1], INVALID_MODE);
    CHECK_EQUAL(replenish_code[2], INVALID_MODE);
    CHECK_EQUAL(replenish_code[3], INVALID_PARAM);
    STOP(process, &code);
}

/* --- aperiodic: capacity 3 ms ---------------------------------------------------------------- */

static SYSTEM_TIME_TYPE aperiodic_deadline;

static void aperiodic(void)
{
    PROCESS_ID_TYPE self;

    GET_MY_ID(&self, &code);
    for (int i = 0; i < 3; i++) {
        compute(2 * MILLISECONDS);
        REPLENISH(3 * MILLISECONDS, &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    aperiodic_deadline = process_status(self).DEADLINE_TIME - now_ns();
    REPLENISH(INFINITE_TIME_VALUE, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(process_status(self).DEADLINE_TIME, INFINITE_TIME_VALUE);
    compute(5 * MILLISECONDS);
    note('a');
}

static void test_aperiodic(PROCESS_ID_TYPE process)
{
    uint32_t before = missed;

    START(process, &code);
    sleep_ms(14);
    CHECK_TRAIL("a");
    CHECK_EQUAL(missed, before);
    CHECK(aperiodic_deadline > 2 * MILLISECONDS);
    CHECK_AT_MOST(aperiodic_deadline, 3 * MILLISECONDS);
}

/* --- TIMED_WAIT ------------------------------------------------------------------------------ */

static void yielding(void)
{
    for (int i = 0; i < 3; i++) {
        note('y');
        TIMED_WAIT(0, &code);
    }
}

static void other(void)
{
    for (int i = 0; i < 3; i++) {
        note('o');
        TIMED_WAIT(0, &code);
    }
}

static void test_timed_wait(PROCESS_ID_TYPE yielding_id, PROCESS_ID_TYPE other_id)
{
    SYSTEM_TIME_TYPE before = now_ns();

    TIMED_WAIT(-1, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    TIMED_WAIT(-2, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    TIMED_WAIT(1234567, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK(now_ns() - before >= 1234567);
    CHECK_AT_MOST(now_ns() - before, 1234567 + 100000);
    PERIODIC_WAIT(&code);
    CHECK_EQUAL(code, INVALID_MODE);
    REPLENISH(5, &code);
    CHECK_EQUAL(code, NO_ACTION); /* it has no time capacity */
    /* 0: the next of the same priority. */
    START(yielding_id, &code);
    START(other_id, &code);
    sleep_ms(1);
    CHECK_TRAIL("yoyoyo");
}

/* --- DELAYED_START --------------------------------------------------------------------------- */

static volatile SYSTEM_TIME_TYPE delayed_at;

static void delayed(void)
{
    delayed_at = now_ns();
}

static void test_delayed(PROCESS_ID_TYPE delayed_id, PROCESS_ID_TYPE periodic_id)
{
    SYSTEM_TIME_TYPE before = now_ns();

    DELAYED_START(delayed_id, -1, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    DELAYED_START(99, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    DELAYED_START(periodic_id, PERIOD, &code);
    CHECK_EQUAL(code, INVALID_PARAM); /* not below the period */
    DELAYED_START(delayed_id, 3 * MILLISECONDS, &code);
    CHECK_EQUAL(code, NO_ERROR);
    DELAYED_START(delayed_id, 0, &code);
    CHECK_EQUAL(code, NO_ACTION);
    sleep_ms(5);
    CHECK(delayed_at - before >= 3 * MILLISECONDS);
    CHECK_AT_MOST(delayed_at - before, 3 * MILLISECONDS + 200000);
}

static PROCESS_ID_TYPE ids[5];

static void judge(void)
{
    test_timed_wait(ids[0], ids[1]);
    test_delayed(ids[2], ids[3]);
    test_periodic(ids[3]);
    test_aperiodic(ids[4]);
    check_verdict();
}

int main(void)
{
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, 8192, &code);
    CHECK_EQUAL(code, NO_ERROR);
    process_run("judge", judge, 100);
    ids[0] = process_create("yielding", yielding, 10, 0, 0);
    ids[1] = process_create("other", other, 10, 0, 0);
    ids[2] = process_create("delayed", delayed, 10, 0, 0);
    ids[3] = process_create("periodic", periodic, 50, PERIOD, 4 * MILLISECONDS);
    ids[4] = process_create("aperiodic", aperiodic, 20, 0, 3 * MILLISECONDS);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
