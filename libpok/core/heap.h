/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The heap: what the partition's configured memory has left beside its program. What the C library
 * hands out grows from its begin. What outlives a warm start lies at its end, and is found again
 * there; the kernel zeroes it all at a cold start.
 */
#ifndef LIBPOK_CORE_HEAP_H
#define LIBPOK_CORE_HEAP_H

#include "abi/types.h"

/* Sizes of what is kept are multiples of this. */
#define HEAP_ALIGN 8u

/* Move the end of what the C library has. Returns where it was; NULL: no room, nothing changes. */
void *heap_grow(ptrdiff_t bytes);

/* Bytes that are kept, and where they begin; also right after a warm start. */
uint32_t heap_kept_bytes(void);
void *heap_kept(void);
/*
 * Keeping `bytes` more takes two steps, so that a restart never finds half of it: memory right
 * before what is kept, zeroed, for the caller to fill in; then heap_keep() of the same size. NULL:
 * no room. Only before NORMAL mode, with no use of the heap in between.
 */
void *heap_offer(uint32_t bytes);
void heap_keep(uint32_t bytes);
/* Give up everything that is kept. */
void heap_forget(void);

#endif
