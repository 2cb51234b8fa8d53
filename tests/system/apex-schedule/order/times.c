/* SPDX-License-Identifier: BSD-2-Clause */
/* Release points, deadlines and time capacities. */
#include "core/page.h"
#include "order.h"

#define RELEASES 4

/* From an instant to the first instruction of whoever it wakes: the kernel's way, nothing else. */
#define SOON 20000

static PROCESS_ID_TYPE periodic, delayed, tight, busy;
static SYSTEM_TIME_TYPE released[RELEASES], delayed_release[RELEASES];
static volatile uint32_t release_count, delayed_count;

static void periodic_main(void)
{
    RETURN_CODE_TYPE rc;

    for (;;) {
        if (release_count < RELEASES) {
            released[release_count++] = now_ns();
        }
        PERIODIC_WAIT(&rc);
    }
}

static void delayed_main(void)
{
    RETURN_CODE_TYPE rc;

    for (;;) {
        if (delayed_count < RELEASES) {
            delayed_release[delayed_count++] = now_ns();
        }
        PERIODIC_WAIT(&rc);
    }
}

/* --- deadlines: seen by the error handler in the middle of whatever runs ---------------------- */

static volatile SYSTEM_TIME_TYPE missed_at, missed_deadline;
static volatile PROCESS_ID_TYPE missed_by;
static volatile bool busy_runs;

static void handler(void)
{
    ERROR_STATUS_TYPE status;
    RETURN_CODE_TYPE rc;

    GET_ERROR_STATUS(&status, &rc);
    if (rc == NO_ERROR && status.ERROR_CODE == DEADLINE_MISSED) {
        missed_at = now_ns();
        missed_by = status.FAILED_PROCESS_ID;
        STOP(status.FAILED_PROCESS_ID, &rc);
    }
    STOP_SELF();
}

/* Never calls anything once it computes. */
static void tight_main(void)
{
    PROCESS_STATUS_TYPE status;
    RETURN_CODE_TYPE rc;

    GET_PROCESS_STATUS(tight, &status, &rc);
    missed_deadline = status.DEADLINE_TIME;
    for (;;) {
    }
}

static void busy_main(void)
{
    for (;;) {
        busy_runs = true;
    }
}

void time_setup(void)
{
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, 8192, &code);
    CHECK_EQUAL(code, NO_ERROR);
    periodic = process_create("periodic", periodic_main, 100, PERIOD_NS, 0);
    delayed = process_create("delayed", delayed_main, 100, FRAME, 0);
    tight = process_create("tight", tight_main, 20, 0, 3 * MILLISECONDS);
    busy = process_create("busy", busy_main, 50, 0, 0);
}

static void test_releases(void)
{
    SYSTEM_TIME_TYPE first;

    START(periodic, &code);
    DELAYED_START(delayed, 3 * MILLISECONDS, &code);
    CHECK_EQUAL(code, NO_ERROR);
    while (release_count < RELEASES || delayed_count < RELEASES) {
        sleep_ms(10);
    }
    for (int i = 0; i < RELEASES; i++) {
        CHECK((released[i] - PERIOD_START) % PERIOD_NS >= 0);
        CHECK_AT_MOST((released[i] - PERIOD_START) % PERIOD_NS, SOON);
        CHECK_EQUAL(released[i] / PERIOD_NS, released[0] / PERIOD_NS + i);
    }
    /* Its period is two of the partition's: any of the partition's starts may be its first. */
    first = (delayed_release[0] - PERIOD_START - 3 * MILLISECONDS) % PERIOD_NS;
    CHECK_AT_MOST(first, SOON);
    for (int i = 1; i < RELEASES; i++) {
        CHECK_AT_MOST(delayed_release[i] - delayed_release[i - 1] - FRAME, SOON);
        CHECK_AT_MOST(delayed_release[i - 1] + FRAME - delayed_release[i], SOON);
    }
    STOP(periodic, &code);
    STOP(delayed, &code);
}

/* `computing`: the process itself computes at the deadline; otherwise somebody above it does. */
static void test_deadline(bool computing)
{
    SYSTEM_TIME_TYPE next = (now_ns() / FRAME + 1) * FRAME + LONG_WINDOW;

    TIMED_WAIT(next - now_ns(), &code);
    missed_at = 0;
    busy_runs = false;
    START(tight, &code);
    sleep_ms(1);
    if (!computing) {
        START(busy, &code);
    }
    sleep_ms(4);
    STOP(busy, &code);
    CHECK_EQUAL(busy_runs, !computing);
    CHECK_EQUAL(missed_by, tight);
    CHECK(missed_at >= missed_deadline);
    CHECK_AT_MOST(missed_at, missed_deadline + SOON);
    CHECK_EQUAL(process_status(tight).PROCESS_STATE, DORMANT);
}

/* One that passes while the window is closed is seen as soon as the next one opens. */
static void test_deadline_outside(void)
{
    SYSTEM_TIME_TYPE next = (now_ns() / FRAME + 1) * FRAME + 4500000;

    TIMED_WAIT(next - now_ns(), &code);
    missed_at = 0;
    START(tight, &code);
    sleep_ms(5);
    CHECK(missed_deadline % FRAME > 7 * MILLISECONDS);
    CHECK(missed_deadline % FRAME < 8 * MILLISECONDS);
    CHECK_EQUAL(missed_at / MILLISECONDS % 20, 8);
    CHECK_AT_MOST(missed_at % MILLISECONDS, SOON);
}

void time_tests(void)
{
    test_releases();
    test_deadline(true);
    test_deadline(false);
    test_deadline_outside();
}
