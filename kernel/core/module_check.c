/* SPDX-License-Identifier: BSD-2-Clause */
/* The cheap part of what the host tool has checked, once more at boot. */
#include "core/module.h"
#include "abi/layout.h"
#include "abi/limits.h"

struct check {
    const struct config_module *module;
    uint32_t line;
};

INIT static const char *check_partition(struct check *check, uint32_t index)
{
    const struct config_module *module = check->module;
    const struct config_partition *partition = &module->partitions[index];
    uint32_t threads = (uint32_t)(module->thread_first[index + 1] - module->thread_first[index]);

    check->line = partition->line;
    if (partition->PartitionName == NULL || partition->hm == NULL)
        return "a partition without name or health monitoring table";
    if (partition->stack_count == 0 || threads != partition->stack_count)
        return "a partition's threads and stacks are not as many";
    if (partition->console_bytes < POK_CONSOLE_WRITE_MAX ||
        (partition->console_bytes & (partition->console_bytes - 1)) != 0)
        return "a console ring whose size is no power of two";
    if (partition->port_first + partition->port_count > module->port_count)
        return "a partition with ports that are not there";
    if (partition->guest ? partition->vcpu_count == 0 || partition->vcpu_count > POK_MAX_VCPUS
                         : partition->vcpu_count != 0)
        return "a number of vCPUs that doesn't fit the partition";
    for (uint32_t i = 0; i < partition->region_count; i++) {
        const struct config_region *region = &partition->regions[i];

        check->line = region->line;
        if (region->virtual_address + region->size_bytes > LAYOUT_USER_END ||
            region->virtual_address + region->size_bytes < region->virtual_address ||
            ((region->virtual_address | region->physical_address | region->size_bytes) &
             (POK_PAGE_BYTES - 1)) != 0)
            return "a memory region outside the partition's address space";
    }
    return NULL;
}

INIT static const char *check_schedule(struct check *check, const struct config_schedule *schedule)
{
    uint64_t free_ns = 0;

    check->line = schedule->line;
    if (schedule->window_count == 0 || schedule->window_table == NULL)
        return "a schedule without windows";
    for (uint32_t i = 0; i < schedule->window_count; i++) {
        const struct config_window *window = &schedule->windows[i];

        check->line = window->line;
        if (window->partition >= check->module->partition_count)
            return "a window of a partition that is not there";
        if (window->WindowStartSeconds_ns < free_ns || window->WindowDurationSeconds_ns == 0)
            return "windows that overlap or are out of order";
        if (window->WindowDurationSeconds_ns <= check->module->WindowGuardSeconds_ns)
            return "a window that is not longer than the guard";
        if (schedule->partitions[window->partition].PeriodSeconds_ns == 0)
            return "a window of a partition without a period";
        free_ns = window->WindowStartSeconds_ns + window->WindowDurationSeconds_ns;
    }
    return free_ns > schedule->MajorFrameSeconds_ns ? "a window past the major frame" : NULL;
}

INIT static const char *check_port(struct check *check, const struct config_port *port)
{
    check->line = port->line;
    if (port->partition >= check->module->partition_count)
        return "a port of a partition that is not there";
    if (port->channel != CONFIG_NONE && port->channel >= check->module->channel_count)
        return "a port of a channel that is not there";
    if (port->MaxMessageSize == 0 || port->MaxMessageSize > POK_MAX_MESSAGE_BYTES)
        return "a message size outside the limits";
    /* Connected or not: sampling_write() doesn't ask. */
    if (port->kind == POK_PORT_SAMPLING && port->Direction == POK_PORT_SOURCE &&
        port->storage == NULL)
        return "a sampling source without storage";
    if (port->storage != NULL &&
        (port->slot_bytes < port->MaxMessageSize + sizeof(uint32_t) || port->slot_bytes % 4 != 0))
        return "a port whose storage is too small";
    return NULL;
}

INIT static const char *check_channel(struct check *check, const struct config_channel *channel)
{
    const struct config_module *module = check->module;

    check->line = channel->line;
    if (channel->source >= module->port_count)
        return "a channel from a port that is not there";
    if (module->ports[channel->source].kind == POK_PORT_SAMPLING &&
        module->ports[channel->source].storage == NULL)
        return "a sampling channel without storage";
    for (uint32_t i = 0; i < channel->destination_count; i++) {
        const struct config_port *port;

        if (channel->destinations[i] >= module->port_count)
            return "a channel to a port that is not there";
        port = &module->ports[channel->destinations[i]];
        if (port->kind != module->ports[channel->source].kind ||
            port->MaxMessageSize != module->ports[channel->source].MaxMessageSize)
            return "a channel between ports that differ";
        if (port->kind == POK_PORT_QUEUING && (port->storage == NULL || port->MaxNbMessages == 0))
            return "a queuing channel without storage";
    }
    return NULL;
}

INIT static const char *check_tables(struct check *check)
{
    const struct config_module *module = check->module;
    const char *wrong = NULL;

    for (uint32_t i = 0; wrong == NULL && i < module->partition_count; i++)
        wrong = check_partition(check, i);
    for (uint32_t i = 0; wrong == NULL && i < module->schedule_count; i++)
        wrong = check_schedule(check, &module->schedules[i]);
    for (uint32_t i = 0; wrong == NULL && i < module->port_count; i++)
        wrong = check_port(check, &module->ports[i]);
    for (uint32_t i = 0; wrong == NULL && i < module->channel_count; i++)
        wrong = check_channel(check, &module->channels[i]);
    return wrong;
}

INIT const char *module_check(const struct config_module *module, uint32_t *line)
{
    struct check check = {.module = module};
    const char *wrong;

    *line = 0;
    if (module->version != CONFIG_VERSION)
        return "tables of another version";
    if (module->partition_count == 0 || module->partition_count > POK_MAX_PARTITIONS ||
        module->schedule_count == 0 || module->initial_schedule >= module->schedule_count)
        return "no partition, no schedule, or too many";
    if (module->partition_table == NULL || module->thread_table == NULL ||
        module->thread_first == NULL || module->timer_slots == NULL ||
        (module->port_count != 0 && module->port_table == NULL) || module->module_hm == NULL ||
        module->callback_partition >= module->partition_count)
        return "storage or a health monitoring table is missing";
    wrong = check_tables(&check);
    *line = check.line;
    return wrong;
}
