/* SPDX-License-Identifier: BSD-2-Clause */
/* Partition_Memory: sizes, rights, places, and whether the configured stacks fit. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "abi/layout.h"
#include "check.h"
#include "memory.h"

#define LOW_MEMORY_END 0x000A0000u /* the RAM of the boot loader and the BIOS */

static const char *const type_names[] = {"CODE", "DATA", "INPUT_OUTPUT"};

/* A region with a physical address of its own. */
struct fixed {
    const struct model_memory *region;
    const char *owner;
};

static void check_size(const struct model_memory *region, struct diagnostics *diagnostics)
{
    if (region->SizeBytes == 0) {
        ERROR(diagnostics, region->line, "SizeBytes is 0; give whole pages of %u bytes",
              POK_PAGE_BYTES);
    } else if (region->SizeBytes % POK_PAGE_BYTES != 0) {
        ERROR(diagnostics, region->line,
              "SizeBytes %u is not a whole number of %u-byte pages; %" PRIu64 " would be",
              region->SizeBytes, POK_PAGE_BYTES, page_round(region->SizeBytes));
    }
    if (region->has_address && region->PhysicalAddress % POK_PAGE_BYTES != 0) {
        ERROR(diagnostics, region->line,
              "PhysicalAddress 0x%08x is not at the start of a page; 0x%08x would be",
              region->PhysicalAddress, region->PhysicalAddress & ~(POK_PAGE_BYTES - 1));
    }
}

static void check_access(const struct model_memory *region, struct diagnostics *diagnostics)
{
    if (!region->has_access) {
        return;
    }
    if (region->Type == MEMORY_CODE && region->write) {
        ERROR(diagnostics, region->line,
              "code can't be READ_WRITE; write READ_ONLY, nothing is writable and executable");
    }
    if (region->Type == MEMORY_DATA && !region->write) {
        ERROR(diagnostics, region->line,
              "DATA holds variables, stacks and heap and must be READ_WRITE; constants belong to "
              "CODE");
    }
}

/* RAM must be where the kernel reaches it, device memory where no RAM and no controller is. */
static void check_place(const struct model_memory *region, struct diagnostics *diagnostics)
{
    uint64_t start = region->PhysicalAddress;
    uint64_t end = start + region->SizeBytes;

    if (!region->has_address) {
        if (region->Type == MEMORY_INPUT_OUTPUT) {
            ERROR(diagnostics, region->line,
                  "device memory without PhysicalAddress; say where the device is");
        }
        return;
    }
    if (end > (1ull << 32)) {
        ERROR(diagnostics, region->line, "the region ends behind 4 GiB; it must end at or below");
        return;
    }
    if (region->Type != MEMORY_INPUT_OUTPUT) {
        if (start < LAYOUT_IMAGE_PHYSICAL || end > LAYOUT_PHYSICAL_LIMIT) {
            ERROR(diagnostics, region->line,
                  "memory at 0x%08" PRIx64 " to 0x%08" PRIx64 " is out of reach; choose a place "
                  "between the image's end and 0x%08x, or leave PhysicalAddress out",
                  start, end, LAYOUT_PHYSICAL_LIMIT);
        }
        return;
    }
    if (start < LOW_MEMORY_END || (end > LAYOUT_IMAGE_PHYSICAL && start < LAYOUT_PHYSICAL_LIMIT)) {
        ERROR(diagnostics, region->line,
              "0x%08" PRIx64 " to 0x%08" PRIx64 " is RAM, not a device; device memory lies in "
              "0x%08x to 0x%08x or from 0x%08x on",
              start, end, LOW_MEMORY_END, LAYOUT_IMAGE_PHYSICAL, LAYOUT_PHYSICAL_LIMIT);
    }
    for (size_t i = 0; i < 2; i++) {
        uint32_t controller = i == 0 ? LAYOUT_IOAPIC : LAYOUT_LAPIC;
        if (start < (uint64_t)controller + POK_PAGE_BYTES && end > controller) {
            ERROR(diagnostics, region->line,
                  "the region covers the interrupt controller at 0x%08x, which is the kernel's; "
                  "leave that page out",
                  controller);
        }
    }
}

static void check_overlaps(const struct fixed *list, size_t count, struct diagnostics *diagnostics)
{
    for (size_t i = 1; i < count; i++) {
        const struct model_memory *region = list[i].region;
        for (size_t j = 0; j < i; j++) {
            const struct model_memory *other = list[j].region;
            if ((uint64_t)region->PhysicalAddress <
                    (uint64_t)other->PhysicalAddress + other->SizeBytes &&
                (uint64_t)other->PhysicalAddress <
                    (uint64_t)region->PhysicalAddress + region->SizeBytes) {
                ERROR(diagnostics, region->line,
                      "the region overlaps %s's in line %u; nothing is shared, so move one of them",
                      list[j].owner, other->line);
            }
        }
    }
}

/* A partition's own list: at most one of CODE and of DATA, and at least one of each. */
static void check_types(const struct model_partition_memory *memory,
                        const struct model_partition *partition, struct diagnostics *diagnostics)
{
    const struct model_memory *first[3] = {NULL, NULL, NULL};
    uint64_t device_bytes = 0;

    for (size_t i = 0; i < memory->region_count; i++) {
        const struct model_memory *region = &memory->regions[i];
        if (region->Type == MEMORY_INPUT_OUTPUT) {
            device_bytes += page_round(region->SizeBytes);
        } else if (first[region->Type] != NULL) {
            ERROR(diagnostics, region->line,
                  "a second %s region of partition %s; add its size to the one in line %u",
                  type_names[region->Type], partition->PartitionName, first[region->Type]->line);
        } else {
            first[region->Type] = region;
        }
    }
    for (enum memory_type type = MEMORY_CODE; type <= MEMORY_DATA; type++) {
        if (first[type] == NULL) {
            ERROR(diagnostics, memory->reference.line,
                  "partition %s has no %s memory; add <Memory_Requirements Type=\"%s\" "
                  "SizeBytes=\"...\"/>",
                  partition->PartitionName, type_names[type], type_names[type]);
        }
    }
    if (device_bytes > LAYOUT_USER_END - LAYOUT_DEVICE_BASE) {
        ERROR(diagnostics, memory->reference.line,
              "device memory of %" PRIu64 " bytes; a partition can see at most %u", device_bytes,
              LAYOUT_USER_END - LAYOUT_DEVICE_BASE);
    }
}

static void check_stacks(const struct model_partition_memory *memory,
                         const struct model_partition *partition, struct diagnostics *diagnostics)
{
    uint64_t stacks = 0;
    uint64_t space = 0;

    for (size_t i = 0; i < model_stack_count(partition) && i <= POK_MAX_PROCESSES + 1; i++) {
        stacks += model_stack_bytes(partition, i);
        space += model_stack_bytes(partition, i) + POK_PAGE_BYTES;
    }
    for (size_t i = 0; i < memory->region_count; i++) {
        const struct model_memory *region = &memory->regions[i];
        if (region->Type == MEMORY_DATA && region->SizeBytes % POK_PAGE_BYTES == 0 &&
            stacks > region->SizeBytes) {
            ERROR(diagnostics, region->line,
                  "DATA of %u bytes can't hold the stacks of partition %s; they alone take "
                  "%" PRIu64 " bytes",
                  region->SizeBytes, partition->PartitionName, stacks);
        }
    }
    if (space > LAYOUT_DEVICE_BASE - LAYOUT_STACK_BASE) {
        ERROR(diagnostics, partition->line,
              "the stacks of partition %s take %" PRIu64 " bytes; there is room for %u",
              partition->PartitionName, space, LAYOUT_DEVICE_BASE - LAYOUT_STACK_BASE);
    }
}

static void check_total(const struct model *model, struct diagnostics *diagnostics)
{
    uint64_t total = 0;
    for (size_t i = 0; i < model->memory_count; i++) {
        const struct model_partition_memory *memory = &model->memories[i];
        for (size_t j = 0; j < memory->region_count; j++) {
            if (memory->regions[j].Type != MEMORY_INPUT_OUTPUT) {
                total += page_round(memory->regions[j].SizeBytes);
            }
        }
    }
    if (total > LAYOUT_PHYSICAL_LIMIT - LAYOUT_IMAGE_PHYSICAL) {
        ERROR(diagnostics, model->line,
              "the partitions ask for %" PRIu64 " bytes of memory; the module has less than %u",
              total, LAYOUT_PHYSICAL_LIMIT - LAYOUT_IMAGE_PHYSICAL);
    }
}

/* Tie each Partition_Memory to its partition. */
static void check_owners(struct model *model, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < model->memory_count; i++) {
        struct partition_reference *reference = &model->memories[i].reference;
        resolve_partition(model, reference, diagnostics);
        if (reference->partition == MODEL_NONE) {
            continue;
        }
        struct model_partition *partition = &model->partitions[reference->partition];
        if (partition->memory != MODEL_NONE) {
            ERROR(diagnostics, reference->line,
                  "a second Partition_Memory of partition %s; put its regions into the one in line "
                  "%u",
                  partition->PartitionName, model->memories[partition->memory].reference.line);
        } else {
            partition->memory = i;
        }
    }
    for (size_t i = 0; i < model->partition_count; i++) {
        if (model->partitions[i].memory == MODEL_NONE) {
            ERROR(diagnostics, model->partitions[i].line,
                  "partition %s has no memory; add a Partition_Memory element with "
                  "PartitionIdentifier %u",
                  model->partitions[i].PartitionName, model->partitions[i].PartitionIdentifier);
        }
    }
}

void check_memory(struct model *model, struct diagnostics *diagnostics)
{
    struct fixed *fixed = NULL;
    size_t fixed_count = 0;

    check_owners(model, diagnostics);
    for (size_t i = 0; i < model->memory_count; i++) {
        const struct model_partition_memory *memory = &model->memories[i];
        const struct model_partition *owner = NULL;
        if (memory->reference.partition != MODEL_NONE) {
            owner = &model->partitions[memory->reference.partition];
        }
        for (size_t j = 0; j < memory->region_count; j++) {
            const struct model_memory *region = &memory->regions[j];
            check_size(region, diagnostics);
            check_access(region, diagnostics);
            check_place(region, diagnostics);
            if (region->has_address) {
                *LIST_ADD(fixed, fixed_count) =
                    (struct fixed){region, owner == NULL ? "another" : owner->PartitionName};
            }
        }
        if (owner != NULL) {
            check_types(memory, owner, diagnostics);
            check_stacks(memory, owner, diagnostics);
        }
    }
    check_overlaps(fixed, fixed_count, diagnostics);
    check_total(model, diagnostics);
    free(fixed);
}
