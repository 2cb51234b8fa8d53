/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The error handler process. In the partition's first life every kind of error is made by a process
 * and seen by the handler, which decides; the last one is made by the handler itself, so that
 * health monitoring starts the partition again, and the second life gives the verdict.
 */
#include "apex_process.h"

#define SEEN_MAX 16

static PROCESS_ID_TYPE judge_id, worker_id, periodic_id;
static RETURN_CODE_TYPE code;
static MUTEX_ID_TYPE mutex;

static struct {
    ERROR_STATUS_TYPE status;
    RETURN_CODE_TYPE after; /* of asking again */
} seen[SEEN_MAX];
static volatile uint32_t seen_count;
static volatile bool fail_in_handler, leave_unread;
static volatile int handler_context_errors;

/* A store that the compiler can't know to be wrong. */
static void poke(uint32_t address)
{
    volatile uint32_t *word;

    __asm__("" : "=r"(word) : "0"(address));
    *word = 1;
}

/* --- the handler ----------------------------------------------------------------------------- */

/* What the handler must not do, and what locking means to it. */
static void handler_context(void)
{
    LOCK_LEVEL_TYPE level;
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE result;

    TIMED_WAIT(1, &result);
    handler_context_errors += result != INVALID_MODE;
    SUSPEND_SELF(1, &result);
    handler_context_errors += result != INVALID_MODE;
    LOCK_PREEMPTION(&level, &result);
    handler_context_errors += result != NO_ACTION;
    UNLOCK_PREEMPTION(&level, &result);
    handler_context_errors += result != NO_ACTION;
    GET_MY_ID(&id, &result);
    handler_context_errors += result != INVALID_MODE;
    REPLENISH(1, &result);
    handler_context_errors += result != NO_ACTION;
    ACQUIRE_MUTEX(mutex, 0, &result);
    handler_context_errors += result != INVALID_MODE;
    PERIODIC_WAIT(&result);
    handler_context_errors += result != INVALID_MODE;
}

static void decide(const ERROR_STATUS_TYPE *status)
{
    RETURN_CODE_TYPE result;

    switch (status->ERROR_CODE) {
    case DEADLINE_MISSED:
    case APPLICATION_ERROR:
        break;
    default:
        STOP(status->FAILED_PROCESS_ID, &result);
        handler_context_errors += result != NO_ERROR;
        break;
    }
}

static void handler(void)
{
    note('h');
    handler_context();
    if (fail_in_handler) {
        poke(16);
    }
    while (seen_count < SEEN_MAX) {
        ERROR_STATUS_TYPE status;
        RETURN_CODE_TYPE result;

        GET_ERROR_STATUS(&status, &result);
        if (result != NO_ERROR) {
            handler_context_errors += result != NO_ACTION;
            break;
        }
        seen[seen_count++].status = status;
        decide(&status);
        if (leave_unread) {
            leave_unread = false;
            break;
        }
    }
    STOP_SELF();
}

/* --- errors of the worker -------------------------------------------------------------------- */

static void (*volatile worker_job)(void);

static void worker(void)
{
    worker_job();
    note('.');
}

static void job_divide(void)
{
    __asm__ volatile("xorl %%ecx, %%ecx\n\tdivl %%ecx" : : : "eax", "ecx", "edx");
}

static void job_null(void)
{
    poke(4);
}

static void job_kernel(void)
{
    poke(LAYOUT_KERNEL_BASE);
}

static void job_privileged(void)
{
    __asm__ volatile("cli");
}

static void job_deep(void)
{
    volatile uint8_t frame[10000]; /* ends on the page below the stack */

    frame[0] = 1;
    (void)frame[0];
}

static void job_application(void)
{
    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE) "to the handler", 14, &code);
    CHECK_EQUAL(code, NO_ERROR);
    note('b');
}

static void job_locked(void)
{
    LOCK_LEVEL_TYPE level;

    LOCK_PREEMPTION(&level, &code);
    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE) "x", 1, &code);
    CHECK_EQUAL(code, NO_ERROR);
    note('b');
    UNLOCK_PREEMPTION(&level, &code);
    CHECK_EQUAL(level, 0);
}

static void job_mutex(void)
{
    ACQUIRE_MUTEX(mutex, 0, &code);
    CHECK_EQUAL(code, NO_ERROR);
    poke(8);
}

static void job_bad_message(void)
{
    BUFFER_ID_TYPE buffer;

    GET_BUFFER_ID("buffer", &buffer, &code);
    SEND_BUFFER(buffer, (MESSAGE_ADDR_TYPE)LAYOUT_KERNEL_BASE, 64, 0, &code);
}

static void work(void (*job)(void))
{
    RETURN_CODE_TYPE result;

    worker_job = job;
    STOP(worker_id, &result);
    seen_count = 0;
    START(worker_id, &result);
    CHECK_EQUAL(result, NO_ERROR);
    sleep_ms(1);
}

static void test_fault(void (*job)(void), ERROR_CODE_TYPE expected, uint32_t address)
{
    work(job);
    CHECK_TRAIL("h");
    CHECK_EQUAL(seen_count, 1);
    CHECK_EQUAL(seen[0].status.ERROR_CODE, expected);
    CHECK_EQUAL(seen[0].status.FAILED_PROCESS_ID, worker_id);
    if (address != 0) {
        CHECK_EQUAL((uint32_t)(uintptr_t)seen[0].status.FAILED_ADDRESS, address);
    }
    CHECK_EQUAL(seen[0].status.LENGTH, 0);
    CHECK_EQUAL(process_status(worker_id).PROCESS_STATE, DORMANT);
}

static void test_arguments(void)
{
    ERROR_STATUS_TYPE status;
    uint8_t message[129] = "m";

    GET_ERROR_STATUS(&status, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    RAISE_APPLICATION_ERROR(NUMERIC_ERROR, message, 1, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, message, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, message, 129, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE)LAYOUT_KERNEL_BASE, 1, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    CHECK_TRAIL("");
    REPORT_APPLICATION_MESSAGE(message, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    REPORT_APPLICATION_MESSAGE(message, 129, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    REPORT_APPLICATION_MESSAGE(NULL, 1, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    REPORT_APPLICATION_MESSAGE((MESSAGE_ADDR_TYPE) "all is well", 11, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, 4096, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CONFIGURE_ERROR_HANDLER(PROCESSES_PAUSE, 0, &code);
    CHECK_EQUAL(code, INVALID_MODE);
}

static void test_application(void)
{
    work(job_application);
    CHECK_TRAIL("hb."); /* the handler first, then the raiser goes on */
    CHECK_EQUAL(seen[0].status.ERROR_CODE, APPLICATION_ERROR);
    CHECK_EQUAL(seen[0].status.FAILED_PROCESS_ID, worker_id);
    CHECK_EQUAL(seen[0].status.LENGTH, 14);
    CHECK(memcmp(seen[0].status.MESSAGE, "to the handler", 14) == 0);
    work(job_locked);
    CHECK_TRAIL("hb."); /* locking doesn't keep the handler out */
    leave_unread = true;
    seen_count = 0;
    work(job_application);
    CHECK_TRAIL("hb.");
    CHECK_EQUAL(seen_count, 1);
}

static void test_mutex(void)
{
    MUTEX_STATUS_TYPE status;

    test_fault(job_mutex, MEMORY_VIOLATION, 8);
    /* The mutex is still its property; whoever clears up resets it. */
    GET_MUTEX_STATUS(mutex, &status, &code);
    CHECK_EQUAL(status.MUTEX_OWNER, worker_id);
    RESET_MUTEX(mutex, worker_id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    GET_MUTEX_STATUS(mutex, &status, &code);
    CHECK_EQUAL(status.MUTEX_STATE, AVAILABLE);
}

static void test_message(void)
{
    BUFFER_STATUS_TYPE status;
    BUFFER_ID_TYPE buffer;

    GET_BUFFER_ID("buffer", &buffer, &code);
    test_fault(job_bad_message, MEMORY_VIOLATION, LAYOUT_KERNEL_BASE);
    /* The section is over and the buffer as before. */
    GET_BUFFER_STATUS(buffer, &status, &code);
    CHECK_EQUAL(status.NB_MESSAGE, 0);
}

static void periodic(void)
{
    for (;;) {
        PERIODIC_WAIT(&code);
    }
}

/* A deadline passes at its instant, not at the next call. */
static volatile SYSTEM_TIME_TYPE deadline, detected;

static void overrun(void)
{
    deadline = now_ns() + 2 * MILLISECONDS;
    while (seen_count == 0) {
    }
    detected = now_ns();
}

static void test_deadline(void)
{
    PROCESS_ID_TYPE overrun_id;

    GET_PROCESS_ID("overrun", &overrun_id, &code);
    seen_count = 0;
    START(overrun_id, &code);
    sleep_ms(4);
    CHECK_TRAIL("h");
    CHECK_EQUAL(seen_count, 1);
    CHECK_EQUAL(seen[0].status.ERROR_CODE, DEADLINE_MISSED);
    CHECK_EQUAL(seen[0].status.FAILED_PROCESS_ID, overrun_id);
    CHECK(detected >= deadline - 20000);
    CHECK_AT_MOST(detected, deadline + 200000);
}

static void judge(void)
{
    test_arguments();
    test_fault(job_divide, NUMERIC_ERROR, 0);
    test_fault(job_null, MEMORY_VIOLATION, 4);
    test_fault(job_kernel, MEMORY_VIOLATION, LAYOUT_KERNEL_BASE);
    test_fault(job_privileged, ILLEGAL_REQUEST, 0);
    test_fault(job_deep, STACK_OVERFLOW, 0);
    test_application();
    test_mutex();
    test_message();
    test_deadline();
    CHECK_EQUAL(handler_context_errors, 0);
    printf("first life: %u checks, %u failed\n", (unsigned)check_state.made,
           (unsigned)check_state.failed);
    fail_in_handler = true;
    worker_job = job_application;
    START(worker_id, &code);
    sleep_ms(2);
    printf("ASSERT FAILED: the error of the error handler was ignored\n");
}

static void second_judge(void)
{
    PARTITION_STATUS_TYPE status;

    GET_PARTITION_STATUS(&status, &code);
    CHECK_EQUAL(status.START_CONDITION, HM_PARTITION_RESTART);
    /* Nothing of the first life is left: the handler of this one can be created. */
    CHECK_EQUAL(seen_count, 0);
    check_verdict();
}

static void initialisation(void)
{
    CONFIGURE_ERROR_HANDLER(PROCESSES_PAUSE, 0, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, 1 << 20, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, 8192, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, 8192, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CONFIGURE_ERROR_HANDLER((ERROR_HANDLER_CONCURRENCY_CONTROL_TYPE)2, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    CONFIGURE_ERROR_HANDLER(PROCESSES_SCHEDULED, 1, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CONFIGURE_ERROR_HANDLER(PROCESSES_SCHEDULED, 0, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

int main(void)
{
    BUFFER_ID_TYPE buffer;

    CREATE_MUTEX("mutex", 50, FIFO, &mutex, &code);
    CREATE_BUFFER("buffer", 64, 2, FIFO, &buffer, &code);
    CHECK_EQUAL(code, NO_ERROR);
    initialisation();
    judge_id = process_run("judge", PARTITION_PAGE->restarts == 0 ? judge : second_judge, 100);
    worker_id = process_create("worker", worker, 10, 0, 0);
    periodic_id = process_create("periodic", periodic, 1, 10 * MILLISECONDS, 0);
    (void)process_create("overrun", overrun, 5, 0, 2 * MILLISECONDS);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
