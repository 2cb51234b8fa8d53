/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two calls of core/blocking.h that semaphores make most, in line: their instructions are
 * counted. Unit tests have their own.
 */
#ifndef LIBPOK_BLOCKING_GATE_H
#define LIBPOK_BLOCKING_GATE_H

#include "core/blocking.h"
#include "core/call.h"

static inline pok_ret_t blocking_wait_forever(uint32_t queue, uint32_t token, uint32_t discipline)
{
    return pok_call_WAIT(queue, token, 0, discipline);
}

static inline uint32_t blocking_wake_one(uint32_t queue)
{
    return (uint32_t)pok_call_WAKE(queue, POK_WAKE_LEAVE);
}

#endif
