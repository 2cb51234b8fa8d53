/* SPDX-License-Identifier: BSD-2-Clause */
/* What the compiler calls for assignments of structures. `volatile` keeps it from calling itself.
 */
#include "core/memory.h"

void *memset(void *to, int value, size_t bytes)
{
    volatile uint8_t *byte = to;

    while (bytes-- != 0)
        *byte++ = (uint8_t)value;
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    volatile uint8_t *out = to;
    const uint8_t *in = from;

    while (bytes-- != 0)
        *out++ = *in++;
    return to;
}
