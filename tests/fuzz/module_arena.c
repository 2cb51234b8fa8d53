/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/fuzz/module_arena.h"

#include <string.h>

#include "abi/layout.h"
#include "arch_host.h"

#define MS 1000000ull

struct arena arena;
struct arena_storage arena_storage;

#define READ_WRITE (CONFIG_READ | CONFIG_WRITE)

static void region_add(uint32_t p, uint32_t virtual_address, uint32_t physical_address,
                       uint32_t size_bytes, uint32_t access)
{
    uint32_t n = arena.partitions[p].region_count++;

    arena.regions[p][n] = (struct config_region){arena.text, virtual_address, physical_address,
                                                 size_bytes, access,          100 * (p + 1) + n};
}

static void fill_memory(uint32_t p)
{
    struct config_partition *partition = &arena.partitions[p];
    uint32_t base = 0x10000 * (p + 1);

    region_add(p, LAYOUT_IMAGE_BASE, base, 0x1000, CONFIG_READ | CONFIG_EXECUTE);
    region_add(p, LAYOUT_IMAGE_BASE + 0x1000, base + 0x1000, 0x2000, READ_WRITE);
    region_add(p, LAYOUT_STACK_BASE + 0x1000, base + 0x3000, 0x3000, READ_WRITE);
    region_add(p, LAYOUT_PARTITION_PAGE, base + 0x6000, 0x1000, CONFIG_READ);
    partition->partition_page = base + 0x6000;
    if (p == GUEST) {
        region_add(p, LAYOUT_VCPU_PAGES, base + 0x7000, 0x1000 * ARENA_VCPUS, READ_WRITE);
        region_add(p, LAYOUT_VCPU_PAGE, base + 0x7000, 0x1000, READ_WRITE);
        region_add(p, LAYOUT_DEVICE_BASE, 0xe0000000, 0x2000, READ_WRITE | CONFIG_DEVICE);
        region_add(p, LAYOUT_DEVICE_BASE + 0x2000, 0xb8000, 0x1000, READ_WRITE | CONFIG_DEVICE);
        partition->vcpu_pages = base + 0x7000;
    } else {
        region_add(p, LAYOUT_PROCESS_PAGE, base + 0x7000, 0x1000, READ_WRITE);
        partition->process_page = base + 0x7000;
    }
    arena.segments[p][0] = (struct config_segment){LAYOUT_IMAGE_BASE, base, arena.file, 16, 0x1000};
    arena.segments[p][1] = (struct config_segment){LAYOUT_IMAGE_BASE + 0x1000, base + 0x1000,
                                                   arena.file + 16, 48, 0x2000};
    for (uint32_t i = 0; i < ARENA_STACKS; i++)
        arena.stacks[p][i] = (struct config_stack){
            i == 1 ? arena.text : NULL, LAYOUT_STACK_BASE + 0x1000 * (i + 1), 0x1000, 10 + i};
}

static void fill_partition(uint32_t p)
{
    struct config_partition *partition = &arena.partitions[p];
    uint32_t stacks = p == GUEST ? ARENA_VCPUS : ARENA_STACKS;

    *partition = (struct config_partition){
        .PartitionName = arena.text,
        .PartitionIdentifier = p + 1,
        .guest = p == GUEST,
        .ConsoleInput = p == GUEST,
        .entry = LAYOUT_IMAGE_BASE + 0x10,
        .regions = arena.regions[p],
        .segment_count = 2,
        .segments = arena.segments[p],
        .stack_count = (uint16_t)stacks,
        .stacks = arena.stacks[p],
        .console = arena_storage.console[p],
        .console_bytes = sizeof(arena_storage.console[p]),
        .CommandLine = arena.text,
        .hm = &arena.partition_hm,
        .line = p + 1,
    };
    arena.thread_first[p + 1] = (uint16_t)(arena.thread_first[p] + stacks);
    fill_memory(p);
}

/* The guest's lines, two partitions' I/O ports, a callback. */
static void fill_more(void)
{
    struct config_partition *guest = &arena.partitions[GUEST];

    guest->vcpu_count = ARENA_VCPUS;
    guest->max_nesting = POK_MAX_IRQ_NESTING;
    guest->vector_rank = arena.vector_rank;
    memset(arena.vector_rank, VCPU_NO_RANK, sizeof(arena.vector_rank));
    for (uint8_t i = 0; i < 6; i++)
        arena.vector_rank[POK_MAX_LINES + i] = i;
    arena.vector_rank[3] = 7;
    arena.vector_rank[5] = 30;
    guest->line_count = 2;
    guest->lines = arena.lines;
    arena.lines[0] = (struct config_line){3, 0, true, true, 20000, 50};
    arena.lines[1] = (struct config_line){5, 1, false, false, 0, 51};
    guest->io_count = 2;
    guest->io = arena.io[1];
    arena.io[1][0] = (struct config_io_ports){0x2f8, 8, 52};
    arena.io[1][1] = (struct config_io_ports){0xfff0, 16, 53};
    arena.partitions[FIRST].io_count = 1;
    arena.partitions[FIRST].io = arena.io[0];
    arena.io[0][0] = (struct config_io_ports){0x300, 0x20, 54};
    arena.partitions[FIRST].callback_entry = LAYOUT_IMAGE_BASE + 0x20;
    for (uint32_t s = 0; s < CONFIG_HM_STATES; s++) {
        for (uint32_t e = 0; e < CONFIG_HM_ERRORS; e++) {
            arena.module_hm.cell[s][e] =
                (struct config_hm_cell){CONFIG_HM_LEVEL_MODULE, 0, CONFIG_HM_SHUTDOWN, 0};
            arena.partition_hm.cell[s][e] =
                (struct config_hm_cell){CONFIG_HM_LEVEL_PARTITION, 0, CONFIG_HM_COLD_START, 0};
        }
    }
}

static void fill_port(uint32_t i, uint32_t owner, uint32_t channel, uint8_t kind, uint8_t direction)
{
    bool stores = (kind == POK_PORT_SAMPLING) == (direction == POK_PORT_SOURCE);

    memcpy(arena.names[i], "P0", 3);
    arena.names[i][1] = (char)('0' + i);
    arena.ports[i] = (struct config_port){
        .Name = arena.names[i],
        .partition = (uint16_t)owner,
        .channel = (uint16_t)channel,
        .kind = kind,
        .Direction = direction,
        .MaxMessageSize = ARENA_SLOT - 4,
        .MaxNbMessages = kind == POK_PORT_QUEUING ? ARENA_MESSAGES : 0,
        .RefreshRateSeconds_ns = kind == POK_PORT_SAMPLING ? 50 * MS : 0,
        .storage = stores ? (uint8_t *)arena_storage.messages[i] : NULL,
        .slot_bytes = ARENA_SLOT,
        .line = 60 + i,
    };
    if (arena.partitions[owner].port_count++ == 0)
        arena.partitions[owner].port_first = (uint16_t)i;
}

static void fill_channel(uint32_t i, uint16_t source, uint16_t count, uint16_t first,
                         uint16_t second)
{
    arena.channels[i] =
        (struct config_channel){arena.text, i + 1, source, count, arena.destinations[i], 70 + i};
    arena.destinations[i][0] = first;
    arena.destinations[i][1] = second;
}

static void fill_ports(void)
{
    fill_port(0, FIRST, 0, POK_PORT_SAMPLING, POK_PORT_SOURCE);
    fill_port(1, FIRST, 1, POK_PORT_QUEUING, POK_PORT_SOURCE);
    fill_port(2, FIRST, CONFIG_NONE, POK_PORT_SAMPLING, POK_PORT_SOURCE);
    fill_port(3, SECOND, 0, POK_PORT_SAMPLING, POK_PORT_DESTINATION);
    fill_port(4, SECOND, 1, POK_PORT_QUEUING, POK_PORT_DESTINATION);
    fill_port(5, GUEST, 1, POK_PORT_QUEUING, POK_PORT_DESTINATION);
    fill_port(6, GUEST, 0, POK_PORT_SAMPLING, POK_PORT_DESTINATION);
    fill_channel(0, 0, 2, 3, 6);
    fill_channel(1, 1, 2, 4, 5);
}

static void fill_schedule(uint32_t s)
{
    static const uint16_t owner[ARENA_WINDOWS] = {FIRST, SECOND, GUEST, FIRST};
    static const uint16_t start_ms[ARENA_WINDOWS] = {0, 30, 60, 80};

    arena.schedules[s] = (struct config_schedule){
        .ScheduleName = arena.text,
        .ScheduleIdentifier = s + 1,
        .InitialModuleSchedule = s == 0,
        .MajorFrameSeconds_ns = 100 * MS,
        .window_count = ARENA_WINDOWS,
        .windows = arena.windows[s],
        .partitions = arena.rows[s],
        .window_table = arena_storage.windows[s],
        .line = 80 + s,
    };
    for (uint32_t i = 0; i < ARENA_WINDOWS; i++)
        arena.windows[s][i] = (struct config_window){i + 1, start_ms[i] * MS, 20 * MS, owner[i],
                                                     i < 3, 90 + 10 * s + i};
    for (uint32_t p = 0; p < ARENA_PARTITIONS; p++)
        arena.rows[s][p] = (struct config_partition_schedule){
            100 * MS, 20 * MS, CONFIG_CHANGE_IGNORE, p == 0, true, 85 + p};
}

void arena_fill(void)
{
    memset(&arena, 0, sizeof(arena));
    strcpy(arena.text, "NAME");
    for (uint32_t p = 0; p < ARENA_PARTITIONS; p++)
        fill_partition(p);
    fill_more();
    fill_ports();
    fill_schedule(0);
    fill_schedule(1);
    arena.module = (struct config_module)ARENA_MODULE;
    host_image[0] = (const uint8_t *)&arena;
    host_image_bytes[0] = sizeof(arena);
    host_image[1] = (const uint8_t *)&arena_storage;
    host_image_bytes[1] = sizeof(arena_storage);
}
