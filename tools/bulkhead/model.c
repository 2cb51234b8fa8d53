/* SPDX-License-Identifier: BSD-2-Clause */
#include "model.h"

#include <stdlib.h>

static void free_partition(struct model_partition *partition)
{
    free(partition->processes);
    free(partition->lines);
    free(partition->io);
    free(partition->virtual_interrupts);
}

static void free_schedule(struct model_schedule *schedule)
{
    free(schedule->partitions);
    free(schedule->windows);
}

void model_free(struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        free_partition(&model->partitions[i]);
    }
    for (size_t i = 0; i < model->memory_count; i++) {
        free(model->memories[i].regions);
    }
    for (size_t i = 0; i < model->schedule_count; i++) {
        free_schedule(&model->schedules[i]);
    }
    for (size_t i = 0; i < model->channel_count; i++) {
        free(model->channels[i].sources);
        free(model->channels[i].destinations);
    }
    for (size_t i = 0; i < model->partition_hm_count; i++) {
        free(model->partition_hm[i].entries);
    }
    for (size_t i = 0; i < model->multi_hm_count; i++) {
        free(model->multi_hm[i].entries);
    }
    for (size_t i = 0; i < model->string_count; i++) {
        free(model->strings[i]);
    }
    free(model->partitions);
    free(model->ports);
    free(model->memories);
    free(model->schedules);
    free(model->channels);
    free(model->system_hm.entries);
    free(model->module_hm.entries);
    free(model->partition_hm);
    free(model->multi_hm);
    free(model->strings);
    *model = (struct model){0};
}

size_t model_stack_count(const struct model_partition *partition)
{
    if (partition->guest.present) {
        return partition->guest.vCPUs;
    }
    size_t processes = partition->process_count;
    if (partition->has_max_processes && partition->MaxProcesses > processes) {
        processes = partition->MaxProcesses;
    }
    return 1 + processes + (partition->callback ? 1 : 0);
}

uint64_t model_stack_bytes(const struct model_partition *partition, size_t stack)
{
    if (!partition->guest.present && stack > 0 && stack <= partition->process_count) {
        return page_round(partition->processes[stack - 1].StackSize);
    }
    return page_round(partition->StackSizeBytes);
}
