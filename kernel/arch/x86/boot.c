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
#include "multiboot.h"
#include "power.h"
#include "print.h"
#include "space.h"
#include "x86.h"

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

INIT static void options_read(const uint8_t *info)
{
    static INIT_DATA char line[OPTIONS_LINE_BYTES];

    options_parse(&boot_options, multiboot_options(info, line, sizeof(line)), option_unknown);
}

/* --- memory ----------------------------------------------------------------------------------- */

INIT static void memory_check(const uint8_t *info)
{
    uint64_t end = multiboot_memory_end(info);

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
    static INIT_DATA uint8_t info[MULTIBOOT_BYTES];
    static INIT_DATA struct acpi acpi;
    const uint8_t *source = boot_window(information);

    for (uint32_t i = 0; i < MULTIBOOT_BYTES; i++)
        info[i] = source[i];
    uart_init();
    options_read(info);
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
