/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What of the tables the kernel relies on, once more at boot: no index, pointer or time in them
 * leads out of what it belongs to, and nothing belongs to two.
 */
#include "core/module.h"
#include "core/health.h"
#include "core/memory_check.h"
#include "core/time.h"
#include "core/vcpu.h"
#include "abi/layout.h"

/* What the host tool asks for, too (tools/bulkhead/check.h). */
#define GUARD_MAX_NS    1000000u
#define DISTANCE_MIN_NS 10000u
#define CONSOLE_MAX     65536u
#define RANK_MAX        30u                      /* each has a threshold above it */
#define THREADS_MAX     (POK_MAX_PROCESSES + 2u) /* the main process, and one for callbacks */

_Static_assert(POK_MAX_PARTITIONS <= 32 && POK_MAX_LINES <= 32, "sets of them are words");

INIT static bool text_is_held(const char *text, uint32_t limit)
{
    for (uint32_t i = 0; i < limit && arch_image_holds(text + i, 1, false); i++) {
        if (text[i] == '\0')
            return true;
    }
    return false;
}

/* A damaged bool is neither true nor false to the compiler. */
#define IS_BOOL(field) (*(const uint8_t *)&(field) <= 1)

/* --- health monitoring ------------------------------------------------------------------------ */

INIT static bool cell_fits(const struct config_hm_cell *cell)
{
    bool modules = cell->action == CONFIG_HM_SHUTDOWN || cell->action == CONFIG_HM_RESET;

    return cell->level <= CONFIG_HM_LEVEL_PROCESS && cell->code <= POK_ERROR_POWER_FAIL &&
           cell->action <= CONFIG_HM_COLD_START &&
           (cell->action == CONFIG_HM_IGNORE || modules == (cell->level == CONFIG_HM_LEVEL_MODULE));
}

INIT static bool hm_fits(const struct config_hm_table *table)
{
    if (!TABLE_IS_HELD(table, 1))
        return false;
    for (uint32_t state = 0; state < CONFIG_HM_STATES; state++) {
        for (uint32_t error = 0; error < CONFIG_HM_ERRORS; error++) {
            if (!cell_fits(&table->cell[state][error]))
                return false;
        }
    }
    return true;
}

/* --- lines and I/O ports ---------------------------------------------------------------------- */

INIT static const char *check_line(const struct config_partition *partition,
                                   const struct config_line *line, uint32_t *taken)
{
    if (line->Line >= POK_MAX_LINES || line->vcpu >= partition->vcpu_count)
        return "an interrupt line that is not there";
    if (*taken & (1u << line->Line))
        return "an interrupt line that is the kernel's or another's";
    *taken |= 1u << line->Line;
    if (!IS_BOOL(line->counted) || !IS_BOOL(line->level) ||
        (line->counted && line->MinimumDistanceSeconds_ns < DISTANCE_MIN_NS))
        return "a counted line without a distance";
    return NULL;
}

INIT static bool ports_meet(const struct config_io_ports *ports, uint32_t first, uint32_t last)
{
    return ports->First <= last && first < (uint32_t)ports->First + ports->Count;
}

INIT static bool ports_are_reserved(const struct config_io_ports *ports)
{
    static const struct {
        uint16_t first;
        uint16_t last;
    } reserved[] = {
#define RESERVED_PORTS(first, last, reason) {first, last},
#include "core/reserved.def"
    };

    for (uint32_t i = 0; i < ARRAY_COUNT(reserved); i++) {
        if (ports_meet(ports, reserved[i].first, reserved[i].last))
            return true;
    }
    return false;
}

/* Whether one of the first `count` ranges of a partition, none of them empty, meets this one. */
INIT static bool ports_are_taken(const struct config_partition *partition, uint32_t count,
                                 const struct config_io_ports *ports)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct config_io_ports *other = &partition->io[i];

        if (ports_meet(ports, other->First, other->First + other->Count - 1u))
            return true;
    }
    return false;
}

INIT static const char *check_io(struct module_check *check, uint32_t index)
{
    const struct config_partition *partition = &check->module->partitions[index];

    for (uint32_t i = 0; i < partition->io_count; i++) {
        const struct config_io_ports *ports = &partition->io[i];
        bool taken = ports_are_taken(partition, i, ports);

        check->line = ports->line;
        for (uint32_t p = 0; p < index; p++)
            taken = taken || ports_are_taken(check->module->partitions + p,
                                             check->module->partitions[p].io_count, ports);
        if (taken || ports->Count == 0 || ports->First + ports->Count > UINT16_MAX + 1 ||
            ports_are_reserved(ports))
            return "I/O ports that are the kernel's, another's or not there";
    }
    return NULL;
}

/* --- partitions ------------------------------------------------------------------------------- */

/* Whether the partition has an interrupt source: one of its lines, or one that each guest has. */
INIT static bool source_exists(const struct config_partition *partition, uint32_t source)
{
    for (uint32_t i = 0; i < partition->line_count; i++) {
        if (partition->lines[i].Line == source)
            return true;
    }
    return source >= POK_MAX_LINES && source <= POK_VECTOR_RESTART - POK_VECTOR_BASE;
}

/* Each source has a rank, and no two the same. */
INIT static bool ranks_differ(const struct config_partition *partition)
{
    uint32_t seen = 0;

    for (uint32_t source = 0; source < POK_VECTOR_COUNT; source++) {
        uint32_t rank = partition->vector_rank[source];

        if (!source_exists(partition, source) && rank == VCPU_NO_RANK)
            continue;
        if (rank > RANK_MAX || (seen & (1u << rank)))
            return false;
        seen |= 1u << rank;
    }
    return true;
}

/* What a partition of its kind has. */
INIT static const char *check_kind(struct module_check *check,
                                   const struct config_partition *partition, uint32_t *lines)
{
    const char *wrong = NULL;

    if (!partition->guest)
        return partition->vcpu_count == 0 && partition->line_count == 0
                   ? NULL
                   : "a number of vCPUs that doesn't fit the partition";
    /* There are stacks, and so vCPUs. */
    if (partition->vcpu_count > POK_MAX_VCPUS || partition->stack_count != partition->vcpu_count ||
        check->module->vcpu_table == NULL)
        return "a number of vCPUs that doesn't fit the partition";
    if (partition->max_nesting == 0 || partition->max_nesting > POK_MAX_IRQ_NESTING ||
        partition->callback_entry != 0)
        return "a guest with more nesting than there is";
    for (uint32_t i = 0; wrong == NULL && i < partition->line_count; i++) {
        check->line = partition->lines[i].line;
        wrong = check_line(partition, &partition->lines[i], lines);
    }
    if (wrong != NULL)
        return wrong;
    check->line = partition->line;
    if (!TABLE_IS_HELD(partition->vector_rank, POK_VECTOR_COUNT) || !ranks_differ(partition))
        return "a guest's interrupts without an order";
    return NULL;
}

/* The sizes that others rely on, and that the partition's tables are there. */
INIT static const char *check_tables(struct module_check *check, uint32_t index)
{
    const struct config_module *module = check->module;
    const struct config_partition *partition = &module->partitions[index];
    uint32_t threads = (uint32_t)(module->thread_first[index + 1] - module->thread_first[index]);

    if (!IS_BOOL(partition->SystemPartition) || !IS_BOOL(partition->guest) ||
        !IS_BOOL(partition->ConsoleInput))
        return "a partition of no kind";
    if (!text_is_held(partition->PartitionName, UINT16_MAX) || !hm_fits(partition->hm) ||
        (partition->CommandLine != NULL &&
         !text_is_held(partition->CommandLine, POK_MAX_COMMAND_LINE)))
        return "a partition without name or health monitoring table";
    if (!TABLE_IS_HELD(partition->regions, partition->region_count) ||
        !TABLE_IS_HELD(partition->segments, partition->segment_count) ||
        !TABLE_IS_HELD(partition->stacks, partition->stack_count) ||
        !TABLE_IS_HELD(partition->lines, partition->line_count) ||
        !TABLE_IS_HELD(partition->io, partition->io_count))
        return "a partition with tables that are not there";
    if (partition->stack_count == 0 || partition->stack_count > THREADS_MAX ||
        threads != partition->stack_count ||
        (partition->callback_entry != 0 && partition->stack_count == 1))
        return "a partition's threads and stacks are not as many";
    if (partition->console_bytes < POK_CONSOLE_WRITE_MAX ||
        partition->console_bytes > CONSOLE_MAX ||
        (partition->console_bytes & (partition->console_bytes - 1)) != 0)
        return "a console ring whose size is no power of two";
    if (partition->port_first + partition->port_count > module->port_count)
        return "a partition with ports that are not there";
    return NULL;
}

INIT static const char *check_partition(struct module_check *check, uint32_t index, uint32_t *lines)
{
    const struct config_partition *partition = &check->module->partitions[index];
    const char *wrong;

    check->line = partition->line;
    wrong = check_tables(check, index);
    if (wrong == NULL)
        wrong = check_kind(check, partition, lines);
    if (wrong == NULL)
        wrong = check_io(check, index);
    if (wrong != NULL)
        return wrong;
    check->line = partition->line;
    for (uint32_t i = 0; i < partition->port_count; i++) {
        if (check->module->ports[partition->port_first + i].partition != index)
            return "a partition with ports of another";
    }
    return memory_check_partition(check, partition);
}

/* What is typed has one reader; the other owners of interrupt lines are the kernel. */
INIT static const char *check_partitions(struct module_check *check)
{
    const char *wrong = NULL;
    uint32_t readers = 0;
    uint32_t lines = 0
#define RESERVED_LINE(line, reason) | 1u << (line)
#include "core/reserved.def"
        ;

    for (uint32_t i = 0; wrong == NULL && i < check->module->partition_count; i++) {
        wrong = check_partition(check, i, &lines);
        if (wrong == NULL && check->module->partitions[i].ConsoleInput)
            readers++;
    }
    return wrong == NULL && readers > 1 ? "two readers of the console" : wrong;
}

/* --- schedules -------------------------------------------------------------------------------- */

INIT static const char *check_window(const struct module_check *check,
                                     const struct config_schedule *schedule,
                                     const struct config_window *window, uint64_t free_ns)
{
    if (window->partition >= check->module->partition_count ||
        !IS_BOOL(window->PartitionPeriodStart))
        return "a window of a partition that is not there";
    if (window->WindowStartSeconds_ns < free_ns || window->WindowDurationSeconds_ns == 0)
        return "windows that overlap or are out of order";
    if (window->WindowStartSeconds_ns > schedule->MajorFrameSeconds_ns ||
        window->WindowDurationSeconds_ns >
            schedule->MajorFrameSeconds_ns - window->WindowStartSeconds_ns)
        return "a window past the major frame";
    if (window->WindowDurationSeconds_ns <= check->module->WindowGuardSeconds_ns)
        return "a window that is not longer than the guard";
    if (!schedule->partitions[window->partition].present)
        return "a window of a partition without a period";
    return NULL;
}

INIT static const char *check_periods(struct module_check *check,
                                      const struct config_schedule *schedule)
{
    for (uint32_t i = 0; i < check->module->partition_count; i++) {
        const struct config_partition_schedule *row = &schedule->partitions[i];

        if (IS_BOOL(row->present) && !row->present)
            continue;
        check->line = row->line;
        if (!IS_BOOL(row->present) || !IS_BOOL(row->SetModuleSchedule) ||
            row->PeriodSeconds_ns == 0 || row->PeriodSeconds_ns > schedule->MajorFrameSeconds_ns ||
            row->PeriodDurationSeconds_ns > row->PeriodSeconds_ns ||
            row->ScheduleChangeAction > CONFIG_CHANGE_WARM_START)
            return "a partition whose period doesn't fit the major frame";
    }
    return NULL;
}

INIT static const char *check_schedule(struct module_check *check,
                                       const struct config_schedule *schedule)
{
    const char *wrong;
    uint64_t free_ns = 0;

    check->line = schedule->line;
    if (schedule->window_count == 0 || schedule->window_count > POK_MAX_WINDOWS ||
        schedule->window_table == NULL)
        return "a schedule without windows";
    if (schedule->MajorFrameSeconds_ns > TIME_MAX_NS ||
        (schedule->ScheduleName != NULL && !text_is_held(schedule->ScheduleName, UINT16_MAX)) ||
        !TABLE_IS_HELD(schedule->windows, schedule->window_count) ||
        !TABLE_IS_HELD(schedule->partitions, check->module->partition_count))
        return "a schedule with tables that are not there";
    wrong = check_periods(check, schedule);
    for (uint32_t i = 0; wrong == NULL && i < schedule->window_count; i++) {
        const struct config_window *window = &schedule->windows[i];

        check->line = window->line;
        wrong = check_window(check, schedule, window, free_ns);
        free_ns = window->WindowStartSeconds_ns + window->WindowDurationSeconds_ns;
    }
    return wrong;
}

/* --- ports and channels ----------------------------------------------------------------------- */

/* Whether the message storage of a port, which may have none, is as large as its messages. */
INIT static bool storage_fits(const struct config_port *port)
{
    bool needed = port->kind == POK_PORT_SAMPLING ? port->Direction == POK_PORT_SOURCE
                                                  : port->Direction == POK_PORT_DESTINATION;

    if (port->storage == NULL)
        return !needed; /* connected or not: sampling_write() doesn't ask */
    return port->slot_bytes >= port->MaxMessageSize + sizeof(uint32_t) &&
           port->slot_bytes <= POK_MAX_MESSAGE_BYTES + 2 * sizeof(uint32_t) &&
           port->slot_bytes % sizeof(uint32_t) == 0;
}

/* Whether a port is an end of its channel, and in the right place. */
INIT static bool is_end(const struct config_module *module, uint32_t index)
{
    const struct config_port *port = &module->ports[index];
    const struct config_channel *channel = &module->channels[port->channel];

    if (port->Direction == POK_PORT_SOURCE)
        return channel->source == index;
    for (uint32_t i = 0; i < channel->destination_count; i++) {
        if (channel->destinations[i] == index)
            return true;
    }
    return false;
}

INIT static const char *check_port(struct module_check *check, uint32_t index)
{
    const struct config_port *port = &check->module->ports[index];

    check->line = port->line;
    if (port->partition >= check->module->partition_count ||
        index - check->module->partitions[port->partition].port_first >=
            check->module->partitions[port->partition].port_count)
        return "a port of a partition that doesn't have it";
    if (port->kind > POK_PORT_QUEUING || port->Direction > POK_PORT_DESTINATION ||
        !text_is_held(port->Name, UINT16_MAX))
        return "a port of no kind";
    if (port->MaxMessageSize == 0 || port->MaxMessageSize > POK_MAX_MESSAGE_BYTES ||
        port->RefreshRateSeconds_ns > TIME_MAX_NS ||
        (port->kind == POK_PORT_QUEUING &&
         (port->MaxNbMessages == 0 || port->MaxNbMessages > POK_MAX_QUEUE_MESSAGES)))
        return "a message size outside the limits";
    if (!storage_fits(port))
        return "a port whose storage is too small";
    if (port->channel != CONFIG_NONE && !is_end(check->module, index))
        return "a port of a channel that doesn't have it";
    return NULL;
}

INIT static bool is_listed_before(const struct config_channel *channel, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++) {
        if (channel->destinations[i] == channel->destinations[index])
            return true;
    }
    return false;
}

/* All channels' ends are ports, and the ports name channels: what check_port() goes by. */
INIT static const char *check_references(struct module_check *check)
{
    const struct config_module *module = check->module;

    for (uint32_t i = 0; i < module->channel_count; i++) {
        const struct config_channel *channel = &module->channels[i];

        check->line = channel->line;
        if (channel->source >= module->port_count || channel->destination_count == 0 ||
            channel->destination_count > POK_MAX_DESTINATIONS ||
            !TABLE_IS_HELD(channel->destinations, channel->destination_count))
            return "a channel from or to ports that are not there";
        for (uint32_t k = 0; k < channel->destination_count; k++) {
            if (channel->destinations[k] >= module->port_count || is_listed_before(channel, k))
                return "a channel to a port that is not there";
        }
    }
    for (uint32_t i = 0; i < module->port_count; i++) {
        check->line = module->ports[i].line;
        if (module->ports[i].channel != CONFIG_NONE &&
            module->ports[i].channel >= module->channel_count)
            return "a port of a channel that is not there";
    }
    return NULL;
}

INIT static const char *check_channel(struct module_check *check, uint32_t index)
{
    const struct config_module *module = check->module;
    const struct config_channel *channel = &module->channels[index];
    const struct config_port *source = &module->ports[channel->source];

    check->line = channel->line;
    if (source->channel != index || source->Direction != POK_PORT_SOURCE)
        return "a channel from a port of another";
    for (uint32_t i = 0; i < channel->destination_count; i++) {
        const struct config_port *port = &module->ports[channel->destinations[i]];

        if (port->channel != index || port->Direction != POK_PORT_DESTINATION ||
            port->kind != source->kind || port->MaxMessageSize != source->MaxMessageSize)
            return "a channel between ports that differ";
    }
    return NULL;
}

/* --- module ----------------------------------------------------------------------------------- */

INIT static bool module_fits(const struct config_module *module)
{
    return module->partition_count <= POK_MAX_PARTITIONS &&
           module->schedule_count <= POK_MAX_SCHEDULES &&
           module->initial_schedule < module->schedule_count &&
           module->port_count <= POK_MAX_PORTS && module->channel_count <= POK_MAX_PORTS &&
           module->WindowGuardSeconds_ns <= GUARD_MAX_NS &&
           module->callback_partition < module->partition_count &&
           module->physical_end <= LAYOUT_PHYSICAL_LIMIT &&
           module->physical_end >= arch_image_end() + HEALTH_BYTES &&
           module->physical_end % POK_PAGE_BYTES == 0 && IS_BOOL(module->FlushBuffers) &&
           IS_BOOL(module->FlushPredictors) && IS_BOOL(module->RestrictIndirectBranches);
}

INIT static bool module_is_held(const struct config_module *module)
{
    return text_is_held(module->ModuleName, UINT16_MAX) && text_is_held(module->file, UINT16_MAX) &&
           TABLE_IS_HELD(module->partitions, module->partition_count) &&
           TABLE_IS_HELD(module->schedules, module->schedule_count) &&
           TABLE_IS_HELD(module->ports, module->port_count) &&
           TABLE_IS_HELD(module->channels, module->channel_count) &&
           TABLE_IS_HELD(module->thread_first, module->partition_count + 1u) &&
           module->thread_first[0] == 0 && module->partition_table != NULL &&
           module->thread_table != NULL && module->timer_slots != NULL &&
           (module->port_count == 0 || module->port_table != NULL) && hm_fits(module->module_hm);
}

INIT static const char *check_rows(struct module_check *check)
{
    const struct config_module *module = check->module;
    const char *wrong = check_references(check);

    if (wrong == NULL)
        wrong = check_partitions(check);
    if (wrong == NULL)
        wrong = memory_check_partitions(check);
    for (uint32_t i = 0; wrong == NULL && i < module->schedule_count; i++)
        wrong = check_schedule(check, &module->schedules[i]);
    for (uint32_t i = 0; wrong == NULL && i < module->port_count; i++)
        wrong = check_port(check, i);
    for (uint32_t i = 0; wrong == NULL && i < module->channel_count; i++)
        wrong = check_channel(check, i);
    return wrong;
}

INIT const char *module_check(const struct config_module *module, uint32_t *line)
{
    struct module_check check = {.module = module};
    const char *wrong;

    *line = 0;
    if (module->version != CONFIG_VERSION)
        return "tables of another version";
    if (!module_fits(module))
        return "no partition, no schedule, or too many";
    if (!module_is_held(module))
        return "storage or a health monitoring table is missing";
    wrong = check_rows(&check);
    if (wrong == NULL)
        wrong = memory_check_storage(&check);
    *line = check.line;
    return wrong;
}
