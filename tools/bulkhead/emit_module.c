/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of the whole module: ports and channels, schedules, health monitoring. */
#include <inttypes.h>
#include <stdlib.h>

#include "abi/layout.h"
#include "emit.h"
#include "hm.h"
#include "memory.h"

/* A message and its length word, in whole words. */
static uint32_t slot_bytes(const struct model_port *port)
{
    return 4 + ((port->MaxMessageSize + 3) & ~3u);
}

/* Sampling messages lie at their source, queues at their destinations. */
static bool has_storage(const struct model_port *port)
{
    return port->Direction ==
           (port->kind == POK_PORT_SAMPLING ? POK_PORT_SOURCE : POK_PORT_DESTINATION);
}

static void emit_port(FILE *to, const struct model_port *port, size_t index)
{
    fprintf(to, "    {.Name = ");
    emit_string(to, port->Name);
    fprintf(to, ", .partition = %zu, .channel = ", port->partition);
    if (port->channel == MODEL_NONE) {
        fprintf(to, "CONFIG_NONE");
    } else {
        fprintf(to, "%zu", port->channel);
    }
    fprintf(to,
            ", .kind = %s, .Direction = %s,\n     .MaxMessageSize = %uu, .MaxNbMessages = %uu, "
            ".RefreshRateSeconds_ns = %" PRIu64 "ull,\n     .storage = ",
            port->kind == POK_PORT_SAMPLING ? "POK_PORT_SAMPLING" : "POK_PORT_QUEUING",
            port->Direction == POK_PORT_SOURCE ? "POK_PORT_SOURCE" : "POK_PORT_DESTINATION",
            port->MaxMessageSize, port->MaxNbMessages, port->RefreshRateSeconds_ns);
    if (has_storage(port)) {
        fprintf(to, "storage_%zu", index);
    } else {
        fprintf(to, "NULL");
    }
    fprintf(to, ", .slot_bytes = %uu, .line = %u},\n", slot_bytes(port), port->line);
}

static void emit_channels(FILE *to, const struct model *model)
{
    for (size_t c = 0; c < model->channel_count; c++) {
        const struct model_channel *channel = &model->channels[c];
        fprintf(to, "static const uint16_t destinations_%zu[] = {", c);
        for (size_t i = 0; i < channel->destination_count; i++) {
            fprintf(to, "%s%zu", i == 0 ? "" : ", ", channel->destinations[i].port);
        }
        fprintf(to, "};\n");
    }
    if (model->channel_count == 0) {
        return;
    }
    fprintf(to, "static const struct config_channel channels[] = {\n");
    for (size_t c = 0; c < model->channel_count; c++) {
        const struct model_channel *channel = &model->channels[c];
        fprintf(to, "    {.ChannelName = ");
        emit_string(to, channel->ChannelName == NULL ? "" : channel->ChannelName);
        fprintf(to,
                ", .ChannelIdentifier = %uu, .source = %zu, .destination_count = %zu, "
                ".destinations = destinations_%zu, .line = %u},\n",
                channel->ChannelIdentifier, channel->sources[0].port, channel->destination_count, c,
                channel->line);
    }
    fprintf(to, "};\n\n");
}

void emit_ports(FILE *to, const struct layout *layout)
{
    const struct model *model = layout->model;

    for (size_t i = 0; i < model->port_count; i++) {
        const struct model_port *port = &model->ports[i];
        if (has_storage(port)) {
            fprintf(to, "static uint8_t storage_%zu[%u * %u] __attribute__((aligned(4)));\n", i,
                    port->kind == POK_PORT_SAMPLING ? 1 : port->MaxNbMessages, slot_bytes(port));
        }
    }
    if (model->port_count > 0) {
        fprintf(to, "static const struct config_port ports[] = {\n");
        for (size_t i = 0; i < model->port_count; i++) {
            emit_port(to, &model->ports[i], i);
        }
        fprintf(to, "};\n");
    }
    emit_channels(to, model);
}

static int compare_window(const void *a, const void *b)
{
    const struct model_window *x = a;
    const struct model_window *y = b;
    return x->WindowStartSeconds_ns < y->WindowStartSeconds_ns
               ? -1
               : x->WindowStartSeconds_ns > y->WindowStartSeconds_ns;
}

static void emit_windows(FILE *to, const struct model_schedule *schedule, size_t s)
{
    struct model_window *windows = memory_get(schedule->window_count * sizeof(*windows));
    for (size_t i = 0; i < schedule->window_count; i++) {
        windows[i] = schedule->windows[i];
    }
    qsort(windows, schedule->window_count, sizeof(*windows), compare_window);
    fprintf(to, "static const struct config_window windows_%zu[] = {\n", s);
    for (size_t i = 0; i < schedule->window_count; i++) {
        const struct model_window *window = &windows[i];
        fprintf(to,
                "    {.WindowIdentifier = %uu, .WindowStartSeconds_ns = %" PRIu64
                "ull, .WindowDurationSeconds_ns = %" PRIu64 "ull,\n     .partition = %zu, "
                ".PartitionPeriodStart = %s, .line = %u},\n",
                window->WindowIdentifier, window->WindowStartSeconds_ns,
                window->WindowDurationSeconds_ns,
                schedule->partitions[window->partition_schedule].reference.partition,
                window->PartitionPeriodStart ? "true" : "false", window->line);
    }
    fprintf(to, "};\n");
    free(windows);
}

static void emit_partition_schedules(FILE *to, const struct model *model,
                                     const struct model_schedule *schedule, size_t s)
{
    fprintf(to, "static const struct config_partition_schedule partition_schedules_%zu[%zu] = {\n",
            s, model->partition_count);
    for (size_t i = 0; i < schedule->partition_count; i++) {
        const struct model_partition_schedule *partition = &schedule->partitions[i];
        fprintf(to,
                "    [%zu] = {.PeriodSeconds_ns = %" PRIu64
                "ull, .PeriodDurationSeconds_ns = %" PRIu64 "ull,\n"
                "          .ScheduleChangeAction = %u, .SetModuleSchedule = %s, .present = true, "
                ".line = %u},\n",
                partition->reference.partition, partition->PeriodSeconds_ns,
                partition->PeriodDurationSeconds_ns, partition->ScheduleChangeAction,
                partition->SetModuleSchedule ? "true" : "false", partition->line);
    }
    fprintf(to, "};\n");
}

void emit_schedules(FILE *to, const struct layout *layout)
{
    const struct model *model = layout->model;

    for (size_t s = 0; s < model->schedule_count; s++) {
        emit_windows(to, &model->schedules[s], s);
        emit_partition_schedules(to, model, &model->schedules[s], s);
        fprintf(to, "static struct window window_table_%zu[%zu];\n", s,
                model->schedules[s].window_count + 1);
    }
    fprintf(to, "static const struct config_schedule schedules[] = {\n");
    for (size_t s = 0; s < model->schedule_count; s++) {
        const struct model_schedule *schedule = &model->schedules[s];
        fprintf(to, "    {.ScheduleName = ");
        emit_string(to, schedule->ScheduleName == NULL ? "" : schedule->ScheduleName);
        fprintf(to,
                ", .ScheduleIdentifier = %uu, .InitialModuleSchedule = %s,\n"
                "     .MajorFrameSeconds_ns = %" PRIu64 "ull, .window_count = %zu, "
                ".windows = windows_%zu,\n     .partitions = partition_schedules_%zu, "
                ".window_table = window_table_%zu, .line = %u},\n",
                schedule->ScheduleIdentifier,
                schedule->InitialModuleSchedule || model->schedule_count == 1 ? "true" : "false",
                schedule->MajorFrameSeconds_ns, schedule->window_count, s, s, s, schedule->line);
    }
    fprintf(to, "};\n\n");
}

static void emit_table(FILE *to, const char *name, const struct config_hm_table *table)
{
    fprintf(to, "static const struct config_hm_table %s = {.cell = {\n", name);
    for (uint32_t state = 0; state < hm_state_count(); state++) {
        fprintf(to, "    [%u] = {", state);
        for (uint32_t error = 0; error < hm_error_count(); error++) {
            const struct config_hm_cell *cell = &table->cell[state][error];
            fprintf(to, "%s{.level = %u, .code = %u, .action = %u, .line = %u}",
                    error == 0 ? "" : ",\n            ", cell->level, cell->code, cell->action,
                    cell->line);
        }
        fprintf(to, "},\n");
    }
    fprintf(to, "}};\n");
}

void emit_hm(FILE *to, const struct layout *layout)
{
    const struct model *model = layout->model;
    struct config_hm_table table;
    bool some_without = false;

    hm_module_table(model, &table);
    emit_table(to, "module_hm", &table);
    for (size_t p = 0; p < model->partition_count; p++) {
        if (model->partitions[p].hm == MODEL_NONE) {
            some_without = true;
            continue;
        }
        char name[48];
        snprintf(name, sizeof(name), "partition_hm_%zu", p);
        hm_partition_table(model, &model->partition_hm[model->partitions[p].hm], &table);
        emit_table(to, name, &table);
    }
    if (some_without) {
        hm_partition_table(model, NULL, &table);
        emit_table(to, "default_hm", &table);
    }
    /* Behind everything that a loader touches, where the kernel sees all of memory. */
    fprintf(to, "__asm__(\".global health\\n.set health, 0x%08" PRIx64 "\");\n\n",
            LAYOUT_KERNEL_BASE + layout->health);
}
