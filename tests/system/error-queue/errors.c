/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two deadlines are missed at one instant. The error handler reads one error and stops: it must be
 * started anew, from its entry, for the other.
 */
#include "apex_process.h"

#define CAPACITY (2 * MILLISECONDS)

static PROCESS_ID_TYPE first, second;
static volatile uint32_t starts;
static volatile PROCESS_ID_TYPE failed[8];

static void handler(void)
{
    ERROR_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_ERROR_STATUS(&status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status.ERROR_CODE, DEADLINE_MISSED);
    if (starts < 8) {
        failed[starts++] = status.FAILED_PROCESS_ID;
    }
    STOP(status.FAILED_PROCESS_ID, &code);
    CHECK_EQUAL(code, NO_ERROR);
    STOP_SELF();
}

static void overrun(void)
{
    for (;;) {
    }
}

static void judge(void)
{
    RETURN_CODE_TYPE code;

    START(first, &code);
    CHECK_EQUAL(code, NO_ERROR);
    START(second, &code);
    CHECK_EQUAL(code, NO_ERROR);
    sleep_ms(8);
    CHECK_EQUAL(starts, 2);
    CHECK_EQUAL(failed[0] + failed[1], first + second);
    CHECK(failed[0] != failed[1]);
    CHECK_EQUAL(process_status(first).PROCESS_STATE, DORMANT);
    CHECK_EQUAL(process_status(second).PROCESS_STATE, DORMANT);
    check_verdict();
}

int main(void)
{
    RETURN_CODE_TYPE code;

    first = process_create("first", overrun, 10, 0, CAPACITY);
    second = process_create("second", overrun, 10, 0, CAPACITY);
    (void)process_run("judge", judge, 20);
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, 8192, &code);
    CHECK_EQUAL(code, NO_ERROR);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
