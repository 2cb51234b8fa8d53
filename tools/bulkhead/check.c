/* SPDX-License-Identifier: BSD-2-Clause */
#include "check.h"

#include <inttypes.h>
#include <string.h>

void resolve_partition(const struct model *model, struct partition_reference *reference,
                       struct diagnostics *diagnostics)
{
    const struct model_partition *named = NULL;

    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];
        if (partition->PartitionIdentifier == reference->PartitionIdentifier) {
            reference->partition = i;
            break;
        }
        if (reference->PartitionName != NULL &&
            strcmp(partition->PartitionName, reference->PartitionName) == 0) {
            named = partition;
        }
    }
    if (reference->partition == MODEL_NONE) {
        if (named != NULL) {
            ERROR(diagnostics, reference->line,
                  "no partition has PartitionIdentifier %u; %s has %u (line %u)",
                  reference->PartitionIdentifier, named->PartitionName, named->PartitionIdentifier,
                  named->line);
        } else {
            ERROR(diagnostics, reference->line,
                  "no partition has PartitionIdentifier %u; add a Partition element or name one "
                  "that exists",
                  reference->PartitionIdentifier);
        }
        return;
    }
    const struct model_partition *found = &model->partitions[reference->partition];
    if (reference->PartitionName != NULL &&
        strcmp(reference->PartitionName, found->PartitionName) != 0) {
        ERROR(diagnostics, reference->line,
              "partition %u is not named %s; its PartitionName is %s (line %u)",
              reference->PartitionIdentifier, reference->PartitionName, found->PartitionName,
              found->line);
    }
}

void check_module(struct model *model, struct diagnostics *diagnostics)
{
    check_partitions(model, diagnostics);
    check_hm(model, diagnostics);
    check_memory(model, diagnostics);
    check_guests(model, diagnostics);
    check_io_ports(model, diagnostics);
    check_ports(model, diagnostics);
    check_channels(model, diagnostics);
    if (!model->has_guard) {
        model->WindowGuardSeconds_ns = model_guard_ns(model);
    }
    check_schedules(model, diagnostics);
    check_module_callback(model, diagnostics);
}
