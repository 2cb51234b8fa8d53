/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory and strings of the tool. When there is no memory left the tool ends with STATUS_TOOL. */
#ifndef BULKHEAD_MEMORY_H
#define BULKHEAD_MEMORY_H

#include <stddef.h>

/* Zeroed memory; free() returns it. */
void *memory_get(size_t bytes);

/* Room for one more zeroed element at the end of a list that list_grow() alone grows. */
void *list_grow(void *list, size_t *count, size_t element_bytes);

/* Append to a list and get the address of the new element, valid until the next append. */
#define LIST_ADD(list, count)                                                                      \
    ((list) = list_grow((list), &(count), sizeof(*(list))), &(list)[(count)-1])

/* Like asprintf(); the result is never NULL. */
char *string_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *string_copy(const char *string);

#endif
