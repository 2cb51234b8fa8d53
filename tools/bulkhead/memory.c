/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "status.h"

static _Noreturn void out_of_memory(void)
{
    fputs("bulkhead: no memory left\n", stderr);
    exit(STATUS_TOOL);
}

void *memory_get(size_t bytes)
{
    void *memory = calloc(1, bytes == 0 ? 1 : bytes);
    if (memory == NULL) {
        out_of_memory();
    }
    return memory;
}

void *list_grow(void *list, size_t *count, size_t element_bytes)
{
    size_t n = *count;
    /* The capacity is the next power of two, so it need not be stored. */
    if ((n & (n - 1)) == 0) {
        list = reallocarray(list, n == 0 ? 1 : 2 * n, element_bytes);
        if (list == NULL) {
            out_of_memory();
        }
    }
    memset((char *)list + n * element_bytes, 0, element_bytes);
    *count = n + 1;
    return list;
}

char *string_format(const char *format, ...)
{
    char *result;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&result, format, arguments);
    va_end(arguments);
    if (length < 0) {
        out_of_memory();
    }
    return result;
}

char *string_copy(const char *string)
{
    char *copy = strdup(string);
    if (copy == NULL) {
        out_of_memory();
    }
    return copy;
}
