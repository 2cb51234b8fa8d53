/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where everything of a module lies: the address space of each partition, and all physical memory
 * behind the image.
 */
#ifndef BULKHEAD_LAYOUT_H
#define BULKHEAD_LAYOUT_H

#include <stdio.h>

#include "diagnostics.h"
#include "elf_image.h"
#include "model.h"

#define LAYOUT_PARTITION_ALIGN (2u << 20) /* physical start of a partition's memory */

/* Memory that a partition's regions are cut from. */
struct layout_chunk {
    uint64_t bytes; /* used or, with a fixed place, reserved */
    uint64_t address;
    bool fixed;
    uint32_t line; /* of its Memory_Requirements, 0: the kernel's shared pages */
};

enum layout_chunk_kind { CHUNK_CODE, CHUNK_DATA, CHUNK_SHARED, CHUNK_COUNT };

struct layout_region {
    const char *name;
    uint32_t virtual_address;
    bool device; /* `offset` is a physical address */
    enum layout_chunk_kind chunk;
    uint32_t offset; /* in the chunk */
    uint32_t size_bytes;
    uint32_t access; /* CONFIG_READ … */
    uint32_t line;
};

/* What is loaded at a start; `file_bytes` 0: zeros only. */
struct layout_segment {
    uint32_t virtual_address;
    uint32_t file_offset; /* in the ELF file */
    uint32_t file_bytes;
    uint32_t memory_bytes;
};

struct layout_stack {
    const char *name; /* NULL: any process may have it */
    uint32_t base;
    uint32_t bytes;
    uint32_t line;
};

struct layout_partition {
    const struct model_partition *model;
    char *image_path;
    uint8_t *file; /* the ELF file, owned */
    struct elf_image elf;
    uint32_t entry;
    /* With callbacks: libpok's function that calls one, and PartitionCallback; 0: none. */
    uint32_t callback_entry;
    uint32_t PartitionCallback;
    struct layout_chunk chunks[CHUNK_COUNT];
    struct layout_region *regions;
    size_t region_count;
    struct layout_segment *segments;
    size_t segment_count;
    struct layout_stack *stacks;
    size_t stack_count;
    uint32_t heap_bytes;
};

struct layout {
    const struct model *model;
    struct layout_partition *partitions; /* as many as the model has, zeroed by the caller */
    uint32_t ModuleCallback;             /* in its partition's image; 0: none */
    uint32_t page_pool_pages;
    uint64_t physical_start; /* of the partitions' memory */
    uint64_t health;         /* the log of health monitoring, which no loader touches */
    uint64_t physical_end;
};

/*
 * Lay out the address space of one partition, whose `model`, `image_path`, `file` and `elf` are
 * set. What doesn't fit is reported.
 */
void layout_partition(struct layout_partition *partition,
                      const struct model_partition_memory *memory, struct diagnostics *diagnostics);

/* Give all chunks their physical places, for an image that ends at `image_end`. */
void layout_place(struct layout *layout, uint64_t image_end, struct diagnostics *diagnostics);

/* Physical address of an address of the partition, which one of its regions has. */
uint32_t layout_physical(const struct layout_partition *partition, uint32_t virtual_address);
uint32_t layout_region_physical(const struct layout_partition *partition,
                                const struct layout_region *region);

/* The memory map for people. */
void layout_print(const struct layout *layout, FILE *to);
void layout_free(struct layout *layout);

#endif
