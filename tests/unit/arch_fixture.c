/* SPDX-License-Identifier: BSD-2-Clause */
#include "arch_fixture.h"
#include <string.h>
#include "arch_host.h"
#include "core/arch.h"
#include "core/options.h"
#include "core/state.h"
#include "core/syscall.h"
#include "core/timer.h"
#include "abi/structs.h"

#define SLOT 68u

static uint8_t storage[10][FIXTURE_QUEUE * SLOT] __attribute__((aligned(4)));
static uint8_t console_ring[2][512];
static struct partition partition_table[2];
static struct thread thread_storage[1 + 2 * FIXTURE_THREADS];
static struct port port_table[10];
static struct timer *timer_slots[CONFIG_TIMER_SLOTS(2 * FIXTURE_THREADS, 2)];
static const uint16_t thread_first[] = {0, FIXTURE_THREADS, 2 * FIXTURE_THREADS};

struct health_state health;
struct config_hm_table fixture_module_hm;
struct config_hm_table fixture_partition_hm;

static const uint8_t text_image[32] = {0x90, 0x90, 0xc3};
static const uint8_t data_image[16] = "pristine data";

#define REGIONS(base, page)                                                                        \
    {                                                                                              \
        {"text", FIXTURE_TEXT, (base), 0x1000, CONFIG_READ | CONFIG_EXECUTE, 1},                   \
            {"data", FIXTURE_DATA, (base) + 0x1000, 0x4000, CONFIG_READ | CONFIG_WRITE, 2},        \
            {"heap", FIXTURE_HEAP, (base) + 0x5000, 0x1000, CONFIG_READ | CONFIG_WRITE, 3},        \
            {"stacks", FIXTURE_STACK, (base) + 0x6000, 0xa000, CONFIG_READ | CONFIG_WRITE, 4},     \
            {"page", LAYOUT_PARTITION_PAGE, (page), POK_PAGE_BYTES, CONFIG_READ, 5},               \
        {                                                                                          \
            "process page", LAYOUT_PROCESS_PAGE, (page) + 0x1000, POK_PAGE_BYTES,                  \
                CONFIG_READ | CONFIG_WRITE, 6                                                      \
        }                                                                                          \
    }
#define SEGMENTS(base)                                                                             \
    {                                                                                              \
        {FIXTURE_TEXT, (base), text_image, sizeof(text_image), 0x1000},                            \
            {FIXTURE_DATA, (base) + 0x1000, data_image, sizeof(data_image), 0x4000},               \
        {                                                                                          \
            FIXTURE_HEAP, (base) + 0x5000, NULL, 0, 0x1000                                         \
        }                                                                                          \
    }

static const struct config_region regions[2][6] = {REGIONS(0x10000, 0x1000),
                                                   REGIONS(0x40000, 0x4000)};
static const struct config_segment segments[2][3] = {SEGMENTS(0x10000), SEGMENTS(0x40000)};

/* The last is reserved for the process of that name. */
static const struct config_stack stacks[FIXTURE_THREADS] = {
    {NULL, FIXTURE_STACK, 0x1000, 1},
    {NULL, FIXTURE_STACK + 0x2000, 0x1000, 1},
    {NULL, FIXTURE_STACK + 0x4000, 0x1000, 1},
    {NULL, FIXTURE_STACK + 0x6000, 0x1000, 1},
    {"RESERVED", FIXTURE_STACK + 0x8000, 0x2000, 1},
};

static const struct config_port ports[10] = {
    {"SAMPLE", 0, 0, POK_PORT_SAMPLING, POK_PORT_SOURCE, FIXTURE_MESSAGE, 0, FIXTURE_REFRESH,
     storage[0], SLOT, 1},
    {"QUEUE", 0, 1, POK_PORT_QUEUING, POK_PORT_SOURCE, FIXTURE_MESSAGE, FIXTURE_QUEUE, 0, NULL,
     SLOT, 2},
    {"FAN", 0, 2, POK_PORT_QUEUING, POK_PORT_SOURCE, FIXTURE_MESSAGE, FIXTURE_QUEUE, 0, NULL, SLOT,
     3},
    {"OPEN", 0, CONFIG_NONE, POK_PORT_SAMPLING, POK_PORT_SOURCE, FIXTURE_MESSAGE, 0,
     FIXTURE_REFRESH, storage[3], SLOT, 4},
    {"OPENQUEUE", 0, CONFIG_NONE, POK_PORT_QUEUING, POK_PORT_SOURCE, FIXTURE_MESSAGE, FIXTURE_QUEUE,
     0, NULL, SLOT, 5},
    {"SAMPLE", 1, 0, POK_PORT_SAMPLING, POK_PORT_DESTINATION, FIXTURE_MESSAGE, 0, FIXTURE_REFRESH,
     NULL, SLOT, 6},
    {"QUEUE", 1, 1, POK_PORT_QUEUING, POK_PORT_DESTINATION, FIXTURE_MESSAGE, FIXTURE_QUEUE, 0,
     storage[6], SLOT, 7},
    {"FAN1", 1, 2, POK_PORT_QUEUING, POK_PORT_DESTINATION, FIXTURE_MESSAGE, FIXTURE_QUEUE, 0,
     storage[7], SLOT, 8},
    {"FAN2", 1, 2, POK_PORT_QUEUING, POK_PORT_DESTINATION, FIXTURE_MESSAGE, FIXTURE_QUEUE / 2, 0,
     storage[8], SLOT, 9},
    {"OPEN", 1, CONFIG_NONE, POK_PORT_SAMPLING, POK_PORT_DESTINATION, FIXTURE_MESSAGE, 0,
     FIXTURE_REFRESH, NULL, SLOT, 10},
};
static const uint16_t to_sample[] = {5};
static const uint16_t to_queue[] = {6};
static const uint16_t to_fan[] = {7, 8};
static const struct config_channel channels[] = {
    {"sample", 1, 0, 1, to_sample, 1},
    {"queue", 2, 1, 1, to_queue, 2},
    {"fan", 3, 2, 2, to_fan, 3},
};

static const struct config_window windows[] = {
    {1, 0, 30 * MS, 0, true, 1},
    {2, 30 * MS, 30 * MS, 1, true, 2},
    {3, 60 * MS, 20 * MS, 0, false, 3},
};
static const struct config_partition_schedule rows[] = {
    {100 * MS, 50 * MS, CONFIG_CHANGE_IGNORE, false, true, 1},
    {100 * MS, 30 * MS, CONFIG_CHANGE_IGNORE, false, true, 2},
};
static struct window window_table[4];
static const struct config_schedule schedules[] = {
    {"only", 1, true, 100 * MS, 3, windows, rows, window_table, 1},
};

#define PARTITION(i, name, page)                                                                   \
    {                                                                                              \
        .PartitionName = (name), .PartitionIdentifier = (i) + 1, .entry = FIXTURE_ENTRY,           \
        .region_count = 6, .regions = regions[i], .segment_count = 3, .segments = segments[i],     \
        .heap_base = FIXTURE_HEAP, .heap_bytes = 0x1000, .stack_count = FIXTURE_THREADS,           \
        .stacks = stacks, .port_first = (i)*5, .port_count = 5, .partition_page = (page),          \
        .process_page = (page) + 0x1000, .console = console_ring[i],                               \
        .console_bytes = sizeof(console_ring[i]), .CommandLine = "a=b",                            \
        .hm = &fixture_partition_hm, .line = 10 + (i)                                              \
    }

static const struct config_partition pristine_partitions[2] = {PARTITION(0, "ALPHA", 0x1000),
                                                               PARTITION(1, "BRAVO", 0x4000)};
struct config_partition fixture_partitions[2];

/* In memory that can be written: fixture_guard(). */
const struct config_module config_module
    __attribute__((section(".config_module,\"aw\",@progbits#"))) = {
        .version = CONFIG_VERSION,
        .ModuleName = "fixture",
        .file = "fixture.xml",
        .partition_count = 2,
        .partitions = fixture_partitions,
        .port_count = 10,
        .ports = ports,
        .channel_count = 3,
        .channels = channels,
        .schedule_count = 1,
        .schedules = schedules,
        .module_hm = &fixture_module_hm,
        .physical_end = HOST_MEMORY_BYTES,
        .partition_table = partition_table,
        .thread_table = thread_storage + 1,
        .thread_first = thread_first,
        .port_table = port_table,
        .timer_slots = timer_slots,
};

/* fixture_guard() has been called; a constant isn't written for nothing. */
static bool guarded;

void fixture_reset(void)
{
    host_reset();
    memcpy(fixture_partitions, pristine_partitions, sizeof(fixture_partitions));
    memset(&fixture_module_hm, 0, sizeof(fixture_module_hm));
    memset(&fixture_partition_hm, 0, sizeof(fixture_partition_hm));
    for (uint32_t state = 0; state < CONFIG_HM_STATES; state++) {
        for (uint32_t error = 0; error < CONFIG_HM_ERRORS; error++)
            fixture_partition_hm.cell[state][error].level = CONFIG_HM_LEVEL_PARTITION;
    }
    processor = (struct processor){.loaded = &thread_nobody};
    memset(&console, 0, sizeof(console));
    memset(&health, 0, sizeof(health));
    panicking = false;
    if (guarded)
        fixture_guard(0);
    boot_options = (struct boot_options){.loglevel = 1};
}

void fixture_guard(uint32_t guard_ns)
{
    guarded = true;
    *(volatile uint32_t *)(uintptr_t)&config_module.WindowGuardSeconds_ns = guard_ns;
}

void fixture_boot(void)
{
    kernel_init();
    kernel_exit();
}

void fixture_window(const struct partition *partition)
{
    do
        host_run_until(host_armed_ns);
    while (processor.partition != partition);
}

void *fixture_at(uint32_t address)
{
    return host_user(processor.partition, address, 1);
}

void fixture_create_ports(struct partition *partition)
{
    for (uint32_t i = 0; i < partition->port_count; i++) {
        const struct config_port *port = partition->ports[i].config;
        struct pok_port_create *request = fixture_at(FIXTURE_DATA);

        *request = (struct pok_port_create){
            .kind = port->kind,
            .direction = port->Direction,
            .max_message_bytes = port->MaxMessageSize,
            .max_messages = port->MaxNbMessages,
            .refresh_period_ns = FIXTURE_REFRESH,
        };
        strncpy(request->name, port->Name, POK_MAX_NAME - 1);
        host_call(POK_SYSCALL_PORT_CREATE, FIXTURE_DATA, FIXTURE_DATA + 256, 0, 0);
    }
}

uint32_t fixture_process(const char *name, uint32_t priority, uint64_t period_ns,
                         uint64_t capacity_ns)
{
    struct pok_process_attributes *attributes = fixture_at(FIXTURE_DATA);
    uint32_t *id = fixture_at(FIXTURE_DATA + 256);

    *attributes = (struct pok_process_attributes){
        .entry = FIXTURE_ENTRY,
        .stack_bytes = 4096,
        .base_priority = priority,
        .period_ns = period_ns == 0 ? POK_INFINITE_TIME : (pok_time_t)period_ns,
        .time_capacity_ns = capacity_ns == 0 ? POK_INFINITE_TIME : (pok_time_t)capacity_ns,
    };
    strncpy(attributes->name, name, POK_MAX_NAME - 1);
    *id = 0;
    if (host_call(POK_SYSCALL_PROCESS_CREATE, FIXTURE_DATA, FIXTURE_DATA + 256, 0, 0) !=
        POK_ERRNO_OK)
        return 0;
    if (host_call(POK_SYSCALL_PROCESS_START, *id, 0, 0, 0) != POK_ERRNO_OK)
        return 0;
    return *id;
}
