/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of ELF files for i386. Files are hostile: every offset and size is checked against the
 * file's length before it is used.
 */
#ifndef BULKHEAD_ELF_IMAGE_H
#define BULKHEAD_ELF_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ELF_MAX_SEGMENTS 64u
#define ELF_MAX_BYTES    (256u << 20)
#define ELF_WHY_BYTES    160u

struct elf_segment {
    uint32_t virtual_address;
    uint32_t physical_address;
    uint32_t offset;
    uint32_t file_bytes;
    uint32_t memory_bytes;
    uint32_t access; /* CONFIG_READ … */
};

struct elf_image {
    const uint8_t *data;
    size_t bytes;
    uint32_t entry;
    bool dynamic;                                  /* wants a loader */
    struct elf_segment segments[ELF_MAX_SEGMENTS]; /* loadable, not empty, by address */
    size_t segment_count;
};

/* Parse; false with the reason and a remedy in `why`. `data` must outlive the image. */
bool elf_parse(struct elf_image *image, const uint8_t *data, size_t bytes, char why[ELF_WHY_BYTES]);

/*
 * Whether it can be a partition's image: inside the area for images, nothing writable and
 * executable, no page with two rights, nothing twice, entry in code. False with the reason in
 * `why`.
 */
bool elf_check_partition(const struct elf_image *image, char why[ELF_WHY_BYTES]);

/* Address of a defined symbol; false when the file has none of that name. */
bool elf_symbol(const struct elf_image *image, const char *name, uint32_t *address);
/* The file's bytes at a virtual address; NULL unless `bytes` of them are in the file. */
const uint8_t *elf_at(const struct elf_image *image, uint32_t address, uint32_t bytes);
/* Whether an address lies in an executable segment. */
bool elf_is_code(const struct elf_image *image, uint32_t address);

#endif
