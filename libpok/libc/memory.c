/* SPDX-License-Identifier: BSD-2-Clause */
/* The C library's heap: what the partition's configured memory has left beside its program. */
#include <errno.h>
#include <reent.h>

#include "core/page.h"

/* Bytes of the heap in use; zero again after each start, as all of bss. */
static uint32_t heap_used;

void *_sbrk_r(struct _reent *reent, ptrdiff_t bytes)
{
    uint32_t before = heap_used;

    if (bytes < 0 ? (uint32_t)-bytes > before : (uint32_t)bytes > POK_PAGE->heap_bytes - before) {
        reent->_errno = ENOMEM;
        return (void *)-1;
    }
    heap_used = before + (uint32_t)bytes;
    return (void *)(uintptr_t)(POK_PAGE->heap_base + before);
}
