/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many pages of config_module.page_pool the address spaces take. The host tool sizes the pool
 * with these functions, arch_space_create() takes pages by the same rules.
 *
 *   kernel                      SPACE_KERNEL_PAGES
 *   each partition              1 page directory (user part)
 *                             + 1 page table for each 2 MiB that hold a page of it
 *   ... with I/O ports granted  + 1 page directory (kernel part) + 1 page table (private part)
 *                             + 2 pages of I/O permission bitmap
 */
#ifndef SPACE_SIZE_H
#define SPACE_SIZE_H

#include "core/config.h"
#include "abi/layout.h"

#define SPACE_TABLE_SHIFT 21 /* a page table covers 2 MiB */
#define SPACE_TABLES      (LAYOUT_USER_END >> SPACE_TABLE_SHIFT)
/*
 * Kernel part: the directory, the tables where 4 KiB pages with different rights meet (image from
 * first to last byte: at most 6), interrupt controllers (2), private part (1) with the bitmap of
 * those without ports (1).
 */
#define SPACE_KERNEL_PAGES 11u
#define SPACE_IO_PAGES     4u

static inline uint32_t space_pages(const struct config_partition *partition)
{
    uint8_t touched[SPACE_TABLES] = {0};
    uint32_t pages = 1;

    touched[LAYOUT_SHARED_BASE >> SPACE_TABLE_SHIFT] = 1;
    for (uint32_t r = 0; r < partition->region_count; r++) {
        const struct config_region *region = &partition->regions[r];
        uint32_t first = region->virtual_address >> SPACE_TABLE_SHIFT;
        uint32_t last = (region->virtual_address + region->size_bytes - 1u) >> SPACE_TABLE_SHIFT;

        for (uint32_t t = first; region->size_bytes != 0 && t <= last && t < SPACE_TABLES; t++)
            touched[t] = 1;
    }
    for (uint32_t t = 0; t < SPACE_TABLES; t++)
        pages += touched[t];
    return partition->io_count == 0 ? pages : pages + SPACE_IO_PAGES;
}

/* For the whole module. */
static inline uint32_t space_pool_pages(const struct config_module *module)
{
    uint32_t pages = SPACE_KERNEL_PAGES;

    for (uint32_t p = 0; p < module->partition_count; p++)
        pages += space_pages(&module->partitions[p]);
    return pages;
}

#endif
