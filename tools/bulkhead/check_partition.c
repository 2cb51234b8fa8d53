/* SPDX-License-Identifier: BSD-2-Clause */
/* Partitions, their processes, and what PartitionExt says of every partition. */
#include <string.h>

#include "check.h"

static void check_identity(const struct model *model, size_t index, struct diagnostics *diagnostics)
{
    const struct model_partition *partition = &model->partitions[index];
    for (size_t i = 0; i < index; i++) {
        const struct model_partition *other = &model->partitions[i];
        if (other->PartitionIdentifier == partition->PartitionIdentifier) {
            ERROR(diagnostics, partition->line,
                  "PartitionIdentifier %u is %s's already (line %u); give each partition its own",
                  partition->PartitionIdentifier, other->PartitionName, other->line);
        }
        if (strcmp(other->PartitionName, partition->PartitionName) == 0) {
            ERROR(diagnostics, partition->line,
                  "PartitionName %s is used twice, first in line %u; give each partition its own",
                  partition->PartitionName, other->line);
        }
    }
}

static void check_processes(const struct model_partition *partition,
                            struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < partition->process_count; i++) {
        const struct model_process *process = &partition->processes[i];
        if (process->StackSize < CHECK_MIN_STACK) {
            ERROR(diagnostics, process->line,
                  "a stack of %u bytes is too small for process %s; at least %u bytes",
                  process->StackSize, process->Name, CHECK_MIN_STACK);
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(partition->processes[j].Name, process->Name) == 0) {
                ERROR(diagnostics, process->line,
                      "process %s is there twice, first in line %u; give each process its own name",
                      process->Name, partition->processes[j].line);
            }
        }
    }
}

static void check_process_count(const struct model_partition *partition,
                                struct diagnostics *diagnostics)
{
    if (partition->process_count > POK_MAX_PROCESSES) {
        ERROR(diagnostics, partition->line,
              "partition %s has %zu Process elements; a partition has at most %u processes",
              partition->PartitionName, partition->process_count, POK_MAX_PROCESSES);
    }
    if (!partition->has_max_processes) {
        return;
    }
    if (partition->MaxProcesses > POK_MAX_PROCESSES) {
        ERROR(diagnostics, partition->ext_line,
              "MaxProcesses %u is too many; a partition has at most %u processes",
              partition->MaxProcesses, POK_MAX_PROCESSES);
    } else if (partition->MaxProcesses < partition->process_count) {
        ERROR(diagnostics, partition->ext_line,
              "MaxProcesses %u is less than the %zu Process elements; %zu or more would do",
              partition->MaxProcesses, partition->process_count, partition->process_count);
    }
}

static void check_extension(const struct model_partition *partition,
                            struct diagnostics *diagnostics)
{
    uint32_t console = partition->ConsoleBytes;

    if (partition->ext_count > 1) {
        ERROR(diagnostics, partition->ext_line,
              "a second PartitionExt of partition %s; put everything into one",
              partition->PartitionName);
    }
    if (console < CHECK_MIN_CONSOLE || console > CHECK_MAX_CONSOLE ||
        (console & (console - 1)) != 0) {
        ERROR(diagnostics, partition->ext_line,
              "ConsoleBytes %u is not usable; a power of two from %u to %u is", console,
              CHECK_MIN_CONSOLE, CHECK_MAX_CONSOLE);
    }
    if (partition->StackSizeBytes < CHECK_MIN_STACK) {
        ERROR(diagnostics, partition->ext_line,
              "StackSizeBytes %u is too small for a stack; at least %u bytes",
              partition->StackSizeBytes, CHECK_MIN_STACK);
    }
    if (partition->CommandLine != NULL && strlen(partition->CommandLine) >= POK_MAX_COMMAND_LINE) {
        ERROR(diagnostics, partition->ext_line,
              "CommandLine has %zu characters; at most %u have room",
              strlen(partition->CommandLine), POK_MAX_COMMAND_LINE - 1);
    }
    if (partition->Image != NULL && partition->Image[0] == '\0') {
        ERROR(diagnostics, partition->ext_line,
              "Image is empty; name the partition's ELF file, or leave Image out for %s.elf",
              partition->PartitionName);
    }
}

/* What is typed has one reader, and the call that reads it is a hypercall. */
static void check_console_input(const struct model *model, size_t index,
                                struct diagnostics *diagnostics)
{
    const struct model_partition *partition = &model->partitions[index];

    if (!partition->ConsoleInput) {
        return;
    }
    if (partition->guest_count == 0) {
        ERROR(diagnostics, partition->ext_line,
              "ConsoleInput is for guests, and %s is none; add a Guest element or leave it out",
              partition->PartitionName);
    }
    for (size_t i = 0; i < index; i++) {
        if (model->partitions[i].ConsoleInput) {
            ERROR(diagnostics, partition->ext_line,
                  "ConsoleInput is %s's already (line %u); one partition reads the console",
                  model->partitions[i].PartitionName, model->partitions[i].ext_line);
            return;
        }
    }
}

static void check_entry_point(const struct model_partition *partition,
                              struct diagnostics *diagnostics)
{
    if (partition->EntryPoint != NULL &&
        (partition->EntryPoint[0] == '\0' || strchr(partition->EntryPoint, ' ') != NULL)) {
        ERROR(
            diagnostics, partition->line,
            "EntryPoint \"%s\" is not a symbol; name a function of the image, or leave it out for "
            "the entry of its ELF file",
            partition->EntryPoint);
    }
}

void check_partitions(struct model *model, struct diagnostics *diagnostics)
{
    if (model->partition_count == 0) {
        ERROR(diagnostics, model->line,
              "the module has no Partition element; a module has 1 to %u partitions",
              POK_MAX_PARTITIONS);
    }
    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];
        if (i == POK_MAX_PARTITIONS) {
            ERROR(diagnostics, partition->line,
                  "this is partition number %u of the module; a module has at most %u",
                  POK_MAX_PARTITIONS + 1, POK_MAX_PARTITIONS);
        }
        check_identity(model, i, diagnostics);
        check_processes(partition, diagnostics);
        check_process_count(partition, diagnostics);
        check_extension(partition, diagnostics);
        check_console_input(model, i, diagnostics);
        check_entry_point(partition, diagnostics);
    }
}
