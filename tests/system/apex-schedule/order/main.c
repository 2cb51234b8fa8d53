/* SPDX-License-Identifier: BSD-2-Clause */
#include "order.h"

PROCESS_ID_TYPE worker[WORKERS];
void (*volatile job)(int which);
RETURN_CODE_TYPE code, worker_code[WORKERS];

static void worker_a(void)
{
    job(0);
}

static void worker_b(void)
{
    job(1);
}

static void worker_c(void)
{
    job(2);
}

void work(void (*what)(int), PRIORITY_TYPE a, PRIORITY_TYPE b, PRIORITY_TYPE c)
{
    const PRIORITY_TYPE priority[WORKERS] = {a, b, c};
    SYSTEM_TIME_TYPE next = (now_ns() / FRAME + 1) * FRAME + LONG_WINDOW;

    /* At the begin of a window that is long enough for what comes. */
    TIMED_WAIT(next - now_ns(), &code);
    job = what;
    for (int i = 0; i < WORKERS; i++) {
        STOP(worker[i], &code);
        START(worker[i], &code);
        CHECK_EQUAL(code, NO_ERROR);
        SET_PRIORITY(worker[i], priority[i], &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
}

void let_run(void)
{
    sleep_ms(1);
}

static void judge(void)
{
    ready_tests();
    queue_tests();
    time_tests();
    check_verdict();
}

int main(void)
{
    (void)process_run("judge", judge, 200);
    worker[0] = process_create("a", worker_a, 10, 0, 0);
    worker[1] = process_create("b", worker_b, 10, 0, 0);
    worker[2] = process_create("c", worker_c, 10, 0, 0);
    queue_setup();
    time_setup();
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
