/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/heap.h"
#include "core/page.h"

#include <string.h>

#define TAIL_MAGIC 0x4b455054u
#define TAIL_MARK  5u /* in the bits that a size leaves free */

/* The last words of the heap; what is kept lies before it. Whole after each single store. */
struct heap_tail {
    uint32_t magic;
    uint32_t kept; /* bytes, and TAIL_MARK */
};

/* Bytes from the begin of the heap that the C library has; zero again after each start. */
static uint32_t heap_used;

static uint32_t heap_tail_offset(void)
{
    uint32_t end = POK_PAGE->heap_bytes & ~(HEAP_ALIGN - 1u);

    return end < sizeof(struct heap_tail) ? 0 : end - (uint32_t)sizeof(struct heap_tail);
}

static uint8_t *heap_at(uint32_t offset)
{
    return (uint8_t *)(uintptr_t)(POK_PAGE->heap_base + offset);
}

static volatile struct heap_tail *heap_tail(void)
{
    return (volatile struct heap_tail *)heap_at(heap_tail_offset());
}

uint32_t heap_kept_bytes(void)
{
    uint32_t offset = heap_tail_offset();
    uint32_t kept;

    if (offset == 0 || heap_tail()->magic != TAIL_MAGIC) {
        return 0;
    }
    kept = heap_tail()->kept;
    if ((kept & (HEAP_ALIGN - 1u)) != TAIL_MARK || kept - TAIL_MARK > offset) {
        return 0;
    }
    return kept - TAIL_MARK;
}

void *heap_kept(void)
{
    return heap_at(heap_tail_offset() - heap_kept_bytes());
}

void *heap_grow(ptrdiff_t bytes)
{
    uint32_t before = heap_used;
    uint32_t kept = heap_kept_bytes();
    uint32_t limit = kept == 0 ? POK_PAGE->heap_bytes : heap_tail_offset() - kept;

    if (bytes < 0 ? (uint32_t)-bytes > before
                  : before > limit || (uint32_t)bytes > limit - before) {
        return NULL;
    }
    heap_used = before + (uint32_t)bytes;
    return heap_at(before);
}

void *heap_offer(uint32_t bytes)
{
    uint32_t kept = heap_kept_bytes();
    uint32_t offset = heap_tail_offset();

    if (offset < heap_used || offset - heap_used < kept || offset - heap_used - kept < bytes) {
        return NULL;
    }
    return memset(heap_at(offset - kept - bytes), 0, bytes);
}

void heap_keep(uint32_t bytes)
{
    uint32_t kept = heap_kept_bytes();

    /* The size first: without the magic number it means nothing. */
    __asm__ volatile("" : : : "memory");
    heap_tail()->kept = (kept + bytes) | TAIL_MARK;
    heap_tail()->magic = TAIL_MAGIC;
}

void heap_forget(void)
{
    if (heap_kept_bytes() != 0) {
        heap_tail()->kept = TAIL_MARK;
    }
}
