/* SPDX-License-Identifier: BSD-2-Clause */
/* Guests: vCPUs, interrupt lines and virtual interrupts; and the I/O ports of every partition. */
#include <string.h>

#include "check.h"
#include "number_parse.h"
#include "virtual_interrupt.h"

static const struct {
    uint32_t line;
    const char *reason;
} kernel_lines[] = {
#define RESERVED_LINE(line, reason) {line, reason},
#include "core/reserved.def"
};

static const struct {
    uint32_t first;
    uint32_t last;
    const char *reason;
} kernel_ports[] = {
#define RESERVED_PORTS(first, last, reason) {first, last, reason},
#include "core/reserved.def"
};

static void check_counts(const struct model_guest *guest, struct diagnostics *diagnostics)
{
    if (guest->vCPUs < 1 || guest->vCPUs > POK_MAX_VCPUS) {
        ERROR(diagnostics, guest->line, "vCPUs=\"%u\" is out of range; a guest has 1 to %u",
              guest->vCPUs, POK_MAX_VCPUS);
    }
    if (guest->MaxNesting < 1 || guest->MaxNesting > POK_MAX_IRQ_NESTING) {
        ERROR(diagnostics, guest->line,
              "MaxNesting=\"%u\" is out of range; handlers nest 1 to %u deep", guest->MaxNesting,
              POK_MAX_IRQ_NESTING);
    }
}

static void check_line(const struct model_partition *partition, const struct model_line *line,
                       struct diagnostics *diagnostics)
{
    if (line->Line >= POK_MAX_LINES) {
        ERROR(diagnostics, line->line, "there is no interrupt line %u; lines are 0 to %u",
              line->Line, POK_MAX_LINES - 1);
    }
    for (size_t i = 0; i < sizeof(kernel_lines) / sizeof(kernel_lines[0]); i++) {
        if (kernel_lines[i].line == line->Line) {
            ERROR(diagnostics, line->line, "line %u is %s; give the guest another", line->Line,
                  kernel_lines[i].reason);
        }
    }
    if (line->vCPU >= partition->guest.vCPUs && partition->guest.vCPUs > 0) {
        ERROR(diagnostics, line->line, "partition %s has no vCPU %u; its vCPUs are 0 to %u",
              partition->PartitionName, line->vCPU, partition->guest.vCPUs - 1);
    }
}

static void check_policy(const struct model_line *line, struct diagnostics *diagnostics)
{
    if (line->counted && !line->has_distance) {
        ERROR(diagnostics, line->line,
              "a COUNTED line interrupts other windows, so it needs MinimumDistanceSeconds; state "
              "the shortest time between two interrupts, or write Policy=\"DEFERRED\"");
    } else if (line->counted && line->MinimumDistanceSeconds_ns < CHECK_MIN_DISTANCE_NS) {
        char minimum[SECONDS_TEXT_BYTES];
        ERROR(diagnostics, line->line,
              "MinimumDistanceSeconds is too short to bound what the line takes from other "
              "windows; at least %s",
              seconds_text(minimum, CHECK_MIN_DISTANCE_NS));
    } else if (!line->counted && line->has_distance) {
        ERROR(diagnostics, line->line,
              "MinimumDistanceSeconds has no meaning for a DEFERRED line; leave it out or write "
              "Policy=\"COUNTED\"");
    }
}

/* Report when an earlier element, of whatever partition, has the same line. */
static void check_line_owner(const struct model *model, size_t partition, size_t index,
                             struct diagnostics *diagnostics)
{
    const struct model_line *line = &model->partitions[partition].lines[index];
    for (size_t p = 0; p <= partition; p++) {
        const struct model_partition *other = &model->partitions[p];
        size_t count = p == partition ? index : other->line_count;
        for (size_t i = 0; i < count; i++) {
            if (other->lines[i].Line == line->Line) {
                ERROR(diagnostics, line->line,
                      "line %u is %s's already (line %u of this file); a line has one owner",
                      line->Line, other->PartitionName, other->lines[i].line);
            }
        }
    }
}

static void check_native(const struct model_partition *partition, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < partition->line_count; i++) {
        ERROR(diagnostics, partition->lines[i].line,
              "partition %s is native and takes no interrupts; add a Guest element to make it a "
              "guest, or remove this one",
              partition->PartitionName);
    }
    for (size_t i = 0; i < partition->virtual_interrupt_count; i++) {
        ERROR(diagnostics, partition->virtual_interrupts[i].line,
              "partition %s is native and takes no interrupts; add a Guest element to make it a "
              "guest, or remove this one",
              partition->PartitionName);
    }
}

static void check_virtual_interrupts(const struct model_partition *partition,
                                     struct diagnostics *diagnostics)
{
    const struct model_virtual_interrupt *list = partition->virtual_interrupts;
    for (size_t i = 0; i < partition->virtual_interrupt_count; i++) {
        uint32_t source = virtual_interrupt_source(&list[i]);
        if ((list[i].Source != NULL) == list[i].has_line) {
            ERROR(diagnostics, list[i].line,
                  "exactly one of Source and Line says which interrupt this is; give one of them");
            continue;
        }
        if (source == POK_VECTOR_COUNT || !virtual_interrupt_exists(partition, source)) {
            ERROR(diagnostics, list[i].line,
                  "partition %s has no line %u; add <Interrupt_Line Line=\"%u\"/> or remove this "
                  "element",
                  partition->PartitionName, list[i].Line, list[i].Line);
        }
        if (list[i].Priority > CHECK_MAX_PRIORITY) {
            ERROR(diagnostics, list[i].line,
                  "Priority %u is out of range; 0 to %u, %u when left out", list[i].Priority,
                  CHECK_MAX_PRIORITY, DEFAULT_PRIORITY);
        }
        for (size_t j = 0; j < i; j++) {
            if (source < POK_VECTOR_COUNT && virtual_interrupt_source(&list[j]) == source) {
                ERROR(diagnostics, list[i].line,
                      "this interrupt has a Virtual_Interrupt already (line %u); keep one of them",
                      list[j].line);
            }
        }
    }
}

static void check_guest(const struct model_partition *partition, struct diagnostics *diagnostics)
{
    if (partition->guest_count > 1) {
        ERROR(diagnostics, partition->guest.line,
              "a second Guest element of partition %s; keep one", partition->PartitionName);
    }
    check_counts(&partition->guest, diagnostics);
    for (size_t i = 0; i < partition->process_count; i++) {
        ERROR(diagnostics, partition->processes[i].line,
              "a guest schedules its own tasks and has no Process elements; remove it");
    }
    if (partition->has_max_processes) {
        ERROR(diagnostics, partition->ext_line,
              "MaxProcesses has no meaning for a guest; state vCPUs in its Guest element instead");
    }
    check_virtual_interrupts(partition, diagnostics);
}

void check_guests(struct model *model, struct diagnostics *diagnostics)
{
    for (size_t p = 0; p < model->partition_count; p++) {
        const struct model_partition *partition = &model->partitions[p];
        if (!partition->guest.present) {
            check_native(partition, diagnostics);
            continue;
        }
        check_guest(partition, diagnostics);
        for (size_t i = 0; i < partition->line_count; i++) {
            check_line(partition, &partition->lines[i], diagnostics);
            check_policy(&partition->lines[i], diagnostics);
            check_line_owner(model, p, i, diagnostics);
        }
    }
}

static void check_io_range(const struct model_io *io, struct diagnostics *diagnostics)
{
    uint64_t last = (uint64_t)io->First + io->Count - 1;

    if (io->Count == 0 || last > 0xffff) {
        ERROR(diagnostics, io->line,
              "I/O ports 0x%x, %u of them, don't exist; the range is 1 or more ports up to 0xffff",
              io->First, io->Count);
        return;
    }
    for (size_t i = 0; i < sizeof(kernel_ports) / sizeof(kernel_ports[0]); i++) {
        if (io->First <= kernel_ports[i].last && kernel_ports[i].first <= last) {
            ERROR(diagnostics, io->line,
                  "I/O ports 0x%x to 0x%x are %s; a partition that has them is not isolated, leave "
                  "them out",
                  kernel_ports[i].first, kernel_ports[i].last, kernel_ports[i].reason);
        }
    }
}

static void check_io_owner(const struct model *model, size_t partition, size_t index,
                           struct diagnostics *diagnostics)
{
    const struct model_io *io = &model->partitions[partition].io[index];
    for (size_t p = 0; p <= partition; p++) {
        const struct model_partition *other = &model->partitions[p];
        size_t count = p == partition ? index : other->io_count;
        for (size_t i = 0; i < count; i++) {
            uint64_t end = (uint64_t)io->First + io->Count;
            uint64_t other_end = (uint64_t)other->io[i].First + other->io[i].Count;
            if (io->First < other_end && other->io[i].First < end) {
                ERROR(diagnostics, io->line,
                      "these I/O ports overlap %s's in line %u; a port has one owner",
                      other->PartitionName, other->io[i].line);
            }
        }
    }
}

void check_io_ports(struct model *model, struct diagnostics *diagnostics)
{
    for (size_t p = 0; p < model->partition_count; p++) {
        for (size_t i = 0; i < model->partitions[p].io_count; i++) {
            check_io_range(&model->partitions[p].io[i], diagnostics);
            check_io_owner(model, p, i, diagnostics);
        }
    }
}
