/* SPDX-License-Identifier: BSD-2-Clause */
#include "space.h"
#include "core/arch.h"
#include "core/config.h"
#include "core/partition.h"
#include "core/options.h"
#include "abi/layout.h"
#include "acpi.h"
#include "cpu.h"
#include "gdt.h"
#include "print.h"
#include "space_size.h"
#include "speculation.h"
#include "x86.h"

#define ENTRIES      512u
#define TABLE_BYTES  ((uint32_t)LARGE_PAGE_BYTES) /* covered by one page table */
#define PAGE_NX      (1ull << 63)
#define PAGE_ADDRESS 0x000ffffffffff000ull
#define PAGE_RIGHTS  (PAGE_NX | PAGE_PRESENT | PAGE_WRITE | PAGE_USER | PAGE_NO_CACHE)

/* Kernel part of every space without I/O ports; complete after space_init(). */
static page_entry_t *kernel_directory;
/* Private part of those. */
static page_entry_t *common_private;
/* All ports closed. */
static uint8_t *closed_bitmap;
/* The kernel's own space: nothing below LAYOUT_KERNEL_BASE. Written by space_init(). */
static page_entry_t kernel_pointers[4] __attribute__((aligned(32)));
/* Pages of config_module.page_pool in use. Grows at boot only. */
static uint32_t pool_used;

static inline uint32_t directory_index(uint32_t address)
{
    return address / TABLE_BYTES % ENTRIES;
}

static inline uint32_t table_index(uint32_t address)
{
    return address / PAGE_BYTES % ENTRIES;
}

static inline uint32_t physical_of(const void *kernel_address)
{
    return (uint32_t)kernel_address - LAYOUT_KERNEL_BASE;
}

static inline page_entry_t *table_of(page_entry_t entry)
{
    return arch_physical((uint32_t)(entry & PAGE_ADDRESS));
}

void *arch_physical(uint32_t physical_address)
{
    return (void *)(LAYOUT_KERNEL_BASE + physical_address);
}

INIT static void *pool_take(void)
{
    if (pool_used == config_module.page_pool_pages)
        boot_stop("the image's page pool is too small for its address spaces");
    return config_module.page_pool + PAGE_BYTES * pool_used++;
}

/* The table below a directory entry, made when there is none. */
INIT static page_entry_t *table_get(page_entry_t *directory, uint32_t address, uint32_t rights)
{
    page_entry_t *entry = &directory[directory_index(address)];

    if (!(*entry & PAGE_PRESENT))
        *entry = physical_of(pool_take()) | PAGE_PRESENT | PAGE_WRITE | rights;
    return table_of(*entry);
}

static inline page_entry_t no_execute(void)
{
    return cpu.nx ? PAGE_NX : 0;
}

/* --- kernel ----------------------------------------------------------------------------------- */

static inline bool within(uint32_t address, const char *start, const char *end)
{
    return address >= (uint32_t)start && address < (uint32_t)end;
}

/* Rights of a kernel page; 0: not mapped. */
INIT static page_entry_t kernel_rights(uint32_t address)
{
    page_entry_t global = cpu.pge ? PAGE_GLOBAL : 0;

    if (address < (uint32_t)image_start ||
        address >= LAYOUT_KERNEL_BASE + config_module.physical_end ||
        within(address, kernel_stack_guard, kernel_stack_guard + PAGE_BYTES))
        return 0;
    if (within(address, image_start, init_text_end))
        return PAGE_PRESENT | global;
    if (within(address, rodata_start, rodata_end))
        return PAGE_PRESENT | no_execute() | global;
    return PAGE_PRESENT | PAGE_WRITE | no_execute() | global;
}

/* One large page where all rights are the same, a table where they differ. */
INIT static void kernel_map_span(uint32_t base)
{
    page_entry_t rights = kernel_rights(base);
    page_entry_t *table;
    bool same = true;

    for (uint32_t i = 1; i < ENTRIES; i++)
        same = same && kernel_rights(base + i * PAGE_BYTES) == rights;
    if (same) {
        if (rights != 0)
            kernel_directory[directory_index(base)] =
                (base - LAYOUT_KERNEL_BASE) | rights | PAGE_LARGE;
        return;
    }
    table = table_get(kernel_directory, base, 0);
    for (uint32_t i = 0; i < ENTRIES; i++) {
        uint32_t address = base + i * PAGE_BYTES;

        rights = kernel_rights(address);
        table[i] = rights == 0 ? 0 : (address - LAYOUT_KERNEL_BASE) | rights;
    }
}

INIT static void kernel_map_device(uint32_t address, uint32_t physical)
{
    table_get(kernel_directory, address, 0)[table_index(address)] =
        physical | PAGE_PRESENT | PAGE_WRITE | PAGE_NO_CACHE | PAGE_WRITE_THROUGH | no_execute() |
        (cpu.pge ? PAGE_GLOBAL : 0);
}

/* TSS and I/O permission bitmap, differing between spaces, so not global. */
INIT static void private_fill(page_entry_t *table, const uint8_t *first, const uint8_t *second)
{
    table[0] = physical_of(&tss_page) | PAGE_PRESENT | PAGE_WRITE | no_execute();
    table[1] = physical_of(first) | PAGE_PRESENT | no_execute();
    table[2] = physical_of(second) | PAGE_PRESENT | no_execute();
}

INIT void space_init(const struct acpi *acpi)
{
    kernel_directory = pool_take();
    for (uint32_t span = 0; span < LAYOUT_PHYSICAL_LIMIT; span += TABLE_BYTES)
        kernel_map_span(LAYOUT_KERNEL_BASE + span);
    if (acpi->ioapic != 0)
        kernel_map_device(LAYOUT_IOAPIC, acpi->ioapic);
    if (cpu.apic)
        kernel_map_device(LAYOUT_LAPIC, cpu.apic_base);

    closed_bitmap = pool_take();
    for (uint32_t i = 0; i < PAGE_BYTES; i++)
        closed_bitmap[i] = 0xff;
    common_private = table_get(kernel_directory, LAYOUT_PRIVATE_BASE, 0);
    private_fill(common_private, closed_bitmap, closed_bitmap);

    kernel_pointers[LAYOUT_KERNEL_BASE >> 30] = physical_of(kernel_directory) | PAGE_PRESENT;
    cpu_enable_paging_features();
    write_cr3(physical_of(kernel_pointers));
    cpu_enable_global_pages();
}

void space_release_init(void)
{
    for (uint32_t address = (uint32_t)init_start; address < (uint32_t)init_end;
         address += PAGE_BYTES) {
        table_of(kernel_directory[directory_index(address)])[table_index(address)] = 0;
        invlpg(address);
    }
}

/* --- memory map ------------------------------------------------------------------------------- */

/* Rights of a page; `step` is how many pages from there on have the same for sure. */
INIT static page_entry_t rights_at(const page_entry_t *directory, uint32_t address, uint32_t *step)
{
    page_entry_t entry = directory[directory_index(address)];

    *step = ENTRIES;
    if ((entry & PAGE_PRESENT) && !(entry & PAGE_LARGE)) {
        entry = table_of(entry)[table_index(address)];
        *step = 1;
    }
    return entry & PAGE_PRESENT ? entry & PAGE_RIGHTS : 0;
}

INIT static void print_range(uint32_t start, uint32_t last, page_entry_t rights)
{
    print("[kernel]   ");
    print_hex(start);
    print("-");
    print_hex(last);
    print(rights & PAGE_USER ? " user r" : " kernel r");
    print(rights & PAGE_WRITE ? "w" : "-");
    print(rights & PAGE_NX ? "-" : "x");
    print(rights & PAGE_NO_CACHE ? " device\n" : "\n");
}

INIT static void space_print(const page_entry_t *directory, uint32_t base)
{
    page_entry_t rights = 0;
    uint32_t start = base;
    uint32_t step;

    for (uint32_t page = 0; page < ENTRIES * ENTRIES; page += step) {
        uint32_t address = base + page * PAGE_BYTES;
        page_entry_t here = rights_at(directory, address, &step);

        if (here == rights)
            continue;
        if (rights != 0)
            print_range(start, address - 1, rights);
        start = address;
        rights = here;
    }
    if (rights != 0)
        print_range(start, base + (ENTRIES * ENTRIES * PAGE_BYTES - 1), rights);
}

INIT void space_print_kernel(void)
{
    print("[kernel] memory map of the kernel\n");
    space_print(kernel_directory, LAYOUT_KERNEL_BASE);
}

/* --- partitions ------------------------------------------------------------------------------- */

INIT static void user_map(page_entry_t *directory, uint32_t address, uint32_t physical,
                          page_entry_t rights)
{
    table_get(directory, address, PAGE_USER)[table_index(address)] =
        physical | PAGE_PRESENT | PAGE_USER | rights;
}

INIT static void region_map(page_entry_t *directory, const struct config_region *region)
{
    page_entry_t rights = 0;

    if (region->virtual_address >= LAYOUT_USER_END ||
        region->size_bytes > LAYOUT_USER_END - region->virtual_address)
        boot_stop("a region lies outside the partitions' addresses");
    if (region->access & CONFIG_WRITE)
        rights |= PAGE_WRITE;
    if (!(region->access & CONFIG_EXECUTE))
        rights |= no_execute();
    if (region->access & CONFIG_DEVICE)
        rights |= PAGE_NO_CACHE | PAGE_WRITE_THROUGH;
    for (uint32_t offset = 0; offset < region->size_bytes; offset += PAGE_BYTES)
        user_map(directory, region->virtual_address + offset, region->physical_address + offset,
                 rights);
}

/* The pages that kernel and partition share: see abi/layout.h. */
INIT static void shared_map(page_entry_t *directory, const struct config_partition *config)
{
    page_entry_t writable = PAGE_WRITE | no_execute();

    user_map(directory, LAYOUT_PARTITION_PAGE, config->partition_page, no_execute());
    if (!config->guest && config->process_page != 0)
        user_map(directory, LAYOUT_PROCESS_PAGE, config->process_page, writable);
    if (config->vcpu_count == 0)
        return;
    user_map(directory, LAYOUT_VCPU_PAGE, config->vcpu_pages, writable);
    for (uint32_t i = 0; i < config->vcpu_count; i++)
        user_map(directory, LAYOUT_VCPU_PAGES + i * PAGE_BYTES, config->vcpu_pages + i * PAGE_BYTES,
                 writable);
}

INIT static void port_open(uint8_t *const bitmap[2], uint32_t port)
{
    uint32_t byte = port / 8;

    bitmap[byte / PAGE_BYTES][byte % PAGE_BYTES] &= (uint8_t) ~(1u << port % 8);
}

/* A kernel part of its own for a partition with I/O ports: the bitmap differs. */
INIT static page_entry_t *private_directory(const struct config_partition *config)
{
    page_entry_t *directory = pool_take();
    page_entry_t *table = pool_take();
    uint8_t *bitmap[2] = {pool_take(), pool_take()};

    for (uint32_t i = 0; i < PAGE_BYTES; i++)
        bitmap[0][i] = bitmap[1][i] = 0xff;
    for (uint32_t i = 0; i < config->io_count; i++) {
        const struct config_io_ports *ports = &config->io[i];

        for (uint32_t n = 0; n < ports->Count && ports->First + n <= UINT16_MAX; n++)
            port_open(bitmap, ports->First + n);
    }
    for (uint32_t i = 0; i < ENTRIES; i++)
        directory[i] = kernel_directory[i];
    private_fill(table, bitmap[0], bitmap[1]);
    directory[directory_index(LAYOUT_PRIVATE_BASE)] =
        physical_of(table) | PAGE_PRESENT | PAGE_WRITE;
    return directory;
}

INIT void arch_space_create(struct partition *partition)
{
    const struct config_partition *config = partition->config;
    struct arch_space *space = &partition->space;
    page_entry_t *user = pool_take();
    const page_entry_t *kernel =
        config->io_count == 0 ? kernel_directory : private_directory(config);

    shared_map(user, config);
    for (uint32_t i = 0; i < config->region_count; i++)
        region_map(user, &config->regions[i]);
    space->shared = table_of(user[directory_index(LAYOUT_SHARED_BASE)]);
    space->directory_pointer[0] = physical_of(user) | PAGE_PRESENT;
    space->directory_pointer[LAYOUT_KERNEL_BASE >> 30] = physical_of(kernel) | PAGE_PRESENT;
    space->cr3 = physical_of(space->directory_pointer);
    if (boot_options.loglevel >= PRINT_LEVEL_PARTITION_MAP) {
        print("[kernel] memory map of partition ");
        print(config->PartitionName);
        print("\n");
        space_print(user, 0);
    }
}

void arch_space_switch(const struct partition *partition)
{
    write_cr3(partition->space.cr3);
    speculation_barrier_site();
}

bool space_translate(const struct arch_space *space, uint32_t address, uint32_t *physical)
{
    const page_entry_t *directory = table_of(space->directory_pointer[0]);
    page_entry_t entry = directory[directory_index(address)];

    if (address >= LAYOUT_USER_END || !(entry & PAGE_PRESENT))
        return false;
    entry = table_of(entry)[table_index(address)];
    *physical = (uint32_t)(entry & PAGE_ADDRESS) + address % PAGE_BYTES;
    return (entry & PAGE_PRESENT) != 0;
}
