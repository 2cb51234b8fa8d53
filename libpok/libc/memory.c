/* SPDX-License-Identifier: BSD-2-Clause */
/* The C library's part of the heap: see core/heap.h. */
#include <errno.h>
#include <reent.h>

#include "core/heap.h"

void *_sbrk_r(struct _reent *reent, ptrdiff_t bytes)
{
    void *begin = heap_grow(bytes);

    if (begin == NULL) {
        reent->_errno = ENOMEM;
        return (void *)-1;
    }
    return begin;
}
