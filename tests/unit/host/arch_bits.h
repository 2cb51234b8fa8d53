/* SPDX-License-Identifier: BSD-2-Clause */
/* Bit strings in plain C. */
#ifndef ARCH_BITS_H
#define ARCH_BITS_H

#include "core/types.h"

static inline void arch_bit_set(uint32_t *words, uint32_t bit)
{
    words[bit / 32] |= 1u << bit % 32;
}

static inline void arch_bit_clear(uint32_t *words, uint32_t bit)
{
    words[bit / 32] &= ~(1u << bit % 32);
}

#endif
