/* SPDX-License-Identifier: BSD-2-Clause */
/* As the ordinary BSPs have it. */
#ifndef ARCH_INDEX_H
#define ARCH_INDEX_H

#include "core/types.h"

static inline uint32_t arch_index(uint32_t index, uint32_t count)
{
    (void)count;
    return index;
}

#endif
