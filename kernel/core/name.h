/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of objects: up to POK_MAX_NAME characters, a NUL behind shorter ones. */
#ifndef CORE_NAME_H
#define CORE_NAME_H

#include "core/types.h"
#include "abi/limits.h"

static inline bool name_equal(const char *a, const char *b)
{
    for (uint32_t i = 0; i < POK_MAX_NAME; i++) {
        if (a[i] != b[i])
            return false;
        if (a[i] == '\0')
            break;
    }
    return true;
}

/* Fills the destination, so that nothing old stays in it. */
static inline void name_copy(char to[POK_MAX_NAME], const char *from)
{
    bool ended = false;

    for (uint32_t i = 0; i < POK_MAX_NAME; i++) {
        ended = ended || from[i] == '\0';
        to[i] = ended ? '\0' : from[i];
    }
}

#endif
