/* SPDX-License-Identifier: BSD-2-Clause */
#include "image_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "elf_image.h"
#include "file.h"
#include "status.h"

#define BSP_BYTES 32u

/* The file's bytes behind a symbol that the generated tables define. */
static const uint8_t *fact(const struct elf_image *elf, const char *symbol, uint32_t bytes)
{
    uint32_t address;
    return elf_symbol(elf, symbol, &address) ? elf_at(elf, address, bytes) : NULL;
}

static int read_facts(const struct elf_image *elf, const char *image, const char *bsp,
                      uint64_t *memory_bytes)
{
    uint32_t physical_end;
    const uint8_t *end = fact(elf, "module_physical_end", sizeof(physical_end));
    const char *built = (const char *)fact(elf, "module_bsp", BSP_BYTES);

    if (end == NULL || built == NULL || memchr(built, 0, BSP_BYTES) == NULL) {
        fprintf(stderr, "bulkhead: %s is no image; make one with bulkhead build\n", image);
        return STATUS_TOOL;
    }
    if (bsp != NULL && strcmp(bsp, built) != 0) {
        fprintf(stderr, "bulkhead: %s was built for BSP %s; leave out --bsp %s or build it again\n",
                image, built, bsp);
        return STATUS_USAGE;
    }
    memcpy(&physical_end, end, sizeof(physical_end));
    *memory_bytes = physical_end;
    return STATUS_OK;
}

int image_facts_read(const char *image, const char *bsp, uint64_t *memory_bytes)
{
    struct elf_image elf;
    char why[ELF_WHY_BYTES];
    size_t bytes;
    uint8_t *data = file_read(image, ELF_MAX_BYTES, &bytes);
    int status = STATUS_TOOL;

    if (data == NULL) {
        fprintf(stderr, "bulkhead: %s: %m\n", image);
    } else if (!elf_parse(&elf, data, bytes, why)) {
        fprintf(stderr, "bulkhead: %s: %s\n", image, why);
    } else {
        status = read_facts(&elf, image, bsp, memory_bytes);
    }
    free(data);
    return status;
}
