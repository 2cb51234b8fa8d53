/* SPDX-License-Identifier: BSD-2-Clause */
/* What the intra-partition services of the APEX have in common. */
#ifndef LIBPOK_ARINC653_INTRA_H
#define LIBPOK_ARINC653_INTRA_H

#include "arinc653/apexType.h"
#include "core/critical.h"
#include "core/object.h"
#include "core/page.h"

static inline bool intra_normal_mode(void)
{
    return POK_PAGE->operating_mode == POK_PARTITION_MODE_NORMAL;
}

static inline bool intra_discipline_valid(QUEUING_DISCIPLINE_TYPE discipline)
{
    return discipline == FIFO || discipline == PRIORITY;
}

/* Any duration, or INFINITE_TIME_VALUE. */
static inline bool intra_timeout_valid(SYSTEM_TIME_TYPE timeout)
{
    return timeout >= INFINITE_TIME_VALUE;
}

/*
 * Checks that every CREATE service begins with, in the order of the standard: room, then the name;
 * the service's own parameters come next and the mode last.
 */
RETURN_CODE_TYPE intra_create_check(const struct object_table *table, const char *name);

/*
 * The caller needs what is not there now: the common end of every service that waits. Leaves the
 * critical section. `record` stands for the waiter; the waker completes it.
 */
RETURN_CODE_TYPE intra_wait(uint32_t queue, const void *record, SYSTEM_TIME_TYPE timeout,
                            uint32_t discipline);

#endif
