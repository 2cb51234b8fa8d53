/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Spectre variant 1: the processor may go on with an index before it knows that the comparison
 * refuses it. Here the index depends on the comparison by data, which isn't predicted: beyond the
 * bound it is 0. "Analyzing potential bounds check bypass vulnerabilities", Intel, 337879.
 */
#ifndef ARCH_INDEX_H
#define ARCH_INDEX_H

#include "core/types.h"

/* `index`, which is below `count`; 0 where the processor only supposes that. */
static inline uint32_t arch_index(uint32_t index, uint32_t count)
{
    uint32_t mask;

    __asm__("cmpl %2, %1\n\t"
            "sbbl %0, %0"
            : "=r"(mask)
            : "r"(index), "ri"(count)
            : "cc");
    return index & mask;
}

#endif
