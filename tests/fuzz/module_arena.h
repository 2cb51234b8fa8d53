/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small module whose tables can be damaged: two native partitions and a guest. What the kernel
 * takes for the image's constants is one structure, what it may write another.
 */
#ifndef MODULE_ARENA_H
#define MODULE_ARENA_H

#include "core/config.h"
#include "core/partition.h"
#include "core/port.h"
#include "core/thread.h"
#include "core/vcpu.h"
#include "core/window.h"

#define ARENA_PARTITIONS 3u
#define ARENA_REGIONS    8u /* room; a partition's region_count says how many there are */
#define ARENA_STACKS     3u
#define ARENA_THREADS    8u
#define ARENA_VCPUS      2u
#define ARENA_PORTS      7u
#define ARENA_CHANNELS   3u
#define ARENA_WINDOWS    4u
#define ARENA_SLOT       68u
#define ARENA_MESSAGES   4u
#define ARENA_END        0x100000u /* physical */

enum { FIRST, SECOND, GUEST };

struct arena {
    struct config_module module;
    struct config_partition partitions[ARENA_PARTITIONS];
    struct config_region regions[ARENA_PARTITIONS][ARENA_REGIONS];
    struct config_segment segments[ARENA_PARTITIONS][2];
    struct config_stack stacks[ARENA_PARTITIONS][ARENA_STACKS];
    struct config_line lines[2];
    struct config_io_ports io[2][2];
    struct config_port ports[ARENA_PORTS];
    struct config_channel channels[ARENA_CHANNELS];
    struct config_schedule schedules[2];
    struct config_window windows[2][ARENA_WINDOWS];
    struct config_partition_schedule rows[2][ARENA_PARTITIONS];
    struct config_hm_table module_hm;
    struct config_hm_table partition_hm;
    uint16_t destinations[ARENA_CHANNELS][2];
    uint16_t thread_first[ARENA_PARTITIONS + 1];
    uint8_t vector_rank[POK_VECTOR_COUNT];
    char text[64];
    char names[ARENA_PORTS][4]; /* of the ports: P0, P1 … */
    uint8_t file[64];
};

struct arena_storage {
    struct partition partitions[ARENA_PARTITIONS];
    struct thread threads[1 + ARENA_THREADS];
    struct vcpu vcpus[ARENA_VCPUS];
    struct port ports[ARENA_PORTS];
    struct timer *timers[CONFIG_TIMER_SLOTS(ARENA_THREADS, ARENA_PARTITIONS)];
    struct window windows[2][ARENA_WINDOWS + 1];
    uint8_t console[ARENA_PARTITIONS][512];
    /* Each with as much behind it that is nobody's. */
    uint32_t messages[ARENA_PORTS][2][ARENA_MESSAGES * ARENA_SLOT / 4];
    uint8_t pool[8][POK_PAGE_BYTES] __attribute__((aligned(4096)));
};

/* Also made the image of arch_host.c. */
extern struct arena arena;
extern struct arena_storage arena_storage;

/* The module's own table. */
#define ARENA_MODULE                                                                               \
    {                                                                                              \
        .version = CONFIG_VERSION, .ModuleName = arena.text, .file = arena.text,                   \
        .partition_count = ARENA_PARTITIONS, .partitions = arena.partitions,                       \
        .port_count = ARENA_PORTS, .ports = arena.ports, .channel_count = 2,                       \
        .channels = arena.channels, .schedule_count = 2, .schedules = arena.schedules,             \
        .WindowGuardSeconds_ns = 5000, .module_hm = &arena.module_hm, .physical_end = ARENA_END,   \
        .partition_table = arena_storage.partitions, .thread_table = arena_storage.threads + 1,    \
        .thread_first = arena.thread_first, .vcpu_table = arena_storage.vcpus,                     \
        .port_table = arena_storage.ports, .timer_slots = arena_storage.timers,                    \
        .page_pool = arena_storage.pool[0], .page_pool_pages = 8,                                  \
    }

void arena_fill(void);
/* Let the kernel's tables be these, in programs that have kernel_module.c. */
void arena_install(void);

#endif
