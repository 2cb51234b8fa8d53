/* SPDX-License-Identifier: BSD-2-Clause */
/* By the test's own blocking primitive. */
#ifndef LIBPOK_BLOCKING_GATE_H
#define LIBPOK_BLOCKING_GATE_H

#include "core/blocking.h"

static inline pok_ret_t blocking_wait_forever(uint32_t queue, uint32_t token, uint32_t discipline)
{
    return blocking_wait(queue, token, POK_INFINITE_TIME, discipline);
}

static inline uint32_t blocking_wake_one(uint32_t queue)
{
    return blocking_wake_and_leave(queue);
}

#endif
