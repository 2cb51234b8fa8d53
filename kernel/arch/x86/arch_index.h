/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a partition gives as an index, a length or an address, after it has been compared with its
 * bound. A BSP that distrusts the processor's speculation has another of this header in its folder.
 */
#ifndef ARCH_INDEX_H
#define ARCH_INDEX_H

#include "core/types.h"

/* `index`, which is below `count`. */
static inline uint32_t arch_index(uint32_t index, uint32_t count)
{
    (void)count;
    return index;
}

#endif
