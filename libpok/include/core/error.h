/* SPDX-License-Identifier: BSD-2-Clause */
/* What health monitoring tells an error handler or a callback. */
#ifndef LIBPOK_CORE_ERROR_H
#define LIBPOK_CORE_ERROR_H

#include "abi/structs.h"
#include "core/call.h"

typedef struct pok_error_status pok_error_status_t;

/*
 * The oldest error not yet read; error handler and callbacks only. OK: this one is read now,
 * CONFIG: the caller is neither, NOACTION: none is left.
 */
static inline pok_ret_t pok_error_status(pok_error_status_t *status)
{
    return pok_call_ERROR_STATUS(pok_address(status));
}

#endif
