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

/*
 * Two names that differ in this differ. A search compares it first, so that it takes a few
 * instructions for each name even when all begin alike.
 */
static inline uint32_t name_hash(const char *name)
{
    uint32_t hash = 0;

    for (uint32_t i = 0; i < POK_MAX_NAME && name[i] != '\0'; i++)
        hash = hash * 31u + (uint8_t)name[i];
    return hash;
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

/* NULs to the end, in place. */
static inline void name_fill(char name[POK_MAX_NAME])
{
    uint32_t i = 0;

    while (i < POK_MAX_NAME && name[i] != '\0')
        i++;
    while (i < POK_MAX_NAME)
        name[i++] = '\0';
}

/* name_equal() of two that are filled: in words, so that long ones don't make a search slow. */
static inline bool name_equal_filled(const char a[POK_MAX_NAME], const char b[POK_MAX_NAME])
{
    for (uint32_t i = 0; i < POK_MAX_NAME; i += sizeof(uint32_t)) {
        uint32_t of_a;
        uint32_t of_b;

        __builtin_memcpy(&of_a, a + i, sizeof(of_a));
        __builtin_memcpy(&of_b, b + i, sizeof(of_b));
        if (of_a != of_b)
            return false;
    }
    return true;
}

#endif
