/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tool's reader of ELF files. What it accepts must lie in the file and in a partition's
 * addresses, be in order and apart, and have no page that is writable and executable.
 */
#include <string.h>

#include "abi/layout.h"
#include "core/config.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tools/bulkhead/elf_image.h"
#include "tools/bulkhead/model.h"

static void judge(const struct elf_image *image)
{
    uint64_t end = 0;
    int entry_is_code = 0;

    FUZZ_REQUIRE(image->segment_count != 0 && image->segment_count <= ELF_MAX_SEGMENTS);
    for (size_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];
        uint64_t start = segment->virtual_address;

        FUZZ_REQUIRE(start >= end);
        end = start + segment->memory_bytes;
        FUZZ_REQUIRE(start >= LAYOUT_IMAGE_BASE && end <= LAYOUT_HEAP_BASE);
        FUZZ_REQUIRE(segment->file_bytes <= segment->memory_bytes);
        FUZZ_REQUIRE((uint64_t)segment->offset + segment->file_bytes <= image->bytes);
        FUZZ_REQUIRE((segment->access & CONFIG_WRITE) == 0 ||
                     (segment->access & CONFIG_EXECUTE) == 0);
        for (size_t k = 0; k < i; k++) {
            const struct elf_segment *other = &image->segments[k];
            uint64_t last = (uint64_t)other->virtual_address + other->memory_bytes - 1;

            FUZZ_REQUIRE(other->access == segment->access || last / 4096 < start / 4096);
        }
        entry_is_code |= (segment->access & CONFIG_EXECUTE) != 0 && image->entry >= start &&
                         image->entry < start + segment->file_bytes;
    }
    FUZZ_REQUIRE(entry_is_code);
}

int fuzz_elf(const uint8_t *data, size_t bytes)
{
    struct elf_image image;
    char why[ELF_WHY_BYTES];
    uint32_t address;

    if (!elf_parse(&image, data, bytes, why))
        return 0;
    /* Symbols and bytes are looked for in files that are refused later, too. */
    if (elf_symbol(&image, "start", &address))
        (void)elf_is_code(&image, address);
    (void)elf_symbol(&image, "", &address);
    for (size_t i = 0; i < image.segment_count; i++) {
        const struct elf_segment *segment = &image.segments[i];
        const uint8_t *at = elf_at(&image, segment->virtual_address, segment->file_bytes);

        if (at != NULL && segment->file_bytes != 0) {
            volatile uint8_t sum = at[0];

            sum = (uint8_t)(sum + at[segment->file_bytes - 1]);
            (void)sum;
        }
    }
    if (!elf_check_partition(&image, why))
        return 0;
    judge(&image);
    return 1;
}
