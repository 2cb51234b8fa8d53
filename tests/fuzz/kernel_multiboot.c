/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel reads of the machine at boot, from physical memory with anything in it: the boot
 * loader's information and ACPI's tables.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "arch/x86/acpi.h"
#include "core/options.h"
#include "arch/x86/multiboot.h"
#include "abi/layout.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/kernel_input.h"

#define WINDOW_BYTES 0x400000u
#define WINDOW_ALIGN 0x200000u
#define MAX_CHUNKS   32u
#define MAX_ENTRIES  4096u

/* Where memory isn't zeros. */
static struct chunk {
    uint32_t address;
    uint32_t bytes;
    const uint8_t *data;
} chunks[MAX_CHUNKS];
static uint32_t chunk_count;

static uint8_t *window; /* on the heap: a read before or behind it is seen */
static uint64_t window_start;

static void window_fill(bool with_data)
{
    for (uint32_t i = 0; i < chunk_count; i++) {
        for (uint32_t n = 0; n < chunks[i].bytes; n++) {
            uint64_t offset = (uint64_t)chunks[i].address + n - window_start;

            if (offset < WINDOW_BYTES)
                window[offset] = with_data ? chunks[i].data[n] : 0;
        }
    }
}

const uint8_t *boot_window(uint32_t physical)
{
    uint32_t start = physical & ~(WINDOW_ALIGN - 1u);

    if (start != window_start) {
        window_fill(false);
        window_start = start;
        window_fill(true);
    }
    return window + (physical - start);
}

static uint64_t number(const uint8_t *bytes, uint32_t count)
{
    uint64_t value = 0;

    while (count-- != 0)
        value = value << 8 | bytes[count];
    return value;
}

/*
 * The map's entries as the specification chains them, all at once: memory from 1 MiB to the result
 * must be in available ones, and the result in none.
 */
static void judge_map(const uint8_t *map, uint64_t length, uint64_t end)
{
    static struct {
        uint64_t base;
        uint64_t end;
    } entries[MAX_ENTRIES];
    uint32_t count = 0;
    uint64_t reached = LAYOUT_IMAGE_PHYSICAL;

    length = length > 0x4000 ? 0x4000 : length;
    for (uint64_t at = 0; at + 24 <= length; at += number(map + at, 4) + 4) {
        uint64_t base = number(map + at + 4, 8), bytes = number(map + at + 12, 8);

        if (number(map + at + 20, 4) == 1 && base + bytes > base && count < MAX_ENTRIES) {
            entries[count].base = base;
            entries[count++].end = base + bytes;
        }
        if (number(map + at, 4) > length)
            break;
    }
    for (uint32_t round = 0; round <= count; round++) {
        for (uint32_t i = 0; i < count; i++) {
            if (entries[i].base <= reached && entries[i].end > reached)
                reached = entries[i].end;
        }
    }
    FUZZ_REQUIRE(end == reached);
}

static void judge_acpi(const struct acpi *acpi)
{
    FUZZ_REQUIRE(acpi->ioapic % 4096 == 0);
}

int kernel_multiboot(const uint8_t *data, size_t bytes)
{
    struct kernel_input input = {data, bytes};
    uint8_t info[MULTIBOOT_BYTES];
    struct acpi acpi = {0};
    char line[OPTIONS_LINE_BYTES];
    const char *options;
    uint64_t end;

    if (window == NULL && (window = calloc(1, WINDOW_BYTES)) == NULL)
        abort();
    window_fill(false);
    for (uint32_t i = 0; i < sizeof(info); i++)
        info[i] = (uint8_t)input_8(&input);
    for (chunk_count = 0; chunk_count < MAX_CHUNKS && input.bytes != 0; chunk_count++) {
        uint32_t address = input_32(&input), length = input_16(&input);

        if (length > input.bytes)
            length = (uint32_t)input.bytes;
        chunks[chunk_count] = (struct chunk){address, length, input.data};
        input.data += length;
        input.bytes -= length;
    }
    window_fill(true);
    options = multiboot_options(info, line, sizeof(line));
    FUZZ_REQUIRE(options >= line && options + strlen(options) < line + sizeof(line));
    end = multiboot_memory_end(info);
    FUZZ_REQUIRE(end >= LAYOUT_IMAGE_PHYSICAL);
    if (info[0] & 0x40)
        judge_map(boot_window((uint32_t)number(info + 48, 4)), number(info + 44, 4), end);
    acpi_read(&acpi);
    judge_acpi(&acpi);
    return end > LAYOUT_IMAGE_PHYSICAL;
}
