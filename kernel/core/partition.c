/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/partition.h"
#include "core/arch.h"
#include "core/error_handler.h"
#include "core/name.h"
#include "core/port.h"
#include "core/process.h"
#include "core/processor.h"
#include "core/queuing.h"
#include "core/ready.h"
#include "core/schedule.h"
#include "core/state.h"
#include "core/wait.h"
#include "abi/layout.h"
#include "abi/structs.h"
#include "abi/vcpu_page.h"
#include "bsp.h"

/* What one step of loading copies: interrupts are closed meanwhile. */
#define LOAD_STEP_BYTES      128u
#define LOAD_STEP_BYTES_SLOW 32u /* when addresses or size aren't whole words */
/* How many threads one step sets back or releases. */
#define THREADS_PER_STEP 2u

static const uint32_t zeros[LOAD_STEP_BYTES / sizeof(uint32_t)];

/* --- boot ------------------------------------------------------------------------------------- */

INIT static void page_init(const struct partition *partition)
{
    const struct config_partition *config = partition->config;
    struct pok_partition_page *page = partition->page;
    uint32_t i;

    *page = (struct pok_partition_page){
        .version = POK_PARTITION_PAGE_VERSION,
        .bytes = sizeof(*page),
        .identifier = config->PartitionIdentifier,
        .guest = config->guest,
        .vcpus = config->vcpu_count,
        .heap_base = config->heap_base,
        .heap_bytes = config->heap_bytes,
        .fast_gate = arch_has_fast_gate(),
        .module_resets = health.start,
    };
    name_copy(page->name, config->PartitionName);
    if (config->CommandLine == NULL)
        return;
    for (i = 0; i < POK_MAX_COMMAND_LINE - 1 && config->CommandLine[i] != '\0'; i++)
        page->command_line[i] = config->CommandLine[i];
}

INIT static void heap_init(struct partition *partition)
{
    uint32_t first = config_module.thread_first[partition->index];

    partition->timers.slot =
        config_module.timer_slots + CONFIG_TIMER_SLOTS(first, partition->index);
    partition->timers.count = 0;
    partition->timers.capacity = CONFIG_TIMER_SLOTS(partition->thread_count, 0);
}

INIT void partition_init(uint16_t index)
{
    struct partition *partition = &config_module.partition_table[index];
    const struct config_partition *config = &config_module.partitions[index];
    const uint16_t *thread_first = config_module.thread_first;

    *partition = (struct partition){.config = config, .index = index};
    partition->mode = POK_PARTITION_MODE_IDLE;
    partition->threads = &config_module.thread_table[thread_first[index]];
    partition->thread_count = (uint16_t)(thread_first[index + 1] - thread_first[index]);
    partition->ports = config_module.port_table + config->port_first;
    partition->port_count = config->port_count;
    partition->page = arch_physical(config->partition_page);
    if (!config->guest && config->process_page != 0)
        partition->process_page = arch_physical(config->process_page);
    heap_init(partition);
    ready_init(&partition->ready);
    for (uint16_t i = 0; i < partition->thread_count; i++)
        thread_init(partition, i);
    callback_init(partition);
    page_init(partition);
    arch_space_create(partition);
    bsp_partition_init(partition);
}

/* --- starting and stopping -------------------------------------------------------------------- */

static void mode_enter(struct partition *partition, pok_partition_mode_t mode)
{
    partition->mode = (uint8_t)mode;
    partition->page->operating_mode = mode;
}

/*
 * Everything the partition does ends here, however many threads it has: none is ready, no timer is
 * armed, no port knows of one that waits. Each thread itself is set back when it starts anew
 * (thread_forget()); nothing looks at them before.
 */
static void partition_reset(struct partition *partition)
{
    bsp_partition_reset(partition);
    ready_forget(&partition->ready);
    partition->timers.count = 0;
    port_reset_all(partition);
    partition->lock_level = 0;
    partition->page->lock_level = 0;
    partition->lock_owner = NULL;
    partition->running = NULL;
    if (partition->callback != NULL)
        thread_forget(partition->callback);
    error_handler_reset(partition);
    if (partition == processor.partition)
        processor.exit_work |= EXIT_RESCHEDULE | EXIT_ARM;
}

static void work_begin(struct partition *partition, enum partition_work work)
{
    partition->work = (uint8_t)work;
    partition->work_ns = arch_time_ns();
    partition->work_index = 0;
    partition->work_offset = 0;
}

void partition_wake_waiting(struct partition *partition)
{
    if (partition->work == WORK_NONE)
        work_begin(partition, WORK_WAKE);
    else if (partition->work == WORK_WAKE)
        partition->work_index = 0;
    /* It may be the one that runs: not before that is done. */
    processor.exit_work |= EXIT_RESCHEDULE | EXIT_ARM;
}

void partition_start(struct partition *partition, pok_partition_mode_t mode,
                     pok_start_condition_t condition)
{
    if (condition != POK_START_NORMAL)
        partition->restarts++;
    /* There is nothing to keep before a cold start is complete. */
    if (partition->load_cold)
        mode = POK_PARTITION_MODE_COLD_START;
    partition_reset(partition);
    mode_enter(partition, mode);
    partition->start_condition = (uint8_t)condition;
    partition->page->start_condition = condition;
    partition->page->restarts = partition->restarts;
    partition->page->period_ns = (pok_time_t)schedule_row(partition)->PeriodSeconds_ns;
    partition->page->duration_ns = (pok_time_t)schedule_row(partition)->PeriodDurationSeconds_ns;
    partition->load_cold = mode == POK_PARTITION_MODE_COLD_START;
    work_begin(partition, WORK_THREADS);
}

void partition_stop(struct partition *partition)
{
    partition_reset(partition);
    mode_enter(partition, POK_PARTITION_MODE_IDLE);
    partition->work = WORK_NONE;
}

/* --- work in pieces --------------------------------------------------------------------------- */

static const struct config_region *region_of(const struct partition *partition, uint32_t address,
                                             uint32_t bytes, uint32_t access)
{
    const struct config_partition *config = partition->config;

    for (uint32_t i = 0; i < config->region_count; i++) {
        const struct config_region *region = &config->regions[i];
        uint32_t offset = address - region->virtual_address;

        if (offset < region->size_bytes && bytes <= region->size_bytes - offset)
            return (region->access & access) == access ? region : NULL;
    }
    return NULL;
}

/* How much of a segment this start writes: a warm one leaves what has no pristine image. */
static uint32_t segment_bytes(const struct partition *partition,
                              const struct config_segment *segment)
{
    return partition->load_cold ? segment->memory_bytes : segment->file_bytes;
}

/* A piece of at most `bytes`; returns its size. */
static uint32_t piece_copy(uint8_t *to, const uint8_t *from, uint32_t bytes)
{
    if ((((uintptr_t)to | (uintptr_t)from) & 3) != 0 || bytes < sizeof(uint32_t)) {
        bytes = bytes < LOAD_STEP_BYTES_SLOW ? bytes : LOAD_STEP_BYTES_SLOW;
        for (uint32_t i = 0; i < bytes; i++)
            to[i] = from[i];
        return bytes;
    }
    bytes = (bytes < LOAD_STEP_BYTES ? bytes : LOAD_STEP_BYTES) & ~3u;
    arch_copy_words(to, from, bytes / sizeof(uint32_t));
    return bytes;
}

/* One piece of a segment; returns its size. Behind the file's bytes all is zero. */
static uint32_t segment_load(const struct config_segment *segment, uint32_t offset, uint32_t end)
{
    uint8_t *to = arch_physical(segment->physical_address + offset);

    if (offset < segment->file_bytes)
        return piece_copy(to, segment->file + offset, segment->file_bytes - offset);
    return piece_copy(to, (const uint8_t *)zeros, end - offset);
}

/*
 * Behind the segments, in pieces as they are: the pages that kernel and partition share, but for
 * what a reset has filled in at the beginning of a vCPU's. False: they are complete.
 */
static bool shared_pages_load(struct partition *partition)
{
    const struct config_partition *config = partition->config;
    struct pok_process_page *page = partition->process_page;
    uint8_t *pages = (uint8_t *)page;
    uint32_t bytes = POK_PAGE_BYTES;
    uint32_t offset = partition->work_offset;

    if (config->guest) {
        pages = arch_physical(config->vcpu_pages);
        bytes = config->vcpu_count * POK_PAGE_BYTES;
        if (offset % POK_PAGE_BYTES == 0)
            offset += sizeof(struct pok_vcpu_page);
    }
    if (pages == NULL || offset >= bytes)
        return false;
    partition->work_offset = offset + piece_copy(pages + offset, (const uint8_t *)zeros,
                                                 POK_PAGE_BYTES - offset % POK_PAGE_BYTES);
    if (page != NULL)
        page->version = POK_PROCESS_PAGE_VERSION;
    return true;
}

/* The last piece is in: thread 0 begins. */
static void main_start(struct partition *partition)
{
    struct thread *thread = &partition->threads[0];
    const struct config_stack *stack = thread->stack;

    partition->work = WORK_NONE;
    if (partition->config->guest)
        partition->load_cold = false;
    name_copy(thread->name, "main");
    arch_thread_reset(thread, partition->config->entry, stack->base + stack->StackSize, 0);
    thread_start(thread);
}

/* One piece of the segments; false: all are in. */
static bool segments_load(struct partition *partition)
{
    const struct config_partition *config = partition->config;
    const struct config_segment *segment = &config->segments[partition->work_index];
    uint32_t end;

    if (partition->work_index == config->segment_count)
        return false;
    end = segment_bytes(partition, segment);
    if (partition->work_offset < end)
        partition->work_offset += segment_load(segment, partition->work_offset, end);
    if (partition->work_offset >= end) {
        partition->work_index++;
        partition->work_offset = 0;
    }
    return true;
}

/* One thread of those that wait for room behind a port; false: there is room for no other. */
static bool waiting_wake(struct partition *partition)
{
    if (partition->work_index == partition->port_count)
        return false;
    if (!queuing_wake(&partition->ports[partition->work_index], partition->work_ns))
        partition->work_index++;
    return true;
}

/* The next few threads; false: there are no more. */
static bool threads_each(struct partition *partition, void (*treat)(struct thread *))
{
    for (uint32_t i = 0; i < THREADS_PER_STEP && partition->work_index < partition->thread_count;
         i++)
        treat(&partition->threads[partition->work_index++]);
    return partition->work_index < partition->thread_count;
}

bool partition_step(struct partition *partition)
{
    switch (partition->work) {
    case WORK_NONE:
        return false;
    case WORK_RELEASE:
        if (!threads_each(partition, process_release))
            partition->work = WORK_NONE;
        break;
    case WORK_WAKE:
        if (!waiting_wake(partition))
            partition->work = WORK_NONE;
        break;
    case WORK_THREADS:
        if (!threads_each(partition, thread_forget))
            work_begin(partition, WORK_SEGMENTS);
        break;
    case WORK_SEGMENTS:
        if (!segments_load(partition))
            work_begin(partition, WORK_PAGES);
        break;
    default:
        if (!shared_pages_load(partition))
            main_start(partition);
        break;
    }
    return true;
}

/* --- questions -------------------------------------------------------------------------------- */

bool partition_may_wait(const struct partition *partition)
{
    return partition->config->guest || wait_allowed(partition);
}

bool partition_may_create(const struct partition *partition)
{
    return partition->mode != POK_PARTITION_MODE_NORMAL || partition->config->guest;
}

bool partition_may_execute(const struct partition *partition, uint32_t address)
{
    return region_of(partition, address, 1, CONFIG_EXECUTE) != NULL;
}

bool partition_may_write(const struct partition *partition, uint32_t address, uint32_t bytes)
{
    return region_of(partition, address, bytes, CONFIG_WRITE) != NULL;
}

/* --- calls ------------------------------------------------------------------------------------ */

pok_ret_t partition_status(uint32_t address)
{
    const struct partition *partition = processor.partition;
    const struct pok_partition_status status = {
        .period_ns = partition->page->period_ns,
        .duration_ns = partition->page->duration_ns,
        .identifier = partition->config->PartitionIdentifier,
        .lock_level = partition->lock_level,
        .operating_mode = partition->mode,
        .start_condition = partition->start_condition,
        .num_assigned_cores = 1,
        .restarts = partition->restarts,
    };

    return arch_copy_to_user(address, &status, sizeof(status));
}

/* The main process has done its work; what it started is released. */
static void partition_set_normal(struct partition *partition)
{
    mode_enter(partition, POK_PARTITION_MODE_NORMAL);
    partition->load_cold = false;
    if (partition->config->guest)
        return;
    thread_stop(processor.current);
    work_begin(partition, WORK_RELEASE);
}

pok_ret_t partition_mode_set(uint32_t mode)
{
    struct partition *partition = processor.partition;

    if (mode > POK_PARTITION_MODE_NORMAL)
        return POK_ERRNO_PARAM;
    if (mode == POK_PARTITION_MODE_NORMAL && partition->mode == POK_PARTITION_MODE_NORMAL)
        return POK_ERRNO_NOACTION;
    if (mode == POK_PARTITION_MODE_WARM_START && partition->mode == POK_PARTITION_MODE_COLD_START)
        return POK_ERRNO_MODE;
    if (mode == POK_PARTITION_MODE_NORMAL)
        partition_set_normal(partition);
    else if (mode == POK_PARTITION_MODE_IDLE)
        partition_stop(partition);
    else
        partition_start(partition, (pok_partition_mode_t)mode, POK_START_PARTITION_RESTART);
    return POK_ERRNO_OK;
}
