/* SPDX-License-Identifier: BSD-2-Clause */
/* One process is all that each of the two partitions has. */
#ifndef EXAMPLE_PORTS_H
#define EXAMPLE_PORTS_H

#include <stdio.h>
#include <string.h>

#include "arinc653/apexPartition.h"
#include "arinc653/apexProcess.h"
#include "arinc653/apexQueuing.h"
#include "arinc653/apexSamplingExt.h"
#include "arinc653/apexTime.h"

#define MILLISECONDS 1000000LL

static inline void run_every_frame(const char *name, void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes;
    PROCESS_ID_TYPE id = NULL_PROCESS_ID;
    RETURN_CODE_TYPE code;

    memset(&attributes, 0, sizeof(attributes));
    strcpy(attributes.NAME, name);
    attributes.ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)entry;
    attributes.STACK_SIZE = 8192;
    attributes.BASE_PRIORITY = 10;
    attributes.PERIOD = 100 * MILLISECONDS;
    attributes.TIME_CAPACITY = INFINITE_TIME_VALUE;
    attributes.DEADLINE = SOFT;
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
}

#endif
