/* SPDX-License-Identifier: BSD-2-Clause */
#include "model_read.h"

#include <string.h>

#include "attribute.h"
#include "memory.h"
#include "model_read_hm.h"

#define EACH_CHILD(node, parent)                                                                   \
    xmlNodePtr node = xmlFirstElementChild(parent);                                                \
    node != NULL;                                                                                  \
    node = xmlNextElementSibling(node)

static void read_port(struct reader *reader, xmlNodePtr node, size_t partition,
                      pok_port_kind_t kind)
{
    struct model_port port = {
        .Name = attribute_name(reader, node, "Name"),
        .partition = partition,
        .channel = MODEL_NONE,
        .kind = kind,
        .Direction = attribute_is(reader, node, "Direction", "SOURCE") ? POK_PORT_SOURCE
                                                                       : POK_PORT_DESTINATION,
        .MaxMessageSize = attribute_number(reader, node, "MaxMessageSize", 0),
        .MaxNbMessages = attribute_number(reader, node, "MaxNbMessages", 0),
        .RefreshRateSeconds_ns = attribute_seconds(reader, node, "RefreshRateSeconds"),
        .has_refresh = attribute_given(node, "RefreshRateSeconds"),
        .line = line_of(node),
    };
    *LIST_ADD(reader->model->ports, reader->model->port_count) = port;
}

static void read_guest(struct reader *reader, xmlNodePtr node, struct model_partition *partition)
{
    partition->guest_count++;
    partition->guest = (struct model_guest){
        .present = true,
        .vCPUs = attribute_number(reader, node, "vCPUs", 1),
        .MaxNesting = attribute_number(reader, node, "MaxNesting", POK_MAX_IRQ_NESTING),
        .line = line_of(node),
    };
}

static void read_line(struct reader *reader, xmlNodePtr node, struct model_partition *partition)
{
    *LIST_ADD(partition->lines, partition->line_count) = (struct model_line){
        .Line = attribute_number(reader, node, "Line", 0),
        .vCPU = attribute_number(reader, node, "vCPU", 0),
        .counted = attribute_is(reader, node, "Policy", "COUNTED"),
        .level = attribute_is(reader, node, "Trigger", "LEVEL"),
        .has_distance = attribute_given(node, "MinimumDistanceSeconds"),
        .MinimumDistanceSeconds_ns = attribute_seconds(reader, node, "MinimumDistanceSeconds"),
        .line = line_of(node),
    };
}

static void read_virtual_interrupt(struct reader *reader, xmlNodePtr node,
                                   struct model_partition *partition)
{
    *LIST_ADD(partition->virtual_interrupts, partition->virtual_interrupt_count) =
        (struct model_virtual_interrupt){
            .Source = attribute_string(reader, node, "Source"),
            .has_line = attribute_given(node, "Line"),
            .Line = attribute_number(reader, node, "Line", 0),
            .Priority = attribute_number(reader, node, "Priority", 0),
            .line = line_of(node),
        };
}

static void read_partition_ext(struct reader *reader, xmlNodePtr node,
                               struct model_partition *partition)
{
    partition->ext_count++;
    partition->ext_line = line_of(node);
    partition->Image = attribute_string(reader, node, "Image");
    partition->CommandLine = attribute_string(reader, node, "CommandLine");
    partition->ConsoleBytes = attribute_number(reader, node, "ConsoleBytes", DEFAULT_CONSOLE_BYTES);
    partition->ConsoleInput = attribute_bool(reader, node, "ConsoleInput");
    partition->has_max_processes = attribute_given(node, "MaxProcesses");
    partition->MaxProcesses = attribute_number(reader, node, "MaxProcesses", 0);
    partition->StackSizeBytes =
        attribute_number(reader, node, "StackSizeBytes", DEFAULT_STACK_BYTES);
    for (EACH_CHILD(child, node)) {
        if (element_is(child, "Guest")) {
            read_guest(reader, child, partition);
        } else if (element_is(child, "Interrupt_Line")) {
            read_line(reader, child, partition);
        } else if (element_is(child, "Virtual_Interrupt")) {
            read_virtual_interrupt(reader, child, partition);
        } else if (element_is(child, "IO_Ports")) {
            *LIST_ADD(partition->io, partition->io_count) = (struct model_io){
                .First = attribute_number(reader, child, "First", 0),
                .Count = attribute_number(reader, child, "Count", 0),
                .line = line_of(child),
            };
        }
    }
}

static void read_partition(struct reader *reader, xmlNodePtr node)
{
    size_t index = reader->model->partition_count;
    struct model_partition partition = {
        .PartitionName = attribute_name(reader, node, "PartitionName"),
        .PartitionIdentifier = attribute_number(reader, node, "PartitionIdentifier", 0),
        .SystemPartition = attribute_bool(reader, node, "SystemPartition"),
        .EntryPoint = attribute_string(reader, node, "EntryPoint"),
        .port_first = reader->model->port_count,
        .ConsoleBytes = DEFAULT_CONSOLE_BYTES,
        .StackSizeBytes = DEFAULT_STACK_BYTES,
        .memory = MODEL_NONE,
        .hm = MODEL_NONE,
        .line = line_of(node),
    };
    for (EACH_CHILD(child, node)) {
        if (element_is(child, "Sampling_Port")) {
            read_port(reader, child, index, POK_PORT_SAMPLING);
        } else if (element_is(child, "Queuing_Port")) {
            read_port(reader, child, index, POK_PORT_QUEUING);
        } else if (element_is(child, "Process")) {
            *LIST_ADD(partition.processes, partition.process_count) = (struct model_process){
                .Name = attribute_name(reader, child, "Name"),
                .StackSize = attribute_number(reader, child, "StackSize", 0),
                .line = line_of(child),
            };
        } else if (element_is(child, "PartitionExt")) {
            read_partition_ext(reader, child, &partition);
        }
    }
    partition.port_count = reader->model->port_count - partition.port_first;
    *LIST_ADD(reader->model->partitions, reader->model->partition_count) = partition;
}

static enum memory_type memory_type(struct reader *reader, xmlNodePtr node)
{
    if (attribute_is(reader, node, "Type", "CODE")) {
        return MEMORY_CODE;
    }
    return attribute_is(reader, node, "Type", "INPUT_OUTPUT") ? MEMORY_INPUT_OUTPUT : MEMORY_DATA;
}

static void read_memory(struct reader *reader, xmlNodePtr node)
{
    struct model_partition_memory memory = {.reference = attribute_reference(reader, node)};
    for (EACH_CHILD(child, node)) {
        if (element_is(child, "Memory_Requirements")) {
            *LIST_ADD(memory.regions, memory.region_count) = (struct model_memory){
                .RegionName = attribute_string(reader, child, "RegionName"),
                .Type = memory_type(reader, child),
                .SizeBytes = attribute_number(reader, child, "SizeBytes", 0),
                .has_address = attribute_given(child, "PhysicalAddress"),
                .PhysicalAddress = attribute_number(reader, child, "PhysicalAddress", 0),
                .has_access = attribute_given(child, "Access"),
                .write = attribute_is(reader, child, "Access", "READ_WRITE"),
                .line = line_of(child),
            };
        }
    }
    *LIST_ADD(reader->model->memories, reader->model->memory_count) = memory;
}

static void read_partition_schedule(struct reader *reader, xmlNodePtr node,
                                    struct model_schedule *schedule)
{
    struct model_partition_schedule partition = {
        .reference = attribute_reference(reader, node),
        .PeriodSeconds_ns = attribute_seconds(reader, node, "PeriodSeconds"),
        .PeriodDurationSeconds_ns = attribute_seconds(reader, node, "PeriodDurationSeconds"),
        .SetModuleSchedule = attribute_bool(reader, node, "SetModuleSchedule"),
        .line = line_of(node),
    };
    if (attribute_is(reader, node, "ScheduleChangeAction", "COLD_START")) {
        partition.ScheduleChangeAction = 1;
    } else if (attribute_is(reader, node, "ScheduleChangeAction", "WARM_START")) {
        partition.ScheduleChangeAction = 2;
    }
    for (EACH_CHILD(child, node)) {
        if (element_is(child, "Window_Schedule")) {
            partition.window_count++;
            *LIST_ADD(schedule->windows, schedule->window_count) = (struct model_window){
                .WindowIdentifier = attribute_number(reader, child, "WindowIdentifier", 0),
                .WindowStartSeconds_ns = attribute_seconds(reader, child, "WindowStartSeconds"),
                .WindowDurationSeconds_ns =
                    attribute_seconds(reader, child, "WindowDurationSeconds"),
                .PartitionPeriodStart = attribute_bool(reader, child, "PartitionPeriodStart"),
                .partition_schedule = schedule->partition_count,
                .line = line_of(child),
            };
        }
    }
    *LIST_ADD(schedule->partitions, schedule->partition_count) = partition;
}

static void read_schedule(struct reader *reader, xmlNodePtr node)
{
    struct model_schedule schedule = {
        .ScheduleName = attribute_string(reader, node, "ScheduleName"),
        .has_identifier = attribute_given(node, "ScheduleIdentifier"),
        .ScheduleIdentifier = attribute_number(reader, node, "ScheduleIdentifier", 0),
        .InitialModuleSchedule = attribute_bool(reader, node, "InitialModuleSchedule"),
        .MajorFrameSeconds_ns = attribute_seconds(reader, node, "MajorFrameSeconds"),
        .line = line_of(node),
    };
    for (EACH_CHILD(child, node)) {
        if (element_is(child, "Partition_Schedule")) {
            read_partition_schedule(reader, child, &schedule);
        }
    }
    *LIST_ADD(reader->model->schedules, reader->model->schedule_count) = schedule;
}

static struct model_port_reference read_port_end(struct reader *reader, xmlNodePtr node)
{
    struct model_port_reference end = {.port = MODEL_NONE, .PortName = "", .line = line_of(node)};
    for (EACH_CHILD(child, node)) {
        end.line = line_of(child);
        end.has_address = attribute_given(child, "PhysicalAddress");
        end.reference = attribute_reference(reader, child);
        end.pseudo = element_is(child, "Pseudo_Partition");
        end.PortName = attribute_name(reader, child, end.pseudo ? "Name" : "PortName");
    }
    return end;
}

static void read_channel(struct reader *reader, xmlNodePtr node)
{
    struct model_channel channel = {
        .ChannelName = attribute_string(reader, node, "ChannelName"),
        .ChannelIdentifier = attribute_number(reader, node, "ChannelIdentifier", 0),
        .line = line_of(node),
    };
    for (EACH_CHILD(child, node)) {
        if (element_is(child, "Source")) {
            *LIST_ADD(channel.sources, channel.source_count) = read_port_end(reader, child);
        } else if (element_is(child, "Destination")) {
            *LIST_ADD(channel.destinations, channel.destination_count) =
                read_port_end(reader, child);
        }
    }
    *LIST_ADD(reader->model->channels, reader->model->channel_count) = channel;
}

static void read_module_ext(struct reader *reader, xmlNodePtr node)
{
    struct model *model = reader->model;

    model->ext_line = line_of(node);
    model->ext_count++;
    model->FlushBuffers = attribute_bool(reader, node, "FlushBuffers");
    model->FlushPredictors = attribute_bool(reader, node, "FlushPredictors");
    model->RestrictIndirectBranches = attribute_bool(reader, node, "RestrictIndirectBranches");
    if (attribute_given(node, "WindowGuardSeconds")) {
        model->WindowGuardSeconds_ns = attribute_seconds(reader, node, "WindowGuardSeconds");
        model->has_guard = true;
    }
}

static void read_module_child(struct reader *reader, xmlNodePtr node)
{
    struct model *model = reader->model;
    if (element_is(node, "Partition")) {
        read_partition(reader, node);
    } else if (element_is(node, "Partition_Memory")) {
        read_memory(reader, node);
    } else if (element_is(node, "Module_Schedule")) {
        read_schedule(reader, node);
    } else if (element_is(node, "Connection_Table")) {
        for (EACH_CHILD(child, node)) {
            if (element_is(child, "Channel")) {
                read_channel(reader, child);
            }
        }
    } else if (element_is(node, "System_HM_Table")) {
        model->system_hm_count++;
        read_hm_table(reader, node, &model->system_hm);
    } else if (element_is(node, "Module_HM_Table")) {
        model->module_hm_count++;
        read_hm_table(reader, node, &model->module_hm);
    } else if (element_is(node, "Partition_HM_Table")) {
        read_hm_table(reader, node, LIST_ADD(model->partition_hm, model->partition_hm_count));
    } else if (element_is(node, "ModExt")) {
        read_module_ext(reader, node);
    }
}

void model_read(struct model *model, xmlDocPtr document, struct diagnostics *diagnostics)
{
    struct reader reader = {.model = model, .diagnostics = diagnostics};
    xmlNodePtr root = xmlDocGetRootElement(document);

    model->file = diagnostics->file;
    model->ModuleName = attribute_name(&reader, root, "ModuleName");
    model->line = line_of(root);
    model->callback_partition = MODEL_NONE;
    for (EACH_CHILD(node, root)) {
        read_module_child(&reader, node);
    }
}
