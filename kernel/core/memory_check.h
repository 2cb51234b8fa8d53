/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of module_check() that looks at memory: what is mapped where, and whose it is. */
#ifndef CORE_MEMORY_CHECK_H
#define CORE_MEMORY_CHECK_H

#include "core/arch.h"
#include "core/config.h"

/* What of a table has been looked at last, for the message. */
struct module_check {
    const struct config_module *module;
    uint32_t line;
};

/* Whether a table of constants is there: aligned, and whole in the image. */
bool table_is_held(const void *table, uint32_t count, uint32_t row_bytes, uint32_t align);
#define TABLE_IS_HELD(table, count)                                                                \
    table_is_held((table), (count), sizeof(*(table)), __alignof__(__typeof__(*(table))))

/* Each returns what is wrong, or NULL. One partition by itself; its tables are held. */
const char *memory_check_partition(struct module_check *check,
                                   const struct config_partition *partition);
/* All of them together. */
const char *memory_check_partitions(struct module_check *check);
/* The kernel's own tables that can be written: each whole in the image, no two in one place. */
const char *memory_check_storage(struct module_check *check);

#endif
