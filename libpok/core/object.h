/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables of named objects of one kind. Identifiers are 1 and up, in the order of creation; objects
 * are created before NORMAL mode and never deleted. Their memory is the partition's heap.
 */
#ifndef LIBPOK_CORE_OBJECT_H
#define LIBPOK_CORE_OBJECT_H

#include "abi/types.h"
#include "abi/limits.h"

struct object_table {
    uint32_t count;
    uint32_t limit;        /* at most this many */
    uint32_t object_bytes; /* size of one */
    void **object;         /* object[id - 1]; each begins with its name */
};

/* A table for `most` identifiers. */
#define OBJECT_TABLE(name, type, most)                                                             \
    static void *name##_slots[most];                                                               \
    static struct object_table name = {0, most, sizeof(type), name##_slots}

/* The object of an identifier, or NULL. */
#define OBJECT_GET(name, id) object_get(&name, name##_slots, id)

static inline void *object_get(const struct object_table *table, void *const *slots, int32_t id)
{
    uint32_t index = (uint32_t)id - 1;

    if (index >= table->count) {
        return NULL;
    }
    if (slots[index] == NULL) {
        __builtin_unreachable(); /* the first `count` are there: the compiler needn't ask */
    }
    return slots[index];
}

/* Identifier of the object with a name, or 0. */
int32_t object_find(const struct object_table *table, const char *name);
bool object_full(const struct object_table *table);
/*
 * Add an object, zeroed but for its name, with `extra` bytes behind it. Returns its identifier, or
 * 0 when there is no memory.
 */
int32_t object_create(struct object_table *table, const char *name, uint32_t extra);

/* Memory of the partition's heap for the partition's life, zeroed; NULL when it is used up. */
void *object_memory(uint32_t bytes);

#endif
