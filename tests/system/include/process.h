/* SPDX-License-Identifier: BSD-2-Clause */
/* One process per partition is what most cases need. */
#ifndef PROCESS_H
#define PROCESS_H

#include <string.h>

#include "apex.h"
#include "check.h"

/* The start-up of a partition with one process, "player"; period 0: aperiodic. */
static inline void player_start(void (*entry)(void), SYSTEM_TIME_TYPE period)
{
    PROCESS_ATTRIBUTE_TYPE attributes;
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    memset(&attributes, 0, sizeof(attributes));
    attributes.PERIOD = period != 0 ? period : INFINITE_TIME_VALUE;
    attributes.TIME_CAPACITY = INFINITE_TIME_VALUE;
    attributes.ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry;
    attributes.STACK_SIZE = 8192;
    attributes.BASE_PRIORITY = 10;
    attributes.DEADLINE = SOFT;
    strcpy((char *)attributes.NAME, "player");
    CREATE_PROCESS(&attributes, &process, &code);
    CHECK_EQUAL(code, NO_ERROR);
    START(process, &code);
    CHECK_EQUAL(code, NO_ERROR);
    SET_PARTITION_MODE(NORMAL, &code);
}

#endif
