/* SPDX-License-Identifier: BSD-2-Clause */
/* Pseudo-random numbers that are the same on every host: xorshift. */
#ifndef SEEDED_H
#define SEEDED_H

#include <stdint.h>

/* Not 0. */
static uint32_t state = 1;

static inline uint32_t next(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

#endif
