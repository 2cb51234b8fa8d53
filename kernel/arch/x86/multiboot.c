/* SPDX-License-Identifier: BSD-2-Clause */
#include "multiboot.h"
#include "abi/layout.h"
#include "acpi.h"

/* The Multiboot information, version 0.6.96, 3.3: offsets and flags. */
#define INFO_FLAGS       0
#define INFO_MEM_UPPER   8 /* KiB from 1 MiB on */
#define INFO_CMDLINE     16
#define INFO_MMAP_LENGTH 44
#define INFO_MMAP        48
#define HAS_MEMORY       0x01u
#define HAS_CMDLINE      0x04u
#define HAS_MMAP         0x40u
#define MMAP_BASE        4 /* the size word before it isn't counted */
#define MMAP_BYTES       12
#define MMAP_TYPE        20
#define MMAP_AVAILABLE   1u
#define MMAP_ENTRY_BYTES 24u
#define MMAP_MAX_BYTES   0x4000u

INIT static uint32_t read32(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

INIT static uint64_t read64(const uint8_t *bytes)
{
    return read32(bytes) | (uint64_t)read32(bytes + 4) << 32;
}

/* Loaders may put the image's name before the options: a first word without "=". */
INIT static const char *skip_name(const char *line)
{
    uint32_t i = 0;

    while (line[i] != '\0' && line[i] != ' ') {
        if (line[i++] == '=')
            return line;
    }
    while (line[i] == ' ')
        i++;
    return line + i;
}

INIT const char *multiboot_options(const uint8_t *info, char *line, uint32_t bytes)
{
    const uint8_t *source;
    uint32_t i = 0;

    if (read32(info + INFO_FLAGS) & HAS_CMDLINE) {
        source = boot_window(read32(info + INFO_CMDLINE));
        for (; i < bytes - 1 && source[i] != '\0'; i++)
            line[i] = (char)source[i];
    }
    line[i] = '\0';
    return skip_name(line);
}

/* End of the available memory that a map's entries show from `from` on without a gap. */
INIT static uint64_t memory_step(const uint8_t *map, uint32_t bytes, uint64_t from)
{
    uint32_t offset = 0;

    while (offset < bytes && bytes - offset >= MMAP_ENTRY_BYTES) {
        const uint8_t *entry = map + offset;
        uint64_t base = read64(entry + MMAP_BASE);
        uint64_t end = base + read64(entry + MMAP_BYTES);

        if (read32(entry + MMAP_TYPE) == MMAP_AVAILABLE && base <= from && end > from)
            return end;
        if (read32(entry) > bytes)
            break;
        offset += read32(entry) + 4;
    }
    return from;
}

INIT uint64_t multiboot_memory_end(const uint8_t *info)
{
    uint32_t flags = read32(info + INFO_FLAGS);
    uint32_t bytes = read32(info + INFO_MMAP_LENGTH);
    uint64_t end = LAYOUT_IMAGE_PHYSICAL;
    uint64_t next;
    const uint8_t *map;

    if (!(flags & HAS_MMAP))
        return flags & HAS_MEMORY ? end + (uint64_t)read32(info + INFO_MEM_UPPER) * 1024 : end;
    map = boot_window(read32(info + INFO_MMAP));
    if (bytes > MMAP_MAX_BYTES)
        bytes = MMAP_MAX_BYTES;
    /* Each round either passes one entry or is the last. */
    while ((next = memory_step(map, bytes, end)) > end)
        end = next;
    return end;
}
