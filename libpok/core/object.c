/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/object.h"

#include <stdlib.h>
#include <string.h>

int32_t object_find(const struct object_table *table, const char *name)
{
    for (uint32_t i = 0; i < table->count; i++) {
        if (strncmp(table->object[i], name, POK_MAX_NAME) == 0) {
            return (int32_t)i + 1;
        }
    }
    return 0;
}

bool object_full(const struct object_table *table)
{
    return table->count == table->limit;
}

void *object_memory(uint32_t bytes)
{
    return calloc(1, bytes);
}

int32_t object_create(struct object_table *table, const char *name, uint32_t extra)
{
    char *object = object_memory(table->object_bytes + extra);

    if (object == NULL) {
        return 0;
    }
    strncpy(object, name, POK_MAX_NAME);
    table->object[table->count] = object;
    return (int32_t)++table->count;
}
