/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/intra.h"

RETURN_CODE_TYPE intra_create_check(const struct object_table *table, const char *name)
{
    if (object_full(table)) {
        return INVALID_CONFIG;
    }
    return object_find(table, name) != 0 ? NO_ACTION : NO_ERROR;
}

RETURN_CODE_TYPE intra_wait(uint32_t queue, const void *record, SYSTEM_TIME_TYPE timeout,
                            uint32_t discipline)
{
    if (timeout == 0) {
        critical_leave();
        return NOT_AVAILABLE;
    }
    switch (blocking_wait(queue, (uint32_t)(uintptr_t)record, timeout, discipline)) {
    case POK_ERRNO_OK:
        return NO_ERROR;
    case POK_ERRNO_TIMEOUT:
        return TIMED_OUT;
    default:
        return INVALID_MODE;
    }
}
