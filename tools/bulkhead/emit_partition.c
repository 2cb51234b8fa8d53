/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of each partition. */
#include <inttypes.h>

#include "abi/layout.h"
#include "emit.h"
#include "virtual_interrupt.h"

static void emit_regions(FILE *to, const struct layout_partition *partition, size_t p)
{
    fprintf(to, "static const struct config_region regions_%zu[] = {\n", p);
    for (size_t i = 0; i < partition->region_count; i++) {
        const struct layout_region *region = &partition->regions[i];
        fprintf(to, "    {.RegionName = ");
        emit_string(to, region->name);
        fprintf(to,
                ", .virtual_address = 0x%08xu, .physical_address = 0x%08xu, .size_bytes = %uu, "
                ".access = %uu, .line = %u},\n",
                region->virtual_address, layout_region_physical(partition, region),
                region->size_bytes, region->access, region->line);
    }
    fprintf(to, "};\n");
}

static void emit_segments(FILE *to, const struct layout_partition *partition, size_t p)
{
    fprintf(to, "extern const uint8_t module_blob_%zu[];\n", p);
    fprintf(to, "static const struct config_segment segments_%zu[] = {\n", p);
    for (size_t i = 0; i < partition->segment_count; i++) {
        const struct layout_segment *segment = &partition->segments[i];
        fprintf(to, "    {.virtual_address = 0x%08xu, .physical_address = 0x%08xu, .file = ",
                segment->virtual_address, layout_physical(partition, segment->virtual_address));
        if (segment->file_bytes > 0) {
            fprintf(to, "module_blob_%zu + %uu", p, blob_offset(partition, i));
        } else {
            fprintf(to, "NULL");
        }
        fprintf(to, ", .file_bytes = %uu, .memory_bytes = %uu},\n", segment->file_bytes,
                segment->memory_bytes);
    }
    fprintf(to, "};\n");
}

static void emit_stacks(FILE *to, const struct layout_partition *partition, size_t p)
{
    fprintf(to, "static const struct config_stack stacks_%zu[] = {\n", p);
    for (size_t i = 0; i < partition->stack_count; i++) {
        const struct layout_stack *stack = &partition->stacks[i];
        fprintf(to, "    {.Name = ");
        emit_string(to, stack->name);
        fprintf(to, ", .base = 0x%08xu, .StackSize = %uu, .line = %u},\n", stack->base,
                stack->bytes, stack->line);
    }
    fprintf(to, "};\n");
}

static void emit_lines(FILE *to, const struct model_partition *partition, size_t p)
{
    if (partition->line_count == 0) {
        return;
    }
    fprintf(to, "static const struct config_line lines_%zu[] = {\n", p);
    for (size_t i = 0; i < partition->line_count; i++) {
        const struct model_line *line = &partition->lines[i];
        fprintf(to,
                "    {.Line = %u, .vcpu = %u, .counted = %s, .level = %s, "
                ".MinimumDistanceSeconds_ns = %lluull, .line = %u},\n",
                line->Line, line->vCPU, line->counted ? "true" : "false",
                line->level ? "true" : "false", (unsigned long long)line->MinimumDistanceSeconds_ns,
                line->line);
    }
    fprintf(to, "};\n");
}

static void emit_io(FILE *to, const struct model_partition *partition, size_t p)
{
    if (partition->io_count == 0) {
        return;
    }
    fprintf(to, "static const struct config_io_ports io_%zu[] = {\n", p);
    for (size_t i = 0; i < partition->io_count; i++) {
        const struct model_io *io = &partition->io[i];
        /* All 65536 ports don't fit Count, and check_io_range() never lets them through. */
        fprintf(to, "    {.First = 0x%xu, .Count = %uu, .line = %u},\n", io->First, io->Count,
                io->line);
    }
    fprintf(to, "};\n");
}

static void emit_ranks(FILE *to, const struct model_partition *partition, size_t p)
{
    uint8_t rank[POK_VECTOR_COUNT];

    if (!partition->guest.present) {
        return;
    }
    virtual_interrupt_ranks(partition, rank);
    fprintf(to, "static const uint8_t vector_rank_%zu[%u] = {", p, POK_VECTOR_COUNT);
    for (size_t i = 0; i < POK_VECTOR_COUNT; i++) {
        fprintf(to, "%s%u", i == 0 ? "" : ", ", rank[i]);
    }
    fprintf(to, "};\n");
}

static void emit_guest(FILE *to, const struct layout_partition *partition, size_t p)
{
    const struct model_partition *model = partition->model;

    if (model->guest.present) {
        fprintf(
            to,
            "     .guest = true,\n     .vcpu_count = %u,\n     .vector_rank = vector_rank_%zu,\n"
            "     .max_nesting = %u,\n     .vcpu_pages = 0x%08xu,\n",
            model->guest.vCPUs, p, model->guest.MaxNesting,
            layout_physical(partition, LAYOUT_VCPU_PAGES));
    } else {
        fprintf(to, "     .process_page = 0x%08xu,\n",
                layout_physical(partition, LAYOUT_PROCESS_PAGE));
    }
    if (model->line_count > 0) {
        fprintf(to, "     .line_count = %zu,\n     .lines = lines_%zu,\n", model->line_count, p);
    }
    if (model->io_count > 0) {
        fprintf(to, "     .io_count = %zu,\n     .io = io_%zu,\n", model->io_count, p);
    }
}

/* How long a callback may take: as the file says, or the partition's shortest period. */
static uint64_t callback_capacity(const struct model *model, size_t p)
{
    size_t hm = model->partitions[p].hm;
    uint64_t shortest = UINT64_MAX;

    if (hm != MODEL_NONE && model->partition_hm[hm].has_capacity) {
        return model->partition_hm[hm].CallbackCapacitySeconds_ns;
    }
    for (size_t s = 0; s < model->schedule_count; s++) {
        for (size_t i = 0; i < model->schedules[s].partition_count; i++) {
            const struct model_partition_schedule *row = &model->schedules[s].partitions[i];
            if (row->reference.partition == p && row->PeriodSeconds_ns < shortest) {
                shortest = row->PeriodSeconds_ns;
            }
        }
    }
    return shortest;
}

static void emit_callback(FILE *to, const struct layout *layout, size_t p)
{
    const struct layout_partition *partition = &layout->partitions[p];

    if (partition->model->callback) {
        fprintf(to,
                "     .callback_entry = 0x%08xu,\n     .PartitionCallback = 0x%08xu,\n"
                "     .CallbackCapacitySeconds_ns = %" PRIu64 "ull,\n",
                partition->callback_entry, partition->PartitionCallback,
                callback_capacity(layout->model, p));
    }
}

static void emit_partition(FILE *to, const struct layout *layout, size_t p)
{
    const struct layout_partition *partition = &layout->partitions[p];
    const struct model_partition *model = partition->model;

    fprintf(to, "    {.PartitionName = ");
    emit_string(to, model->PartitionName);
    fprintf(to,
            ",\n     .PartitionIdentifier = %uu,\n     .SystemPartition = %s,\n"
            "     .entry = 0x%08xu,\n     .region_count = %zu,\n     .regions = regions_%zu,\n"
            "     .segment_count = %zu,\n     .segments = segments_%zu,\n"
            "     .heap_base = 0x%08xu,\n     .heap_bytes = %uu,\n"
            "     .stack_count = %zu,\n     .stacks = stacks_%zu,\n"
            "     .port_first = %zu,\n     .port_count = %zu,\n",
            model->PartitionIdentifier, model->SystemPartition ? "true" : "false", partition->entry,
            partition->region_count, p, partition->segment_count, p, LAYOUT_HEAP_BASE,
            partition->heap_bytes, partition->stack_count, p, model->port_first, model->port_count);
    emit_guest(to, partition, p);
    fprintf(to,
            "     .partition_page = 0x%08xu,\n     .console = console_%zu,\n"
            "     .console_bytes = sizeof(console_%zu),\n     .ConsoleInput = %s,\n"
            "     .CommandLine = ",
            layout_physical(partition, LAYOUT_PARTITION_PAGE), p, p,
            model->ConsoleInput ? "true" : "false");
    emit_string(to, model->CommandLine == NULL ? "" : model->CommandLine);
    if (model->hm == MODEL_NONE) {
        fprintf(to, ",\n     .hm = &default_hm,\n");
    } else {
        fprintf(to, ",\n     .hm = &partition_hm_%zu,\n", p);
    }
    emit_callback(to, layout, p);
    fprintf(to, "     .line = %u},\n", model->line);
}

void emit_partitions(FILE *to, const struct layout *layout)
{
    for (size_t p = 0; p < layout->model->partition_count; p++) {
        const struct layout_partition *partition = &layout->partitions[p];
        emit_regions(to, partition, p);
        emit_segments(to, partition, p);
        emit_stacks(to, partition, p);
        emit_lines(to, partition->model, p);
        emit_io(to, partition->model, p);
        emit_ranks(to, partition->model, p);
        fprintf(to, "static uint8_t console_%zu[%u];\n\n", p, partition->model->ConsoleBytes);
    }
    fprintf(to, "static const struct config_partition partitions[] = {\n");
    for (size_t p = 0; p < layout->model->partition_count; p++) {
        emit_partition(to, layout, p);
    }
    fprintf(to, "};\n\n");
}
