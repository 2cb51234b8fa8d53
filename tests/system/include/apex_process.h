/* SPDX-License-Identifier: BSD-2-Clause */
/* Partitions with several processes: creating them, and the trail of what they did in which order.
 */
#ifndef APEX_PROCESS_TEST_H
#define APEX_PROCESS_TEST_H

#include <string.h>

#include "apex.h"
#include "arinc653/apexBlackboard.h"
#include "arinc653/apexBuffer.h"
#include "arinc653/apexError.h"
#include "arinc653/apexEvent.h"
#include "arinc653/apexMutex.h"
#include "arinc653/apexSemaphore.h"
#include "check.h"

#define MILLISECONDS 1000000LL

/* One process; period 0: aperiodic, capacity 0: none. Returns its identifier. */
static inline PROCESS_ID_TYPE process_create(const char *name, void (*entry)(void),
                                             PRIORITY_TYPE priority, SYSTEM_TIME_TYPE period,
                                             SYSTEM_TIME_TYPE capacity)
{
    PROCESS_ATTRIBUTE_TYPE attributes;
    PROCESS_ID_TYPE process = NULL_PROCESS_ID;
    RETURN_CODE_TYPE code;

    memset(&attributes, 0, sizeof(attributes));
    attributes.PERIOD = period != 0 ? period : INFINITE_TIME_VALUE;
    attributes.TIME_CAPACITY = capacity != 0 ? capacity : INFINITE_TIME_VALUE;
    attributes.ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)entry;
    attributes.STACK_SIZE = 8192;
    attributes.BASE_PRIORITY = priority;
    attributes.DEADLINE = SOFT;
    memcpy(attributes.NAME, name, strlen(name) + 1);
    CREATE_PROCESS(&attributes, &process, &code);
    CHECK_EQUAL(code, NO_ERROR);
    return process;
}

static inline PROCESS_ID_TYPE process_run(const char *name, void (*entry)(void),
                                          PRIORITY_TYPE priority)
{
    PROCESS_ID_TYPE process = process_create(name, entry, priority, 0, 0);
    RETURN_CODE_TYPE code;

    START(process, &code);
    CHECK_EQUAL(code, NO_ERROR);
    return process;
}

static char trail[128];
static volatile uint32_t trail_length;

static inline void note(char what)
{
    if (trail_length < sizeof(trail) - 1) {
        trail[trail_length++] = what;
    }
}

/* What has been noted since the last time. */
#define CHECK_TRAIL(expected)                                                                      \
    do {                                                                                           \
        trail[trail_length] = '\0';                                                                \
        if (strcmp(trail, expected) != 0) {                                                        \
            printf("trail \"%s\", expected \"%s\"\n", trail, expected);                            \
        }                                                                                          \
        CHECK(strcmp(trail, expected) == 0);                                                       \
        trail_length = 0;                                                                          \
    } while (0)

static inline void sleep_ms(SYSTEM_TIME_TYPE milliseconds)
{
    RETURN_CODE_TYPE code;

    TIMED_WAIT(milliseconds * MILLISECONDS, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

static inline SYSTEM_TIME_TYPE now_ns(void)
{
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;

    GET_TIME(&now, &code);
    return now;
}

static inline PROCESS_STATUS_TYPE process_status(PROCESS_ID_TYPE process)
{
    PROCESS_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_PROCESS_STATUS(process, &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    return status;
}

#endif
