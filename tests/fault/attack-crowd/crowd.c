/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As many processes as there can be, which all wait for one instant near the end of the window,
 * another one in each: when it comes, the kernel has a timer of each to run, and the neighbour's
 * window begins.
 */
#include <stdio.h>

#include "apex.h"
#include "check.h"
#include "core/time.h"

#define PROCESSES 120u
#define FRAMES    90u
#define STEP_NS   250
#define STEPS     80 /* of the instant: up to 20 us before the end */

static volatile uint32_t waits;

static void crowd(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        pok_time_t before_ns = 200 + STEP_NS * (pok_time_t)(PARTITION_PAGE->windows % STEPS);
        pok_time_t left_ns;
        SYSTEM_TIME_TYPE now;

        GET_TIME(&now, &code);
        left_ns = PARTITION_PAGE->window_end_ns - before_ns - now;
        waits++;
        TIMED_WAIT(left_ns > 0 ? left_ns : 1000000, &code);
    }
}

/* The last one says whether they have kept waiting. */
static void observe(void)
{
    RETURN_CODE_TYPE code;

    while (PARTITION_PAGE->windows < FRAMES)
        TIMED_WAIT(1000000, &code);
    printf("waited %s\n", waits > PROCESSES * FRAMES / 2 ? "often" : "seldom");
    CHECK(waits > PROCESSES * FRAMES / 2);
    check_verdict();
    STOP_SELF();
}

static void begin(const char *name, uint32_t number, void (*entry)(void), int priority)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .STACK_SIZE = 4096,
        .BASE_PRIORITY = priority,
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    snprintf(attributes.NAME, sizeof(attributes.NAME), "%s%u", name, (unsigned)number);
    CREATE_PROCESS(&attributes, &process, &code);
    CHECK_EQUAL(code, NO_ERROR);
    START(process, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

int main(void)
{
    RETURN_CODE_TYPE code;

    for (uint32_t i = 0; i < PROCESSES; i++)
        begin("crowd", i, crowd, 10);
    begin("observer", 0, observe, 20);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
