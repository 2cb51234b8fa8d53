/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A configuration image with any damage before module_check(). What it accepts is judged by maps of
 * who owns each page, port, line, instant and byte of storage, with none of its own code.
 */
#include <stdbool.h>
#include <string.h>

#include "abi/layout.h"
#include "core/module.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/kernel_input.h"
#include "tests/fuzz/module_arena.h"

#define RAM_PAGES    (ARENA_END / POK_PAGE_BYTES)
#define IMAGE_PAGES  1u /* HOST_IMAGE_END */
#define HEALTH_PAGES 2u
#define NOBODY       0xffu

/* --- damage ------------------------------------------------------------------------------------
 */

/* What an address in the tables may become: a place in the tables, in storage, or nowhere. */
static uintptr_t any_pointer(struct kernel_input *input)
{
    uint32_t offset = input_16(input);

    switch (input_8(input) % 4) {
    case 0:
        return (uintptr_t)&arena + offset % sizeof(arena);
    case 1:
        return (uintptr_t)&arena_storage + (offset << 2) % sizeof(arena_storage);
    case 2:
        return offset;
    default:
        return (uintptr_t)&arena + sizeof(arena) - offset % 256;
    }
}

static void damage_word(struct kernel_input *input, uint8_t *at, uint32_t bytes)
{
    static const uint32_t edges[] = {0,          1,          0xffffffff, 0x7fffffff, 0x80000000,
                                     0xfffff000, 0x10000,    0x20000,    0x30000,    0x37000,
                                     0x200000,   0x201000,   0x400000,   0x40000000, 0xc0000000,
                                     0xe0000000, 0xfec00000, 0xfee00000, 0xfffe,     0x100};
    uint64_t value = 0;

    memcpy(&value, at, bytes);
    switch (input_8(input) % 4) {
    case 0:
        value = edges[input_8(input) % (sizeof(edges) / sizeof(edges[0]))];
        break;
    case 1:
        value += (uint64_t)(int64_t)(int8_t)input_8(input);
        break;
    case 2:
        value ^= 1ull << input_8(input) % (8 * bytes);
        break;
    default:
        value = input_32(input);
        break;
    }
    memcpy(at, &value, bytes);
}

static void damage(struct kernel_input *input)
{
    static const uint32_t sizes[] = {1, 2, 4, 8};
    uint8_t *tables = (uint8_t *)&arena;
    uint32_t kind = input_8(input) % 8;
    uint32_t at = input_16(input) % sizeof(arena);
    uint32_t bytes = sizes[kind % 4];

    at -= at % bytes;
    if (kind < 4) {
        damage_word(input, tables + at, bytes);
    } else if (kind < 6) {
        uintptr_t pointer = any_pointer(input);

        at -= at % sizeof(pointer);
        memcpy(tables + at, &pointer, sizeof(pointer));
    } else {
        uint32_t from = input_16(input) % sizeof(arena) & ~7u;
        uint32_t length = input_8(input);

        at &= ~7u;
        if (at + length <= sizeof(arena) && from + length <= sizeof(arena))
            memmove(tables + at, tables + from, length);
    }
}

/* --- what was accepted -------------------------------------------------------------------------
 */

static uint8_t page_owner[RAM_PAGES];
static uint8_t page_rights[RAM_PAGES];

static void judge_ram(uint32_t owner, const struct config_region *region)
{
    for (uint64_t at = 0; at < region->size_bytes; at += POK_PAGE_BYTES) {
        uint64_t page = (region->physical_address + at) / POK_PAGE_BYTES;

        FUZZ_REQUIRE(page >= IMAGE_PAGES && page < RAM_PAGES);
        FUZZ_REQUIRE(page + HEALTH_PAGES < arena.module.physical_end / POK_PAGE_BYTES);
        FUZZ_REQUIRE(page_owner[page] == NOBODY || page_owner[page] == owner);
        FUZZ_REQUIRE(page_owner[page] == NOBODY || page_rights[page] == region->access);
        page_owner[page] = (uint8_t)owner;
        page_rights[page] = (uint8_t)region->access;
    }
}

/* Devices are few, and far apart: each against each. */
static void judge_device(uint32_t owner, const struct config_region *region)
{
    uint64_t first = region->physical_address, end = first + region->size_bytes;

    FUZZ_REQUIRE(end <= 1ull << 32);
    FUZZ_REQUIRE((first >= 0xa0000 && end <= 0x100000) || first >= LAYOUT_PHYSICAL_LIMIT);
    FUZZ_REQUIRE(end <= LAYOUT_IOAPIC || first >= LAYOUT_IOAPIC + POK_PAGE_BYTES);
    FUZZ_REQUIRE(end <= LAYOUT_LAPIC || first >= LAYOUT_LAPIC + POK_PAGE_BYTES);
    for (uint32_t p = 0; p < owner; p++) {
        const struct config_partition *other = &arena.module.partitions[p];

        for (uint32_t i = 0; i < other->region_count; i++) {
            uint64_t start = other->regions[i].physical_address;

            FUZZ_REQUIRE(end <= start || start + other->regions[i].size_bytes <= first);
        }
    }
}

static void judge_region(uint32_t p, uint32_t index)
{
    const struct config_partition *partition = &arena.module.partitions[p];
    const struct config_region *region = &partition->regions[index];
    uint64_t first = region->virtual_address, end = first + region->size_bytes;

    FUZZ_REQUIRE((first | end | region->physical_address) % POK_PAGE_BYTES == 0 && end > first);
    FUZZ_REQUIRE(first >= LAYOUT_SHARED_BASE && end <= LAYOUT_USER_END);
    FUZZ_REQUIRE((region->access & ~15u) == 0);
    FUZZ_REQUIRE((region->access & CONFIG_WRITE) == 0 || (region->access & CONFIG_EXECUTE) == 0);
    for (uint32_t i = 0; i < index; i++) {
        const struct config_region *other = &partition->regions[i];

        FUZZ_REQUIRE(end <= other->virtual_address ||
                     (uint64_t)other->virtual_address + other->size_bytes <= first);
    }
    if (region->access & CONFIG_DEVICE)
        judge_device(p, region);
    else
        judge_ram(p, region);
}

/* The physical address that a partition sees at one of its own; 0: none. */
static uint32_t translate(const struct config_partition *partition, uint32_t address)
{
    for (uint32_t i = 0; i < partition->region_count; i++) {
        const struct config_region *region = &partition->regions[i];

        if (address >= region->virtual_address &&
            (uint64_t)address < (uint64_t)region->virtual_address + region->size_bytes)
            return region->physical_address + (address - region->virtual_address);
    }
    return 0;
}

static void judge_shared(uint32_t p)
{
    const struct config_partition *partition = &arena.module.partitions[p];

    FUZZ_REQUIRE(translate(partition, LAYOUT_PARTITION_PAGE) == partition->partition_page);
    FUZZ_REQUIRE(page_owner[partition->partition_page / POK_PAGE_BYTES] == p);
    FUZZ_REQUIRE(page_rights[partition->partition_page / POK_PAGE_BYTES] == CONFIG_READ);
    if (!partition->guest) {
        FUZZ_REQUIRE(page_owner[partition->process_page / POK_PAGE_BYTES] == p);
        FUZZ_REQUIRE(translate(partition, LAYOUT_PROCESS_PAGE) == partition->process_page);
        return;
    }
    FUZZ_REQUIRE(translate(partition, LAYOUT_VCPU_PAGE) == partition->vcpu_pages);
    for (uint32_t i = 0; i < partition->vcpu_count; i++) {
        uint32_t physical = partition->vcpu_pages + i * POK_PAGE_BYTES;

        FUZZ_REQUIRE(page_owner[physical / POK_PAGE_BYTES] == p);
        FUZZ_REQUIRE(translate(partition, LAYOUT_VCPU_PAGES + i * POK_PAGE_BYTES) == physical);
    }
}

static bool is_in(const void *start, uint64_t bytes, const void *whole, size_t size)
{
    uintptr_t first = (uintptr_t)start, base = (uintptr_t)whole;

    return first >= base && first - base <= size && bytes <= size - (first - base);
}

static void judge_segments(uint32_t p)
{
    const struct config_partition *partition = &arena.module.partitions[p];

    for (uint32_t i = 0; i < partition->segment_count; i++) {
        const struct config_segment *segment = &partition->segments[i];

        FUZZ_REQUIRE(segment->file_bytes <= segment->memory_bytes);
        FUZZ_REQUIRE(segment->file_bytes == 0 ||
                     is_in(segment->file, segment->file_bytes, &arena, sizeof(arena)));
        for (uint64_t at = 0; at < segment->memory_bytes; at++) {
            uint64_t physical = segment->physical_address + at;

            FUZZ_REQUIRE(physical < ARENA_END && page_owner[physical / POK_PAGE_BYTES] == p);
            FUZZ_REQUIRE(segment->virtual_address + at >= LAYOUT_SHARED_END);
            if (at % POK_PAGE_BYTES == 0)
                FUZZ_REQUIRE(translate(partition, segment->virtual_address + (uint32_t)at) ==
                             physical);
        }
    }
}

static void judge_ports_and_lines(void)
{
    static uint8_t port_owner[0x10000];
    uint32_t lines = 1u | 1u << 2 | 1u << 4;

    memset(port_owner, NOBODY, sizeof(port_owner));
    for (uint32_t p = 0; p < arena.module.partition_count; p++) {
        const struct config_partition *partition = &arena.module.partitions[p];

        for (uint32_t i = 0; i < partition->io_count; i++) {
            for (uint32_t n = 0; n < partition->io[i].Count; n++) {
                uint32_t port = partition->io[i].First + n;

                FUZZ_REQUIRE(port <= UINT16_MAX && port_owner[port] == NOBODY);
                FUZZ_REQUIRE(!(port >= 0x3f8 && port <= 0x3ff) &&
                             !(port >= 0xcf8 && port <= 0xcff));
                FUZZ_REQUIRE((port & ~1u) != 0x20 && (port & ~1u) != 0xa0 && (port & ~3u) != 0x40);
                port_owner[port] = (uint8_t)p;
            }
        }
        for (uint32_t i = 0; i < partition->line_count; i++) {
            FUZZ_REQUIRE(partition->lines[i].Line < POK_MAX_LINES);
            FUZZ_REQUIRE((lines & 1u << partition->lines[i].Line) == 0);
            FUZZ_REQUIRE(partition->lines[i].vcpu < partition->vcpu_count);
            lines |= 1u << partition->lines[i].Line;
        }
    }
}

static void judge_schedule(const struct config_schedule *schedule)
{
    __extension__ unsigned __int128 free = 0;

    FUZZ_REQUIRE(schedule->window_count != 0);
    for (uint32_t i = 0; i < schedule->window_count; i++) {
        const struct config_window *window = &schedule->windows[i];

        FUZZ_REQUIRE(window->WindowStartSeconds_ns >= free);
        free = window->WindowStartSeconds_ns;
        free += window->WindowDurationSeconds_ns;
        FUZZ_REQUIRE(window->WindowDurationSeconds_ns > arena.module.WindowGuardSeconds_ns);
        FUZZ_REQUIRE(free <= schedule->MajorFrameSeconds_ns);
        FUZZ_REQUIRE(window->partition < arena.module.partition_count);
        FUZZ_REQUIRE(schedule->partitions[window->partition].PeriodSeconds_ns != 0);
    }
}

/* Who may see whose messages: exactly the ends of one channel. */
static void judge_port(uint32_t index)
{
    const struct config_port *port = &arena.module.ports[index];
    const struct config_partition *owner = &arena.module.partitions[port->partition];
    uint32_t places = 0;

    FUZZ_REQUIRE(port->MaxMessageSize - 1 < POK_MAX_MESSAGE_BYTES);
    FUZZ_REQUIRE(index >= owner->port_first &&
                 index < (uint32_t)owner->port_first + owner->port_count);
    for (uint32_t c = 0; c < arena.module.channel_count; c++) {
        const struct config_channel *channel = &arena.module.channels[c];

        if (channel->source == index) {
            FUZZ_REQUIRE(port->channel == c && port->Direction == POK_PORT_SOURCE);
            places++;
        }
        for (uint32_t i = 0; i < channel->destination_count; i++) {
            if (channel->destinations[i] != index)
                continue;
            FUZZ_REQUIRE(port->channel == c && port->Direction == POK_PORT_DESTINATION);
            FUZZ_REQUIRE(port->kind == arena.module.ports[channel->source].kind);
            FUZZ_REQUIRE(port->MaxMessageSize ==
                         arena.module.ports[channel->source].MaxMessageSize);
            places++;
        }
    }
    FUZZ_REQUIRE(places == (port->channel == CONFIG_NONE ? 0u : 1u));
}

static uint8_t storage_owned[sizeof(arena_storage)];

static void take_storage(const void *start, uint64_t bytes)
{
    uintptr_t offset = (uintptr_t)start - (uintptr_t)&arena_storage;

    FUZZ_REQUIRE(is_in(start, bytes, &arena_storage, sizeof(arena_storage)));
    for (uint64_t i = 0; i < bytes; i++)
        FUZZ_REQUIRE(storage_owned[offset + i]++ == 0);
}

static void judge_storage(void)
{
    const struct config_module *module = &arena.module;
    uint32_t threads = 0, vcpus = 0;

    memset(storage_owned, 0, sizeof(storage_owned));
    for (uint32_t p = 0; p < module->partition_count; p++) {
        FUZZ_REQUIRE(module->thread_first[p] == threads);
        threads += module->partitions[p].stack_count;
        vcpus += module->partitions[p].vcpu_count;
        take_storage(module->partitions[p].console, module->partitions[p].console_bytes);
    }
    take_storage(module->partition_table, module->partition_count * sizeof(struct partition));
    take_storage(module->thread_table, threads * sizeof(struct thread));
    take_storage(module->timer_slots,
                 CONFIG_TIMER_SLOTS(threads, module->partition_count) * sizeof(struct timer *));
    take_storage(module->vcpu_table, vcpus * sizeof(struct vcpu));
    take_storage(module->port_table, module->port_count * sizeof(struct port));
    take_storage(module->page_pool, (uint64_t)module->page_pool_pages * POK_PAGE_BYTES);
    for (uint32_t s = 0; s < module->schedule_count; s++)
        take_storage(module->schedules[s].window_table,
                     (module->schedules[s].window_count + 1u) * sizeof(struct window));
    for (uint32_t i = 0; i < module->port_count; i++) {
        const struct config_port *port = &module->ports[i];
        bool queue = port->kind == POK_PORT_QUEUING;

        if (port->storage != NULL)
            take_storage(port->storage, (queue ? port->MaxNbMessages : 1ull) * port->slot_bytes);
        else
            FUZZ_REQUIRE(queue == (port->Direction == POK_PORT_SOURCE));
    }
}

static void judge(void)
{
    memset(page_owner, NOBODY, sizeof(page_owner));
    FUZZ_REQUIRE(arena.module.physical_end <= ARENA_END);
    for (uint32_t p = 0; p < arena.module.partition_count; p++) {
        for (uint32_t i = 0; i < arena.module.partitions[p].region_count; i++)
            judge_region(p, i);
        judge_shared(p);
        judge_segments(p);
    }
    judge_ports_and_lines();
    for (uint32_t s = 0; s < arena.module.schedule_count; s++)
        judge_schedule(&arena.module.schedules[s]);
    for (uint32_t i = 0; i < arena.module.port_count; i++)
        judge_port(i);
    judge_storage();
}

int kernel_tables(const uint8_t *data, size_t bytes)
{
    struct kernel_input input = {data, bytes};
    uint32_t line;

    arena_fill();
    while (input.bytes != 0)
        damage(&input);
    /* The target's own model of memory ends there. */
    if (arena.module.physical_end > ARENA_END)
        arena.module.physical_end = ARENA_END;
    if (module_check(&arena.module, &line) != NULL)
        return 0;
    judge();
    return 1;
}
