/* SPDX-License-Identifier: BSD-2-Clause */
/* Bit strings of any length: the processor has an instruction for each. */
#ifndef ARCH_BITS_H
#define ARCH_BITS_H

#include "core/types.h"

static inline void arch_bit_set(uint32_t *words, uint32_t bit)
{
    __asm__("btsl %1, %0" : "+m"(*words) : "r"(bit) : "memory", "cc");
}

static inline void arch_bit_clear(uint32_t *words, uint32_t bit)
{
    __asm__("btrl %1, %0" : "+m"(*words) : "r"(bit) : "memory", "cc");
}

#endif
