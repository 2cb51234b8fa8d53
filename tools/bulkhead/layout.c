/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout.h"

#include <inttypes.h>
#include <stdlib.h>

#include "abi/layout.h"
#include "abi/partition_page.h"
#include "abi/process_page.h"
#include "abi/vcpu_page.h"
#include "core/health.h"
#include "memory.h"

#define PAGE_MASK (POK_PAGE_BYTES - 1)

/* Add a region at the end of a chunk. */
static struct layout_region *add_region(struct layout_partition *partition,
                                        enum layout_chunk_kind chunk, const char *name,
                                        uint32_t virtual_address, uint32_t bytes, uint32_t access)
{
    struct layout_region *region = LIST_ADD(partition->regions, partition->region_count);
    *region = (struct layout_region){
        .name = name,
        .virtual_address = virtual_address,
        .chunk = chunk,
        .offset = (uint32_t)partition->chunks[chunk].bytes,
        .size_bytes = bytes,
        .access = access,
        .line = partition->chunks[chunk].line,
    };
    partition->chunks[chunk].bytes += bytes;
    return region;
}

static void add_zeros(struct layout_partition *partition, uint32_t start, uint64_t end)
{
    if (end > start) {
        *LIST_ADD(partition->segments, partition->segment_count) = (struct layout_segment){
            .virtual_address = start, .memory_bytes = (uint32_t)(end - start)};
    }
}

/*
 * The segments of the ELF file that share rights and pages become one region. All of a region is
 * loaded: what the file doesn't say is zeros, in pieces of their own, since a warm start keeps
 * them.
 */
static size_t add_image_region(struct layout_partition *partition, size_t first)
{
    const struct elf_image *elf = &partition->elf;
    uint32_t access = elf->segments[first].access;
    uint32_t start = elf->segments[first].virtual_address & ~PAGE_MASK;
    uint32_t loaded = start;
    size_t i = first;

    do {
        const struct elf_segment *segment = &elf->segments[i];
        add_zeros(partition, loaded, segment->virtual_address);
        if (segment->file_bytes > 0) {
            *LIST_ADD(partition->segments, partition->segment_count) =
                (struct layout_segment){.virtual_address = segment->virtual_address,
                                        .file_offset = segment->offset,
                                        .file_bytes = segment->file_bytes,
                                        .memory_bytes = segment->file_bytes};
        }
        loaded = segment->virtual_address + segment->file_bytes;
        add_zeros(partition, loaded, (uint64_t)segment->virtual_address + segment->memory_bytes);
        loaded = segment->virtual_address + segment->memory_bytes;
        i++;
    } while (i < elf->segment_count && elf->segments[i].access == access &&
             (elf->segments[i].virtual_address & ~PAGE_MASK) <= page_round(loaded));
    uint64_t end = page_round(loaded);
    add_zeros(partition, loaded, end);
    add_region(partition, (access & CONFIG_WRITE) != 0 ? CHUNK_DATA : CHUNK_CODE,
               (access & CONFIG_EXECUTE) != 0 ? "text"
               : (access & CONFIG_WRITE) != 0 ? "data"
                                              : "constants",
               start, (uint32_t)(end - start), access);
    return i;
}

static void add_stacks(struct layout_partition *partition)
{
    const struct model_partition *model = partition->model;
    uint32_t address = LAYOUT_STACK_BASE;

    for (size_t i = 0; i < model_stack_count(model); i++) {
        const struct model_process *process = NULL;
        uint32_t bytes = (uint32_t)model_stack_bytes(model, i);
        if (!model->guest.present && i > 0 && i <= model->process_count) {
            process = &model->processes[i - 1];
        }
        address += POK_PAGE_BYTES; /* the guard page below the stack */
        *LIST_ADD(partition->stacks, partition->stack_count) = (struct layout_stack){
            .name = process == NULL ? NULL : process->Name,
            .base = address,
            .bytes = bytes,
            .line = process == NULL ? model->line : process->line,
        };
        add_region(partition, CHUNK_DATA, "stack", address, bytes, CONFIG_READ | CONFIG_WRITE);
        add_zeros(partition, address, (uint64_t)address + bytes);
        address += bytes;
    }
}

_Static_assert(sizeof(struct health_state) <= HEALTH_BYTES, "its place");
_Static_assert(sizeof(struct pok_partition_page) <= POK_PAGE_BYTES, "one page");
_Static_assert(sizeof(struct pok_process_page) <= POK_PAGE_BYTES, "one page");
_Static_assert(sizeof(struct pok_vcpu_page) <= POK_PAGE_BYTES, "one page");

/* Pages that the kernel shares with the partition; not part of its configured memory. */
static void add_shared(struct layout_partition *partition)
{
    const struct model_guest *guest = &partition->model->guest;
    uint32_t write = CONFIG_READ | CONFIG_WRITE;

    add_region(partition, CHUNK_SHARED, "partition page", LAYOUT_PARTITION_PAGE, POK_PAGE_BYTES,
               CONFIG_READ);
    if (!guest->present) {
        add_region(partition, CHUNK_SHARED, "process page", LAYOUT_PROCESS_PAGE, POK_PAGE_BYTES,
                   write);
        return;
    }
    uint32_t offset = (uint32_t)partition->chunks[CHUNK_SHARED].bytes;
    add_region(partition, CHUNK_SHARED, "vcpu pages", LAYOUT_VCPU_PAGES,
               guest->vCPUs * POK_PAGE_BYTES, write);
    /* The page of the vCPU that runs: another view of one of them, of the first to begin with. */
    *LIST_ADD(partition->regions, partition->region_count) = (struct layout_region){
        .name = "vcpu page",
        .virtual_address = LAYOUT_VCPU_PAGE,
        .chunk = CHUNK_SHARED,
        .offset = offset,
        .size_bytes = POK_PAGE_BYTES,
        .access = write,
        .line = partition->model->line,
    };
}

static void add_devices(struct layout_partition *partition,
                        const struct model_partition_memory *memory)
{
    uint32_t address = LAYOUT_DEVICE_BASE;

    for (size_t i = 0; i < memory->region_count; i++) {
        const struct model_memory *device = &memory->regions[i];
        if (device->Type != MEMORY_INPUT_OUTPUT) {
            continue;
        }
        bool read_only = device->has_access && !device->write;
        *LIST_ADD(partition->regions, partition->region_count) = (struct layout_region){
            .name = device->RegionName == NULL ? "device" : device->RegionName,
            .virtual_address = address,
            .device = true,
            .offset = device->PhysicalAddress,
            .size_bytes = device->SizeBytes,
            .access = CONFIG_READ | CONFIG_DEVICE | (read_only ? 0 : CONFIG_WRITE),
            .line = device->line,
        };
        address += device->SizeBytes;
    }
}

static const struct model_memory *find_memory(const struct model_partition_memory *memory,
                                              enum memory_type type)
{
    for (size_t i = 0; i < memory->region_count; i++) {
        if (memory->regions[i].Type == type) {
            return &memory->regions[i];
        }
    }
    return NULL; /* check_memory() has made sure that there is one */
}

/* Compare what the image needs with what the module file gives; the rest of DATA is the heap. */
static void fit(struct layout_partition *partition, const struct model_memory *code,
                const struct model_memory *data, struct diagnostics *diagnostics)
{
    struct layout_chunk *code_chunk = &partition->chunks[CHUNK_CODE];
    struct layout_chunk *data_chunk = &partition->chunks[CHUNK_DATA];

    if (code_chunk->bytes > code->SizeBytes) {
        ERROR(diagnostics, code->line,
              "CODE of %u bytes can't hold text and constants of %s; SizeBytes=\"%" PRIu64
              "\" would",
              code->SizeBytes, partition->image_path, code_chunk->bytes);
    }
    if (data_chunk->bytes > data->SizeBytes) {
        ERROR(diagnostics, data->line,
              "DATA of %u bytes can't hold data and stacks of %s; SizeBytes=\"%" PRIu64
              "\" would, without a heap",
              data->SizeBytes, partition->image_path, data_chunk->bytes);
        return;
    }
    partition->heap_bytes = data->SizeBytes - (uint32_t)data_chunk->bytes;
    if (partition->heap_bytes > LAYOUT_STACK_BASE - LAYOUT_HEAP_BASE) {
        ERROR(diagnostics, data->line, "a heap of %u bytes; there are addresses for %u",
              partition->heap_bytes, LAYOUT_STACK_BASE - LAYOUT_HEAP_BASE);
        return;
    }
    if (partition->heap_bytes > 0) {
        add_region(partition, CHUNK_DATA, "heap", LAYOUT_HEAP_BASE, partition->heap_bytes,
                   CONFIG_READ | CONFIG_WRITE);
        add_zeros(partition, LAYOUT_HEAP_BASE, (uint64_t)LAYOUT_HEAP_BASE + partition->heap_bytes);
    }
}

void layout_partition(struct layout_partition *partition,
                      const struct model_partition_memory *memory, struct diagnostics *diagnostics)
{
    const struct model_memory *code = find_memory(memory, MEMORY_CODE);
    const struct model_memory *data = find_memory(memory, MEMORY_DATA);

    partition->entry = partition->elf.entry;
    partition->chunks[CHUNK_CODE] = (struct layout_chunk){
        .fixed = code->has_address, .address = code->PhysicalAddress, .line = code->line};
    partition->chunks[CHUNK_DATA] = (struct layout_chunk){
        .fixed = data->has_address, .address = data->PhysicalAddress, .line = data->line};
    partition->chunks[CHUNK_SHARED] = (struct layout_chunk){.line = partition->model->line};
    for (size_t i = 0; i < partition->elf.segment_count;) {
        i = add_image_region(partition, i);
    }
    add_stacks(partition);
    fit(partition, code, data, diagnostics);
    add_shared(partition);
    add_devices(partition, memory);
    if (code->has_address) {
        partition->chunks[CHUNK_CODE].bytes = code->SizeBytes;
    }
}

/* The first address from `start` on where `bytes` don't meet a chunk with a fixed place. */
static uint64_t avoid_fixed(const struct layout *layout, uint64_t start, uint64_t bytes)
{
    bool moved;
    do {
        moved = false;
        for (size_t p = 0; p < layout->model->partition_count; p++) {
            for (size_t c = 0; c < CHUNK_COUNT; c++) {
                const struct layout_chunk *chunk = &layout->partitions[p].chunks[c];
                if (chunk->fixed && start < chunk->address + chunk->bytes &&
                    chunk->address < start + bytes) {
                    start = chunk->address + chunk->bytes;
                    moved = true;
                }
            }
        }
    } while (moved);
    return start;
}

static uint64_t align(uint64_t address, uint64_t alignment)
{
    return (address + alignment - 1) & ~(alignment - 1);
}

void layout_place(struct layout *layout, uint64_t image_end, struct diagnostics *diagnostics)
{
    uint64_t next = align(image_end, LAYOUT_PARTITION_ALIGN);

    layout->physical_start = next;
    layout->physical_end = image_end;
    for (size_t p = 0; p < layout->model->partition_count; p++) {
        next = align(next, LAYOUT_PARTITION_ALIGN);
        for (size_t c = 0; c < CHUNK_COUNT; c++) {
            struct layout_chunk *chunk = &layout->partitions[p].chunks[c];
            if (!chunk->fixed) {
                chunk->address = avoid_fixed(layout, next, chunk->bytes);
                next = chunk->address + chunk->bytes;
            } else if (chunk->address < image_end) {
                ERROR(diagnostics, chunk->line,
                      "PhysicalAddress 0x%08" PRIx64 " lies inside the image, which ends at "
                      "0x%08" PRIx64 "; choose 0x%08" PRIx64 " or above",
                      chunk->address, image_end, align(image_end, LAYOUT_PARTITION_ALIGN));
            }
            if (chunk->address + chunk->bytes > layout->physical_end) {
                layout->physical_end = chunk->address + chunk->bytes;
            }
        }
    }
    layout->health = align(layout->physical_end, POK_PAGE_BYTES);
    layout->physical_end = layout->health + HEALTH_BYTES;
    if (layout->physical_end > LAYOUT_PHYSICAL_LIMIT) {
        ERROR(diagnostics, layout->model->line,
              "the module takes memory up to 0x%08" PRIx64 "; it must end at 0x%08x or below, so "
              "give partitions less",
              layout->physical_end, LAYOUT_PHYSICAL_LIMIT);
    }
}

uint32_t layout_region_physical(const struct layout_partition *partition,
                                const struct layout_region *region)
{
    return region->device ? region->offset
                          : (uint32_t)(partition->chunks[region->chunk].address + region->offset);
}

uint32_t layout_physical(const struct layout_partition *partition, uint32_t virtual_address)
{
    for (size_t i = 0; i < partition->region_count; i++) {
        const struct layout_region *region = &partition->regions[i];
        if (virtual_address >= region->virtual_address &&
            virtual_address - region->virtual_address < region->size_bytes) {
            return layout_region_physical(partition, region) +
                   (virtual_address - region->virtual_address);
        }
    }
    return 0;
}

void layout_print(const struct layout *layout, FILE *to)
{
    for (size_t p = 0; p < layout->model->partition_count; p++) {
        const struct layout_partition *partition = &layout->partitions[p];
        fprintf(to, "%s: %s, entry 0x%08x\n", partition->model->PartitionName,
                partition->image_path, partition->entry);
        for (size_t i = 0; i < partition->region_count; i++) {
            const struct layout_region *region = &partition->regions[i];
            fprintf(to, "  0x%08x %9u bytes at 0x%08x %c%c%c %s\n", region->virtual_address,
                    region->size_bytes, layout_region_physical(partition, region),
                    (region->access & CONFIG_READ) != 0 ? 'r' : '-',
                    (region->access & CONFIG_WRITE) != 0 ? 'w' : '-',
                    (region->access & CONFIG_EXECUTE) != 0 ? 'x' : '-', region->name);
        }
    }
    fprintf(to, "memory of the partitions: 0x%08" PRIx64 " to 0x%08" PRIx64 "\n",
            layout->physical_start, layout->physical_end);
}

void layout_free(struct layout *layout)
{
    for (size_t p = 0; layout->partitions != NULL && p < layout->model->partition_count; p++) {
        struct layout_partition *partition = &layout->partitions[p];
        free(partition->image_path);
        free(partition->file);
        free(partition->regions);
        free(partition->segments);
        free(partition->stacks);
    }
    free(layout->partitions);
    layout->partitions = NULL;
}
