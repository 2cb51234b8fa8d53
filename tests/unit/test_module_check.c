/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* sources: tests/fuzz/module_arena.c */
/* The checks of the tables at boot: a sound module passes, and no single damage of it does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "arch_host.h"
#include "core/health.h"
#include "core/module.h"
#include "core/time.h"
#include "abi/layout.h"
#include "tests/fuzz/module_arena.h"

static uint32_t blamed;

static const char *verdict(void)
{
    return module_check(&arena.module, &blamed);
}

/*
 * Whether the module with one thing changed is refused, and for this reason. A check that another
 * one covers would be seen here: the words say which one it was.
 */
#define REFUSED(change, words)                                                                     \
    do {                                                                                           \
        const char *why;                                                                           \
                                                                                                   \
        arena_fill();                                                                              \
        change;                                                                                    \
        why = verdict();                                                                           \
        if (why == NULL || strstr(why, (words)) == NULL)                                           \
            fail_msg("%s: %s", #change, why == NULL ? "accepted" : why);                           \
    } while (0)

#define ACCEPTED(change)                                                                           \
    do {                                                                                           \
        arena_fill();                                                                              \
        change;                                                                                    \
        assert_string_equal(verdict() == NULL ? "sound" : verdict(), "sound");                     \
    } while (0)

/* Not 0 or 1: what the compiler may not assign. */
#define SPOIL(field) memset(&(field), 2, 1)

#define REGION(p, n)  arena.regions[p][n]
#define PARTITION(p)  arena.partitions[p]
#define WINDOW(n)     arena.windows[1][n]
#define OUTSIDE_IMAGE ((void *)(uintptr_t)0x1000)

enum { TEXT, DATA, STACKS, PAGE, SHARED, VIEW, DEVICE, SCREEN };

static void test_sound(void **state)
{
    (void)state;
    ACCEPTED();
    ACCEPTED(PARTITION(FIRST).CommandLine = NULL);
    ACCEPTED(arena.vector_rank[4] = 8);
    ACCEPTED(REGION(GUEST, DEVICE).physical_address = LAYOUT_PHYSICAL_LIMIT);
    ACCEPTED(REGION(GUEST, DEVICE).physical_address = 0xffffe000);
    ACCEPTED(arena.rows[0][SECOND].PeriodSeconds_ns = 50000000);
    ACCEPTED(WINDOW(3).WindowDurationSeconds_ns = 20000000);
    ACCEPTED(PARTITION(SECOND).stack_count = 1; arena.thread_first[2] -= 2;
             arena.thread_first[3] -= 2);
    ACCEPTED(arena.module_hm.cell[1][1].action = CONFIG_HM_IGNORE);
    ACCEPTED(arena.schedules[1].ScheduleName = NULL);
    ACCEPTED(arena.segments[FIRST][1].file = NULL; arena.segments[FIRST][1].file_bytes = 0);
    /* What is empty may be anywhere. */
    ACCEPTED(arena.module.page_pool_pages = 0; arena.module.page_pool = arena_storage.console[0]);
    ACCEPTED(arena.module.port_count = arena.module.channel_count = 0;
             arena.module.port_table = NULL;
             for (uint32_t p = 0; p < ARENA_PARTITIONS; p++) PARTITION(p).port_first =
                 PARTITION(p).port_count = 0);
    /* A partition without windows in a schedule needs no period there. */
    ACCEPTED(WINDOW(1).partition = FIRST; arena.rows[1][SECOND] = ((typeof(arena.rows[1][0])){0}));
}

static void test_regions(void **state)
{
    const char *place = "where the kernel or nothing is";
    const char *space = "outside the partition's address space";

    (void)state;
    REFUSED(REGION(FIRST, DATA).virtual_address = 0, space);
    REFUSED(REGION(FIRST, DATA).virtual_address = LAYOUT_USER_END - 0x1000, space);
    REFUSED(REGION(FIRST, DATA).virtual_address = LAYOUT_KERNEL_BASE, space);
    REFUSED(REGION(FIRST, DATA).virtual_address += 4, space);
    REFUSED(REGION(FIRST, DATA).physical_address += 4, space);
    REFUSED(REGION(FIRST, DATA).size_bytes = 0, space);
    REFUSED(REGION(FIRST, DATA).size_bytes = 0xfffff000, space);
    REFUSED(REGION(FIRST, TEXT).access |= CONFIG_WRITE, "writable and executable");
    REFUSED(REGION(GUEST, DEVICE).access |= CONFIG_EXECUTE, "writable and executable");
    REFUSED(REGION(FIRST, DATA).access |= 16, "unknown rights");
    REFUSED(REGION(FIRST, DATA).access = CONFIG_WRITE, "unknown rights");
    REFUSED(REGION(FIRST, DATA).physical_address = 0, place);
    REFUSED(REGION(FIRST, DATA).physical_address = ARENA_END, place);
    REFUSED(REGION(FIRST, DATA).physical_address = ARENA_END - HEALTH_BYTES - 0x1000, place);
    REFUSED(REGION(FIRST, DATA).physical_address = 0xfffff000, place);
    REFUSED(REGION(GUEST, DEVICE).access &= ~CONFIG_DEVICE, place);
    REFUSED(REGION(GUEST, DEVICE).physical_address = 0x40000, place);
    REFUSED(REGION(GUEST, DEVICE).physical_address = LAYOUT_IOAPIC - 0x1000, place);
    REFUSED(REGION(GUEST, DEVICE).physical_address = LAYOUT_LAPIC, place);
    REFUSED(REGION(GUEST, DEVICE).physical_address = 0xff000, place);
    REFUSED(REGION(GUEST, DEVICE).physical_address = 0xfffff000, place);
    REFUSED(REGION(FIRST, DATA).RegionName = OUTSIDE_IMAGE, "without a name");
    REFUSED(REGION(FIRST, DATA).virtual_address -= 0x1000, "two memory regions at one address");
    REFUSED(REGION(FIRST, STACKS).virtual_address = REGION(FIRST, DATA).virtual_address + 0x1000,
            "two memory regions at one address");
    REFUSED(REGION(FIRST, DATA).virtual_address = LAYOUT_STACK_BASE + 0x2000,
            "two memory regions at one address");
    REFUSED(REGION(FIRST, DATA).physical_address -= 0x1000, "two rights for the same memory");
    REFUSED(REGION(FIRST, SHARED).physical_address -= 0x1000, "two rights for the same memory");
}

/* Of other partitions, and of what the kernel and a partition share. */
static void test_sharing(void **state)
{
    const char *two = "memory that two partitions have";
    const char *page = "a shared page that the partition doesn't see";
    const char *piece = "a piece of the partition's image outside its memory";

    (void)state;
    REFUSED(REGION(SECOND, STACKS).physical_address = REGION(FIRST, STACKS).physical_address, two);
    REFUSED(REGION(SECOND, STACKS).physical_address = REGION(GUEST, DATA).physical_address, two);
    REFUSED(REGION(SECOND, VIEW) = REGION(GUEST, SCREEN); PARTITION(SECOND).region_count++, two);
    REFUSED(PARTITION(SECOND).regions = arena.regions[FIRST], page);
    REFUSED(PARTITION(FIRST).partition_page = PARTITION(SECOND).partition_page, page);
    REFUSED(PARTITION(FIRST).process_page += 0x1000, page);
    REFUSED(PARTITION(FIRST).process_page = 0, page);
    REFUSED(PARTITION(GUEST).vcpu_pages = PARTITION(FIRST).process_page, page);
    REFUSED(REGION(GUEST, VIEW).physical_address += 0x1000, page);
    REFUSED(REGION(GUEST, SHARED).size_bytes = 0x1000, page);
    REFUSED(REGION(FIRST, PAGE).access |= CONFIG_WRITE, page);
    REFUSED(REGION(FIRST, PAGE).virtual_address += 0x10000, page);
    REFUSED(arena.segments[FIRST][1].physical_address = REGION(SECOND, DATA).physical_address,
            piece);
    REFUSED(arena.segments[FIRST][1].physical_address = 0, piece);
    REFUSED(arena.segments[FIRST][1].memory_bytes = 0x2001, piece);
    REFUSED(arena.segments[FIRST][1].file_bytes = 0x2001, piece);
    REFUSED(arena.segments[FIRST][1].file_bytes = 0x1fff, piece);
    REFUSED(arena.segments[FIRST][1].memory_bytes = 47, piece);
    REFUSED(arena.segments[FIRST][1].file = OUTSIDE_IMAGE, piece);
    REFUSED(arena.segments[FIRST][1].file = (const uint8_t *)&arena_storage, piece);
    REFUSED(arena.segments[GUEST][1] = ((struct config_segment){
                LAYOUT_VCPU_PAGE, PARTITION(GUEST).vcpu_pages, arena.file, 4, 4}),
            piece);
    REFUSED(arena.segments[GUEST][1] =
                ((struct config_segment){LAYOUT_DEVICE_BASE, 0xe0000000, arena.file, 4, 4}),
            piece);
}

static void test_starts(void **state)
{
    const char *stack = "a stack outside the partition's memory";
    const char *entry = "an entry outside the partition's text";

    (void)state;
    REFUSED(arena.stacks[FIRST][2].base += 0x1000, stack);
    REFUSED(arena.stacks[FIRST][2].StackSize = 0, stack);
    REFUSED(arena.stacks[FIRST][2].StackSize = 0x1004, stack);
    REFUSED(arena.stacks[FIRST][2].base += 2; arena.stacks[FIRST][2].StackSize -= 4, stack);
    REFUSED(arena.stacks[FIRST][2].StackSize = 0xffe, stack);
    REFUSED(arena.stacks[FIRST][2].base = LAYOUT_IMAGE_BASE, stack);
    REFUSED(arena.stacks[GUEST][1].base = LAYOUT_DEVICE_BASE, stack);
    REFUSED(arena.stacks[FIRST][2].base = LAYOUT_PROCESS_PAGE, stack);
    REFUSED(arena.stacks[FIRST][1].Name = OUTSIDE_IMAGE, stack);
    REFUSED(PARTITION(FIRST).entry = LAYOUT_IMAGE_BASE + 0x1000, entry);
    REFUSED(PARTITION(FIRST).callback_entry = 0x10, entry);
}

static void test_partitions(void **state)
{
    (void)state;
    REFUSED(SPOIL(PARTITION(FIRST).SystemPartition), "of no kind");
    REFUSED(SPOIL(PARTITION(FIRST).guest), "of no kind");
    REFUSED(SPOIL(PARTITION(FIRST).ConsoleInput), "of no kind");
    REFUSED(PARTITION(FIRST).PartitionName = NULL, "without name");
    REFUSED(memset(arena.file, 'x', sizeof(arena) - offsetof(struct arena, file));
            PARTITION(FIRST).CommandLine = (const char *)arena.file, "without name");
    REFUSED(PARTITION(FIRST).hm = NULL, "without name");
    REFUSED(PARTITION(FIRST).hm = (const void *)&arena_storage, "without name");
    REFUSED(arena.partition_hm.cell[2][3].level = 3, "without name");
    REFUSED(arena.partition_hm.cell[2][3].code = 8, "without name");
    REFUSED(arena.partition_hm.cell[2][3].action = CONFIG_HM_RESET, "without name");
    REFUSED(arena.partition_hm.cell[2][3].action = 6, "without name");
    REFUSED(arena.module_hm.cell[7][15].action = CONFIG_HM_IDLE, "health monitoring");
    REFUSED(PARTITION(FIRST).regions = OUTSIDE_IMAGE, "tables that are not there");
    REFUSED(PARTITION(FIRST).region_count = UINT16_MAX, "tables that are not there");
    REFUSED(PARTITION(FIRST).segments = NULL, "tables that are not there");
    REFUSED(PARTITION(FIRST).segment_count = UINT16_MAX, "tables that are not there");
    REFUSED(PARTITION(FIRST).stacks = NULL, "tables that are not there");
    REFUSED(PARTITION(FIRST).io = NULL, "tables that are not there");
    REFUSED(PARTITION(GUEST).lines = NULL, "tables that are not there");
    REFUSED(PARTITION(SECOND).stack_count = 2, "threads and stacks");
    REFUSED(PARTITION(SECOND).stack_count = 0; arena.thread_first[2] -= 3;
            arena.thread_first[3] -= 3, "threads and stacks");
    REFUSED(PARTITION(SECOND).stacks = (const void *)&arena; PARTITION(SECOND).stack_count = 131;
            arena.thread_first[2] += 128; arena.thread_first[3] += 128, "threads and stacks");
    REFUSED(PARTITION(FIRST).stack_count = 1; arena.thread_first[1] -= 2;
            arena.thread_first[2] -= 2; arena.thread_first[3] -= 2, "threads and stacks");
    REFUSED(PARTITION(SECOND).console_bytes = 128, "console ring");
    REFUSED(PARTITION(SECOND).console_bytes = 500, "console ring");
    REFUSED(PARTITION(SECOND).console_bytes = 1u << 31, "console ring");
    REFUSED(PARTITION(SECOND).port_first = 6, "ports that are not there");
    REFUSED(PARTITION(SECOND).port_first = 4, "ports of another");
    REFUSED(arena.ports[3].partition = GUEST, "ports of another");
    REFUSED(PARTITION(SECOND).ConsoleInput = true, "two readers");
    REFUSED(PARTITION(FIRST).ConsoleInput = PARTITION(SECOND).ConsoleInput = true;
            PARTITION(GUEST).max_nesting = 0, "nesting");
}

static void test_guests(void **state)
{
    const char *vcpus = "a number of vCPUs that doesn't fit";

    (void)state;
    REFUSED(PARTITION(FIRST).vcpu_count = 1, vcpus);
    REFUSED(PARTITION(FIRST).line_count = 1; PARTITION(FIRST).lines = arena.lines, vcpus);
    REFUSED(PARTITION(GUEST).vcpu_count = 0, vcpus);
    REFUSED(PARTITION(GUEST).vcpu_count = POK_MAX_VCPUS + 1, vcpus);
    REFUSED(PARTITION(GUEST).vcpu_count = 1, vcpus);
    REFUSED(PARTITION(GUEST).vcpu_count = PARTITION(GUEST).stack_count = POK_MAX_VCPUS + 1;
            PARTITION(GUEST).stacks = arena.stacks[0];
            arena.thread_first[3] += POK_MAX_VCPUS + 1 - ARENA_VCPUS, vcpus);
    REFUSED(arena.module.vcpu_table = NULL, vcpus);
    REFUSED(PARTITION(GUEST).callback_entry = LAYOUT_IMAGE_BASE + 0x20, "nesting");
    REFUSED(PARTITION(GUEST).max_nesting = POK_MAX_IRQ_NESTING + 1, "nesting");
    REFUSED(PARTITION(GUEST).max_nesting = 0, "nesting");
    REFUSED(PARTITION(GUEST).vector_rank = NULL, "without an order");
    REFUSED(PARTITION(GUEST).vector_rank =
                memcpy(arena_storage.pool[7], arena.vector_rank, sizeof(arena.vector_rank)),
            "without an order");
    REFUSED(arena.vector_rank[4] = 32, "without an order");
    REFUSED(arena.vector_rank[5] = 31, "without an order");
    REFUSED(arena.vector_rank[5] = VCPU_NO_RANK, "without an order");
    REFUSED(arena.vector_rank[POK_MAX_LINES + 5] = VCPU_NO_RANK, "without an order");
    REFUSED(arena.vector_rank[4] = arena.vector_rank[5], "without an order");
    REFUSED(arena.lines[0].Line = POK_MAX_LINES, "not there");
    REFUSED(arena.lines[0].vcpu = 2, "not there");
    REFUSED(arena.lines[0].Line = 0, "the kernel's or another's");
    REFUSED(arena.lines[0].Line = 4, "the kernel's or another's");
    REFUSED(arena.lines[0].Line = arena.lines[1].Line, "the kernel's or another's");
    REFUSED(SPOIL(arena.lines[0].counted), "without a distance");
    REFUSED(SPOIL(arena.lines[1].level), "without a distance");
    REFUSED(arena.lines[0].MinimumDistanceSeconds_ns = 9999, "without a distance");
}

static void test_io_ports(void **state)
{
    const char *wrong = "I/O ports that are the kernel's, another's or not there";

    (void)state;
    REFUSED(arena.io[1][1].Count = 17, wrong);
    REFUSED(arena.io[1][1].Count = 0, wrong);
    REFUSED(arena.io[1][0].Count = 9, wrong);
    REFUSED(arena.io[1][1] = arena.io[1][0], wrong);
    REFUSED(arena.io[0][0].First = 0x3f0, wrong);
    REFUSED(arena.io[0][0].First = 0x3ff, wrong);
    REFUSED(arena.io[0][0] = ((struct config_io_ports){0xcf0, 9, 54}), wrong);
    REFUSED(arena.io[0][0] = ((struct config_io_ports){0x10, 0xfff0, 54}), wrong);
    assert_int_equal(blamed, 54);
}

static void test_schedules(void **state)
{
    const char *order = "overlap or are out of order";
    const char *tables = "a schedule with tables";
    const char *period = "whose period doesn't fit";

    (void)state;
    REFUSED(arena.schedules[1].window_count = 0, "without windows");
    REFUSED(arena.schedules[1].window_count = POK_MAX_WINDOWS + 1, "without windows");
    REFUSED(arena.schedules[1].window_table = NULL, "without windows");
    REFUSED(arena.schedules[1].windows = OUTSIDE_IMAGE, tables);
    REFUSED(arena.schedules[1].partitions = NULL, tables);
    REFUSED(arena.schedules[1].MajorFrameSeconds_ns = TIME_MAX_NS + 1, tables);
    REFUSED(arena.schedules[1].ScheduleName = OUTSIDE_IMAGE, tables);
    REFUSED(WINDOW(2).partition = 3, "a partition that is not there");
    REFUSED(SPOIL(WINDOW(2).PartitionPeriodStart), "a partition that is not there");
    REFUSED(SPOIL(arena.rows[1][GUEST].present), period);
    REFUSED(SPOIL(arena.rows[1][GUEST].SetModuleSchedule), period);
    REFUSED(WINDOW(1).WindowStartSeconds_ns--;
            WINDOW(0).WindowDurationSeconds_ns = 30000000, order);
    REFUSED(WINDOW(1).WindowDurationSeconds_ns = 0, order);
    REFUSED(WINDOW(2).WindowStartSeconds_ns = 0, order);
    REFUSED(WINDOW(3).WindowDurationSeconds_ns++, "past the major frame");
    REFUSED(WINDOW(2).WindowDurationSeconds_ns = UINT64_MAX, "past the major frame");
    REFUSED(WINDOW(2).WindowDurationSeconds_ns = 0 - WINDOW(2).WindowStartSeconds_ns,
            "past the major frame");
    REFUSED(WINDOW(3).WindowStartSeconds_ns = UINT64_MAX - 5, "past the major frame");
    REFUSED(WINDOW(3).WindowDurationSeconds_ns = 5000, "not longer than the guard");
    REFUSED(arena.rows[1][GUEST].present = false, "without a period");
    REFUSED(arena.rows[1][GUEST].PeriodSeconds_ns = 0, period);
    REFUSED(arena.rows[1][GUEST].PeriodSeconds_ns = arena.rows[1][GUEST].PeriodDurationSeconds_ns =
                0,
            period);
    REFUSED(arena.rows[1][GUEST].PeriodSeconds_ns++, period);
    REFUSED(arena.rows[1][GUEST].PeriodDurationSeconds_ns = 100000001, period);
    REFUSED(arena.rows[1][GUEST].ScheduleChangeAction = 3, period);
    assert_int_equal(blamed, 85 + GUEST);
}

static void test_ports(void **state)
{
    const char *size = "a message size outside the limits";
    const char *storage = "a port whose storage is too small";

    (void)state;
    REFUSED(arena.ports[2].partition = ARENA_PARTITIONS;
            PARTITION(FIRST).port_count = 2, "a partition that doesn't have it");
    REFUSED(PARTITION(FIRST).port_count = 2, "a partition that doesn't have it");
    /* The guest is there, and not counted. */
    REFUSED(arena.module.partition_count = 2;
            arena.windows[0][2].partition = WINDOW(2).partition = FIRST,
            "a partition that doesn't have it");
    REFUSED(arena.ports[1].kind = 2, "a port of no kind");
    REFUSED(arena.ports[1].Direction = 2, "a port of no kind");
    REFUSED(arena.ports[1].Name = NULL, "a port of no kind");
    REFUSED(arena.ports[2].MaxMessageSize = 0, size);
    REFUSED(arena.ports[2].MaxMessageSize = POK_MAX_MESSAGE_BYTES + 1, size);
    REFUSED(arena.ports[1].MaxNbMessages = POK_MAX_QUEUE_MESSAGES + 1, size);
    REFUSED(arena.ports[4].MaxNbMessages = 0, size);
    REFUSED(arena.ports[3].RefreshRateSeconds_ns = UINT64_MAX, size);
    REFUSED(arena.ports[2].storage = NULL, storage);
    REFUSED(arena.ports[4].storage = NULL, storage);
    REFUSED(arena.ports[4].slot_bytes = 64, storage);
    REFUSED(arena.ports[4].slot_bytes = 70, storage);
    REFUSED(arena.ports[4].slot_bytes = 0x40000000, storage);
    REFUSED(arena.ports[4].channel = 2, "a port of a channel that is not there");
    REFUSED(arena.ports[2].channel = 0, "a channel that doesn't have it");
    REFUSED(arena.ports[4].channel = 0, "a channel that doesn't have it");
    assert_int_equal(blamed, 64);
}

static void test_channels(void **state)
{
    const char *ends = "a channel from or to ports that are not there";

    (void)state;
    REFUSED(arena.channels[0].source = ARENA_PORTS, ends);
    REFUSED(arena.channels[0].destination_count = 0, ends);
    REFUSED(arena.channels[0].destination_count = POK_MAX_DESTINATIONS + 1, ends);
    REFUSED(arena.channels[0].destinations = OUTSIDE_IMAGE, ends);
    REFUSED(arena.channels[0].destinations =
                memcpy(arena.file + 1, arena.destinations[0], sizeof(arena.destinations[0])),
            ends);
    REFUSED(arena.destinations[0][1] = ARENA_PORTS, "a channel to a port that is not there");
    REFUSED(arena.destinations[0][1] = 3, "a channel to a port that is not there");
    REFUSED(arena.ports[0].channel = CONFIG_NONE, "from a port of another");
    REFUSED(arena.ports[4].channel = CONFIG_NONE, "ports that differ");
    REFUSED(arena.ports[3].MaxMessageSize = 60, "ports that differ");
    REFUSED(arena.ports[0].channel = CONFIG_NONE;
            arena.channels[0].source = 3, "from a port of another");
    REFUSED(arena.ports[6].channel = CONFIG_NONE;
            arena.destinations[0][1] = 0, "ports that differ");
    REFUSED(arena.ports[3].kind = POK_PORT_QUEUING; arena.ports[3].MaxNbMessages = ARENA_MESSAGES;
            arena.ports[3].storage = (uint8_t *)arena_storage.messages[3], "ports that differ");
    REFUSED(arena.channels[1].source = 2, "doesn't have it");
    assert_int_equal(blamed, 61);
}

static void test_storage(void **state)
{
    const char *outside = "storage outside the image";
    const char *twice = "storage that is used twice";

    (void)state;
    REFUSED(arena.module.partition_table = (struct partition *)&arena, outside);
    REFUSED(arena.module.thread_table = OUTSIDE_IMAGE, outside);
    REFUSED(arena.module.timer_slots += 1000000, outside);
    REFUSED(arena.module.vcpu_table = OUTSIDE_IMAGE, outside);
    REFUSED(arena.module.port_table = OUTSIDE_IMAGE, outside);
    REFUSED(arena.module.page_pool++, outside);
    REFUSED(arena.module.page_pool_pages = 9, outside);
    REFUSED(arena.module.page_pool_pages = 0x100001, "more pages");
    REFUSED(PARTITION(GUEST).console = OUTSIDE_IMAGE, outside);
    REFUSED(arena.schedules[0].window_table = (struct window *)&arena, outside);
    REFUSED(arena.ports[0].storage++, outside);
    REFUSED(arena.ports[0].storage = (uint8_t *)&arena, outside);
    REFUSED(PARTITION(GUEST).console = PARTITION(FIRST).console, twice);
    REFUSED(PARTITION(GUEST).console = PARTITION(FIRST).console + 511, twice);
    REFUSED(PARTITION(GUEST).console = PARTITION(FIRST).console - 256, twice);
    REFUSED(arena.ports[0].storage = arena_storage.pool[7] + 8, twice);
    REFUSED(arena.ports[4].MaxNbMessages = arena.ports[5].MaxNbMessages = 9, twice);
    REFUSED(arena.schedules[1].window_table = arena.schedules[0].window_table + 4, twice);
    REFUSED(arena.module.thread_table--, twice);
}

static void test_module(void **state)
{
    const char *many = "no partition, no schedule, or too many";
    const char *missing = "storage or a health monitoring table is missing";

    (void)state;
    REFUSED(arena.module.version++, "another version");
    REFUSED(arena.module.partition_count = 0, many);
    REFUSED(arena.module.partition_count = POK_MAX_PARTITIONS + 1, many);
    REFUSED(arena.module.schedule_count = 0, many);
    REFUSED(arena.module.schedule_count = POK_MAX_SCHEDULES + 1, many);
    REFUSED(arena.module.initial_schedule = 2, many);
    REFUSED(arena.module.port_count = POK_MAX_PORTS + 1, many);
    REFUSED(arena.module.channel_count = POK_MAX_PORTS + 1, many);
    REFUSED(arena.module.WindowGuardSeconds_ns = 1000001, many);
    REFUSED(arena.module.callback_partition = 3, many);
    REFUSED(arena.module.physical_end = LAYOUT_PHYSICAL_LIMIT + 0x1000, many);
    REFUSED(arena.module.physical_end = 0x1000, many);
    REFUSED(arena.module.physical_end += 4, many);
    REFUSED(SPOIL(arena.module.FlushBuffers), many);
    REFUSED(SPOIL(arena.module.FlushPredictors), many);
    REFUSED(SPOIL(arena.module.RestrictIndirectBranches), many);
    REFUSED(arena.module.ModuleName = OUTSIDE_IMAGE, missing);
    REFUSED(arena.module.file = OUTSIDE_IMAGE, missing);
    REFUSED(arena.module.partitions = OUTSIDE_IMAGE, missing);
    REFUSED(arena.module.schedules = NULL, missing);
    REFUSED(arena.module.ports = NULL, missing);
    REFUSED(arena.module.channels = NULL, missing);
    REFUSED(arena.module.thread_first = OUTSIDE_IMAGE, missing);
    REFUSED(arena.thread_first[0] = 1, missing);
    REFUSED(arena.module.partition_table = NULL, missing);
    REFUSED(arena.module.thread_table = NULL, missing);
    REFUSED(arena.module.timer_slots = NULL, missing);
    REFUSED(arena.module.port_table = NULL, missing);
    REFUSED(arena.module.module_hm = NULL, missing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound),      cmocka_unit_test(test_regions),
        cmocka_unit_test(test_sharing),    cmocka_unit_test(test_starts),
        cmocka_unit_test(test_partitions), cmocka_unit_test(test_guests),
        cmocka_unit_test(test_io_ports),   cmocka_unit_test(test_schedules),
        cmocka_unit_test(test_ports),      cmocka_unit_test(test_channels),
        cmocka_unit_test(test_storage),    cmocka_unit_test(test_module),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
