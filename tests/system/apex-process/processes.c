/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Process management: priorities, suspension, preemption lock, core affinity; every return code in
 * every context that decides about it. "judge" has the highest priority and plays with the others.
 */
#include "apex_process.h"

static PROCESS_ID_TYPE judge_id, worker_id, other_id, periodic_id, idle_id;
static MUTEX_ID_TYPE mutex;
static SEMAPHORE_ID_TYPE semaphore;
static RETURN_CODE_TYPE code, worker_code;
static LOCK_LEVEL_TYPE level;

/* --- what the worker does next --------------------------------------------------------------- */

static void (*volatile worker_job)(void);

static void worker(void)
{
    worker_job();
    note('.');
}

static void other(void)
{
    note('o');
}

static void periodic(void)
{
    for (;;) {
        PERIODIC_WAIT(&code);
    }
}

/* Let the worker do something from its beginning, until it waits or ends. */
static void work(void (*job)(void))
{
    RETURN_CODE_TYPE ignored;

    worker_job = job;
    STOP(worker_id, &ignored);
    START(worker_id, &ignored);
    CHECK_EQUAL(ignored, NO_ERROR);
    sleep_ms(1);
}

/* --- suspension ------------------------------------------------------------------------------ */

static void job_suspend_self(void)
{
    SUSPEND_SELF(INFINITE_TIME_VALUE, &worker_code);
}

static void job_suspend_self_timeout(void)
{
    SUSPEND_SELF(3 * MILLISECONDS, &worker_code);
}

static void job_wait_semaphore(void)
{
    WAIT_SEMAPHORE(semaphore, INFINITE_TIME_VALUE, &worker_code);
}

static void job_own_mutex(void)
{
    ACQUIRE_MUTEX(mutex, 0, &worker_code);
    CHECK_EQUAL(worker_code, NO_ERROR);
    SUSPEND_SELF(0, &worker_code);
    CHECK_EQUAL(worker_code, INVALID_MODE);
    TIMED_WAIT(1, &worker_code);
    CHECK_EQUAL(worker_code, INVALID_MODE);
    LOCK_PREEMPTION(&level, &worker_code);
    CHECK_EQUAL(worker_code, INVALID_MODE);
    for (;;) {
    }
}

static void test_suspend_self(void)
{
    SUSPEND_SELF(-2, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SUSPEND_SELF(0, &code);
    CHECK_EQUAL(code, NO_ERROR);
    worker_code = INVALID_CONFIG;
    work(job_suspend_self);
    CHECK_EQUAL(process_status(worker_id).PROCESS_STATE, WAITING);
    sleep_ms(5);
    CHECK_TRAIL("");
    RESUME(worker_id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    sleep_ms(1);
    CHECK_TRAIL(".");
    CHECK_EQUAL(worker_code, NO_ERROR);
    work(job_suspend_self_timeout);
    CHECK_TRAIL("");
    sleep_ms(5);
    CHECK_TRAIL(".");
    CHECK_EQUAL(worker_code, TIMED_OUT);
}

static void test_suspend(void)
{
    SUSPEND(judge_id, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SUSPEND(99, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SUSPEND(-1, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SUSPEND(idle_id, &code);
    CHECK_EQUAL(code, INVALID_MODE); /* DORMANT */
    SUSPEND(periodic_id, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    work(job_wait_semaphore);
    SUSPEND(worker_id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    SUSPEND(worker_id, &code);
    CHECK_EQUAL(code, NO_ACTION);
    /* What it waits for it gets, but it doesn't go on. */
    SIGNAL_SEMAPHORE(semaphore, &code);
    CHECK_EQUAL(code, NO_ERROR);
    sleep_ms(1);
    CHECK_TRAIL("");
    RESUME(worker_id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    sleep_ms(1);
    CHECK_TRAIL(".");
    CHECK_EQUAL(worker_code, NO_ERROR);
}

static void test_resume(void)
{
    RESUME(judge_id, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    RESUME(0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    RESUME(idle_id, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    RESUME(periodic_id, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    work(job_wait_semaphore);
    RESUME(worker_id, &code);
    CHECK_EQUAL(code, NO_ACTION); /* it waits, but isn't suspended */
}

/* --- priorities ------------------------------------------------------------------------------ */

static void job_note(void)
{
    note('w');
}

static void test_priority(void)
{
    SET_PRIORITY(99, 5, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SET_PRIORITY(worker_id, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SET_PRIORITY(worker_id, 240, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SET_PRIORITY(worker_id, -1, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SET_PRIORITY(idle_id, 5, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    /* Of two that are ready, the raised one goes first. */
    STOP(worker_id, &code);
    worker_job = job_note;
    START(other_id, &code);
    START(worker_id, &code);
    SET_PRIORITY(worker_id, 30, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(process_status(worker_id).CURRENT_PRIORITY, 30);
    CHECK_EQUAL(process_status(worker_id).ATTRIBUTES.BASE_PRIORITY, 10);
    sleep_ms(1);
    CHECK_TRAIL("w.o");
    /* A new start begins at the base priority. */
    START(worker_id, &code);
    CHECK_EQUAL(process_status(worker_id).CURRENT_PRIORITY, 10);
    START(other_id, &code);
    /* To the same priority: behind the others of it. */
    SET_PRIORITY(worker_id, 10, &code);
    sleep_ms(1);
    CHECK_TRAIL("ow.");
    /* Lowering oneself below others lets them run at once. */
    START(worker_id, &code);
    SET_PRIORITY(judge_id, 5, &code);
    CHECK_TRAIL("w.");
    SET_PRIORITY(judge_id, 100, &code);
}

/* --- preemption lock ------------------------------------------------------------------------- */

static void refused_while_locked(void)
{
    TIMED_WAIT(0, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    SUSPEND_SELF(0, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    WAIT_SEMAPHORE(semaphore, 0, &code);
    CHECK_EQUAL(code, NOT_AVAILABLE);
    WAIT_SEMAPHORE(semaphore, 1, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    ACQUIRE_MUTEX(mutex, 0, &code);
    CHECK_EQUAL(code, INVALID_MODE);
}

static void test_lock(void)
{
    MUTEX_ID_TYPE owned;
    PARTITION_STATUS_TYPE partition;

    UNLOCK_PREEMPTION(&level, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CHECK_EQUAL(level, 0);
    for (int i = 1; i <= MAX_LOCK_LEVEL; i++) {
        LOCK_PREEMPTION(&level, &code);
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(level, i);
    }
    LOCK_PREEMPTION(&level, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CHECK_EQUAL(level, MAX_LOCK_LEVEL);
    GET_PARTITION_STATUS(&partition, &code);
    CHECK_EQUAL(partition.LOCK_LEVEL, MAX_LOCK_LEVEL);
    GET_PROCESS_MUTEX_STATE(judge_id, &owned, &code);
    CHECK_EQUAL(owned, PREEMPTION_LOCK_MUTEX);
    refused_while_locked();
    START(worker_id, &code);
    SET_PRIORITY(worker_id, 200, &code); /* above the judge: still it waits */
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_TRAIL("");
    for (int i = MAX_LOCK_LEVEL - 1; i >= 0; i--) {
        CHECK_TRAIL("");
        UNLOCK_PREEMPTION(&level, &code);
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(level, i);
    }
    CHECK_TRAIL("w.");
}

/* --- mutexes and the rest -------------------------------------------------------------------- */

static void test_mutex_owner(void)
{
    MUTEX_ID_TYPE owned;
    MUTEX_STATUS_TYPE status;

    work(job_own_mutex);
    CHECK_EQUAL(process_status(worker_id).CURRENT_PRIORITY, 50);
    SUSPEND(worker_id, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    ACQUIRE_MUTEX(mutex, 0, &code);
    CHECK_EQUAL(code, INVALID_MODE); /* the judge is above the ceiling */
    SET_PRIORITY(worker_id, 20, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(process_status(worker_id).CURRENT_PRIORITY, 50);
    GET_PROCESS_MUTEX_STATE(worker_id, &owned, &code);
    CHECK_EQUAL(owned, mutex);
    RESET_MUTEX(mutex, judge_id, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    RESET_MUTEX(mutex, 99, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    RESET_MUTEX(mutex, worker_id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(process_status(worker_id).CURRENT_PRIORITY, 20);
    GET_MUTEX_STATUS(mutex, &status, &code);
    CHECK_EQUAL(status.MUTEX_STATE, AVAILABLE);
    STOP(worker_id, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

static void test_core(void)
{
    PROCESSOR_CORE_ID_TYPE core = 7;
    PROCESS_INDEX_TYPE index = 77;
    PROCESS_ID_TYPE id;

    INITIALIZE_PROCESS_CORE_AFFINITY(99, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    INITIALIZE_PROCESS_CORE_AFFINITY(worker_id, 1, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    INITIALIZE_PROCESS_CORE_AFFINITY(worker_id, 0, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    GET_MY_PROCESSOR_CORE_ID(&core, &code);
    CHECK_EQUAL(core, 0);
    GET_MY_INDEX(&index, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(index, judge_id - 1);
    GET_MY_ID(&id, &code);
    CHECK_EQUAL(id, judge_id);
}

static void judge(void)
{
    test_suspend_self();
    test_suspend();
    test_resume();
    test_priority();
    test_lock();
    test_mutex_owner();
    test_core();
    check_verdict();
}

static void initialisation(void)
{
    PROCESS_ID_TYPE id;
    PROCESS_INDEX_TYPE index;

    LOCK_PREEMPTION(&level, &code);
    CHECK_EQUAL(code, NO_ACTION);
    UNLOCK_PREEMPTION(&level, &code);
    CHECK_EQUAL(code, NO_ACTION);
    SUSPEND_SELF(0, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    TIMED_WAIT(0, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    REPLENISH(1, &code);
    CHECK_EQUAL(code, NO_ACTION);
    GET_MY_ID(&id, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    GET_MY_INDEX(&index, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    INITIALIZE_PROCESS_CORE_AFFINITY(worker_id, 0, &code);
    CHECK_EQUAL(code, NO_ERROR);
    WAIT_SEMAPHORE(semaphore, INFINITE_TIME_VALUE, &code);
    CHECK_EQUAL(code, INVALID_MODE);
}

int main(void)
{
    CREATE_MUTEX("mutex", 50, FIFO, &mutex, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_SEMAPHORE("semaphore", 0, 10, FIFO, &semaphore, &code);
    CHECK_EQUAL(code, NO_ERROR);
    judge_id = process_run("judge", judge, 100);
    worker_id = process_create("worker", worker, 10, 0, 0);
    other_id = process_create("other", other, 10, 0, 0);
    idle_id = process_create("idle", other, 10, 0, 0);
    periodic_id = process_create("periodic", periodic, 1, 10 * MILLISECONDS, 0);
    START(periodic_id, &code);
    initialisation();
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
