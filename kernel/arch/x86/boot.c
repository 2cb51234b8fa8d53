/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Start-up in C: what the boot loader said, what the machine has, then the kernel's own page
 * tables, and the core. Everything here vanishes with the init sections.
 */
#include "core/arch.h"
#include "core/config.h"
#include "core/options.h"
#include "abi/layout.h"
#include "drivers/uart.h"
#include "acpi.h"
#include "arch_init.h"
#include "bsp.h"
#include "clock.h"
#include "cpu.h"
#include "irq.h"
#include "power.h"
#include "print.h"
#include "space.h"
#include "x86.h"

/* The Multiboot information, version 0.6.96, 3.3: offsets and flags. */
#define INFO_FLAGS       0
#define INFO_MEM_UPPER   8 /* KiB from 1 MiB on */
#define INFO_CMDLINE     16
#define INFO_MMAP_LENGTH 44
#define INFO_MMAP        48
#define INFO_BYTES       52u
#define HAS_MEMORY       0x01u
#define HAS_CMDLINE      0x04u
#define HAS_MMAP         0x40u
#define MMAP_BASE        4 /* the size word before it isn't counted */
#define MMAP_BYTES       12
#define MMAP_TYPE        20
#define MMAP_AVAILABLE   1u
#define MMAP_ENTRY_BYTES 24u
#define MMAP_MAX_BYTES   0x4000u

/* The window lies in the first tables' last two large pages. */
#define WINDOW_ENTRY   510u
#define WINDOW_ADDRESS 0xffc00000u

extern page_entry_t boot_directory[];

void boot_main(uint32_t information);

INIT const uint8_t *boot_window(uint32_t physical)
{
    uint32_t start = physical & ~(LARGE_PAGE_BYTES - 1u);

    for (uint32_t i = 0; i < 2; i++) {
        boot_directory[WINDOW_ENTRY + i] =
            (page_entry_t)(start + i * LARGE_PAGE_BYTES) | PAGE_PRESENT | PAGE_LARGE;
        invlpg(WINDOW_ADDRESS + i * LARGE_PAGE_BYTES);
    }
    return (const uint8_t *)(WINDOW_ADDRESS + (physical - start));
}

INIT static uint32_t read32(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

INIT static uint64_t read64(const uint8_t *bytes)
{
    return read32(bytes) | (uint64_t)read32(bytes + 4) << 32;
}

/* --- command line ----------------------------------------------------------------------------- */

INIT static void option_unknown(const char *word, uint32_t length)
{
    char text[2] = {0};

    print("[kernel] boot: option not understood: ");
    for (uint32_t i = 0; i < length; i++) {
        text[0] = word[i];
        print(text);
    }
    print("\n");
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

INIT static void options_read(uint32_t physical)
{
    static INIT_DATA char line[OPTIONS_LINE_BYTES];
    const uint8_t *source = boot_window(physical);

    for (uint32_t i = 0; i < sizeof(line) - 1 && source[i] != '\0'; i++)
        line[i] = (char)source[i];
    options_parse(&boot_options, skip_name(line), option_unknown);
}

/* --- memory ----------------------------------------------------------------------------------- */

/* End of the available memory that a map's entries show from `from` on without a gap. */
INIT static uint64_t memory_step(const uint8_t *map, uint32_t bytes, uint64_t from)
{
    uint32_t offset = 0;

    while (offset + MMAP_ENTRY_BYTES <= bytes) {
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

INIT static uint64_t memory_end(const uint8_t *info)
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

INIT static void memory_check(const uint8_t *info)
{
    uint64_t end = memory_end(info);

    if (end >= config_module.physical_end)
        return;
    print("[kernel] boot: the module needs memory up to ");
    print_decimal((config_module.physical_end + 0xfffff) >> 20);
    print(" MiB, the machine has it up to ");
    print_decimal((uint32_t)(end >> 20));
    print(" MiB\n");
    boot_stop("not enough memory");
}

INIT uint32_t arch_image_end(void)
{
    return (uint32_t)image_end - LAYOUT_KERNEL_BASE;
}

INIT bool arch_image_holds(const void *start, uint32_t bytes, bool writable)
{
    uint32_t first = (uint32_t)(writable ? data_start : rodata_start);
    uint32_t end = (uint32_t)(writable ? image_end : rodata_end);

    return (uint32_t)start >= first && (uint32_t)start <= end && bytes <= end - (uint32_t)start;
}

/* What space_init() goes by; module_check() comes behind it. */
INIT static void image_check(void)
{
    uint32_t pages = config_module.page_pool_pages;

    if (config_module.version != CONFIG_VERSION)
        boot_stop("the configuration tables are of another version of the kernel");
    if (config_module.physical_end > LAYOUT_PHYSICAL_LIMIT ||
        config_module.physical_end < arch_image_end())
        boot_stop("the configured end of memory doesn't fit the image");
    if ((uint32_t)config_module.page_pool % PAGE_BYTES != 0 ||
        pages > LAYOUT_PHYSICAL_LIMIT / PAGE_BYTES ||
        !arch_image_holds(config_module.page_pool, pages * PAGE_BYTES, true))
        boot_stop("the page pool doesn't fit the image");
}

/* --- start-up --------------------------------------------------------------------------------- */

/* One line: what is used of what the machine has. */
INIT static void boot_line(void)
{
    uint32_t kilohertz = clock_kilohertz();

    print("[kernel] boot: " BSP_NAME ", PAE");
    cpu_print();
    print(", clock ");
    print(clock_name());
    print(" ");
    print_decimal(kilohertz / 1000);
    print(".");
    print_decimal(kilohertz % 1000 / 100);
    print_decimal(kilohertz % 100 / 10);
    print_decimal(kilohertz % 10);
    print(" MHz, timer ");
    print(timer_name());
    print(", interrupts ");
    print(irq_controller_name());
    print("\n");
}

INIT void boot_main(uint32_t information)
{
    static INIT_DATA uint8_t info[INFO_BYTES];
    static INIT_DATA struct acpi acpi;
    const uint8_t *source = boot_window(information);

    for (uint32_t i = 0; i < INFO_BYTES; i++)
        info[i] = source[i];
    uart_init();
    if (read32(info + INFO_FLAGS) & HAS_CMDLINE)
        options_read(read32(info + INFO_CMDLINE));
    image_check();
    memory_check(info);
    cpu_detect();
    acpi_read(&acpi);
    power_init(&acpi);
    space_init(&acpi);
    pok_arch_init();
    irq_init(&acpi);
    clock_init();
    timer_init();
    boot_line();
    if (boot_options.loglevel >= PRINT_LEVEL_KERNEL_MAP)
        space_print_kernel();
    kernel_init();
}
