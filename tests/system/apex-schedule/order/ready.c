/* SPDX-License-Identifier: BSD-2-Clause */
/* Who runs, and behind whom among those of the same priority. */
#include "order.h"

static void say(int which)
{
    note((char)('a' + which));
}

/* Says its letter, gives way to the next of its priority, says it again. */
static void say_twice(int which)
{
    say(which);
    TIMED_WAIT(0, &worker_code[which]);
    say(which);
}

static void suspend_then_say(int which)
{
    SUSPEND_SELF(INFINITE_TIME_VALUE, &worker_code[which]);
    say(which);
}

/* The first one is preempted in the middle; when it goes on it is still the first of its priority.
 */
static volatile bool preempted;

static void preempted_once(int which)
{
    say(which);
    if (which == 0) {
        SYSTEM_TIME_TYPE end = now_ns() + 3 * MILLISECONDS / 2;

        while (now_ns() < end) {
        }
        preempted = true;
    }
    say(which);
}

/* Raises the last one above itself, then lowers itself below all. */
static void raise_last(int which)
{
    say(which);
    if (which == 0) {
        SET_PRIORITY(worker[2], 30, &worker_code[0]);
        say(which);
        SET_PRIORITY(worker[0], 5, &worker_code[0]);
        say(which);
    }
}

/* Sets its own priority to what it is: the others of it come first. */
static void set_own(int which)
{
    say(which);
    SET_PRIORITY(worker[which], 10, &worker_code[which]);
    say(which);
}

/* The first one starts another process of its priority: that one comes behind those who wait. */
static void restart_last(int which)
{
    say(which);
    if (which == 0) {
        STOP(worker[1], &worker_code[0]);
        START(worker[1], &worker_code[0]);
        say(which);
    }
}

static void locked(int which)
{
    LOCK_LEVEL_TYPE level;

    if (which == 0) {
        LOCK_PREEMPTION(&level, &worker_code[0]);
        SET_PRIORITY(worker[1], 100, &worker_code[0]);
        SET_PRIORITY(worker[2], 50, &worker_code[0]);
        say(which);
        UNLOCK_PREEMPTION(&level, &worker_code[0]);
    }
    say(which);
}

void ready_tests(void)
{
    work(say, 10, 12, 11);
    let_run();
    CHECK_TRAIL("bca"); /* by priority */
    work(say, 10, 10, 10);
    let_run();
    CHECK_TRAIL("abc"); /* by the order in which they became ready */
    work(say_twice, 10, 10, 10);
    let_run();
    CHECK_TRAIL("abcabc");
    work(preempted_once, 10, 10, 10);
    let_run(); /* the judge preempts it after 1 ms, and sleeps again */
    CHECK(!preempted);
    let_run();
    CHECK_TRAIL("aabbcc");
    work(raise_last, 10, 10, 10);
    let_run();
    CHECK_TRAIL("acaba"); /* c at once; a goes on until it is below b */
    work(set_own, 10, 10, 10);
    let_run();
    CHECK_TRAIL("abcabc");
    work(restart_last, 10, 10, 10);
    let_run();
    CHECK_TRAIL("aacb");
    work(locked, 10, 10, 10);
    let_run();
    CHECK_TRAIL("abca");
    /* Whoever is resumed comes behind those who are ready. */
    work(suspend_then_say, 10, 10, 10);
    let_run();
    CHECK_TRAIL("");
    RESUME(worker[1], &code);
    RESUME(worker[2], &code);
    RESUME(worker[0], &code);
    let_run();
    CHECK_TRAIL("bca");
    /* Suspended while ready and resumed: the place is lost. */
    work(say, 10, 10, 10);
    SUSPEND(worker[0], &code);
    RESUME(worker[0], &code);
    let_run();
    CHECK_TRAIL("bca");
}
