/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls with arguments that are chosen badly on purpose: every number of a gate, addresses valid,
 * wrong and on the borders of both, lengths and identifiers small and huge. Each life of the
 * partition is one seed. Every call must come back with an error code of abi/errno.def (or end
 * the life by health monitoring), and must write nowhere but into the memory it was given.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "abi/layout.h"
#include "abi/types.h"
#include "attack.h"

#define FUZZ_CALLS 1500u
#define FUZZ_WORDS 2048u

/* Between two guards: what valid addresses point into. */
static struct {
    uint32_t before[256];
    uint32_t memory[FUZZ_WORDS];
    uint32_t after[256];
} fuzz_area __attribute__((aligned(4096)));

static uint32_t fuzz_state;

static inline uint32_t fuzz_random(void)
{
    fuzz_state ^= fuzz_state << 13;
    fuzz_state ^= fuzz_state >> 17;
    fuzz_state ^= fuzz_state << 5;
    return fuzz_state;
}

static inline uint32_t fuzz_inside(void)
{
    return (uint32_t)&fuzz_area.memory[fuzz_random() % (FUZZ_WORDS / 2)];
}

static inline uint32_t fuzz_argument(void)
{
    static const uint32_t borders[] = {
        0,
        1,
        0xffffffff,
        0x80000000,
        LAYOUT_PARTITION_PAGE,
        LAYOUT_SHARED_END - 2,
        LAYOUT_IMAGE_BASE,
        LAYOUT_STACK_BASE,
        LAYOUT_USER_END - 1,
        LAYOUT_USER_END,
        LAYOUT_KERNEL_BASE,
        LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL,
        LAYOUT_LAPIC,
        0xfffffffd,
    };
    uint32_t random = fuzz_random();

    switch (random % 8) {
    case 0:
    case 1:
    case 2:
        return fuzz_inside();
    case 3:
    case 4:
        return fuzz_random() % 64;
    case 5:
        return borders[fuzz_random() % (sizeof(borders) / sizeof(borders[0]))];
    case 6:
        return (uint32_t)fuzz_area.memory + sizeof(fuzz_area.memory) / 2 + fuzz_random() % 16;
    default:
        return fuzz_random();
    }
}

static inline bool fuzz_is_answer(uint32_t result)
{
    switch (result) {
#define POK_ERROR(name, number, meaning) case number:
#include "abi/errno.def"
#undef POK_ERROR
        return true;
    default:
        return false;
    }
}

/* SAMPLING_READ's: length << 1 | valid, or minus an error code. */
static inline bool fuzz_is_sample(uint32_t result)
{
    return (result >= 2 && result >> 1 <= POK_MAX_MESSAGE_BYTES) ||
           (result != POK_ERRNO_OK && fuzz_is_answer(-result));
}

static inline void fuzz_prepare(uint32_t seed)
{
    fuzz_state = seed * 2654435761u + 1;
    for (uint32_t i = 0; i < 256; i++) {
        fuzz_area.before[i] = 0x5a5a0000 + i;
        fuzz_area.after[i] = 0xa5a50000 + i;
    }
}

/* Structures that calls read get new contents now and then. */
static inline void fuzz_stir(void)
{
    for (uint32_t i = 0; i < 64; i++) {
        fuzz_area.memory[fuzz_random() % FUZZ_WORDS] = fuzz_argument();
    }
}

static inline void fuzz_check_guards(void)
{
    uint32_t wrong = 0;

    for (uint32_t i = 0; i < 256; i++) {
        wrong += fuzz_area.before[i] != 0x5a5a0000 + i;
        wrong += fuzz_area.after[i] != 0xa5a50000 + i;
    }
    CHECK_EQUAL(wrong, 0);
}

#endif
