/* SPDX-License-Identifier: BSD-2-Clause */
/* Health monitoring tables. */
#include <string.h>

#include "check.h"
#include "hm.h"

static const char *const level_names[] = {"MODULE", "PARTITION", "PROCESS"};

static bool known(const struct model_hm_entry *entry)
{
    return hm_state_name(entry->SystemState) != NULL &&
           hm_error_name(entry->ErrorIdentifier) != NULL;
}

static void check_entries(const struct model_hm_table *table, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < table->entry_count; i++) {
        const struct model_hm_entry *entry = &table->entries[i];
        if (hm_state_name(entry->SystemState) == NULL) {
            ERROR(diagnostics, entry->state_line,
                  "there is no SystemState %u; states are 0 (%s) to %u (%s)", entry->SystemState,
                  hm_state_name(0), hm_state_count() - 1, hm_state_name(hm_state_count() - 1));
        }
        if (hm_error_name(entry->ErrorIdentifier) == NULL) {
            ERROR(diagnostics, entry->line,
                  "there is no ErrorIdentifier %u; errors are 0 (%s) to %u (%s)",
                  entry->ErrorIdentifier, hm_error_name(0), hm_error_count() - 1,
                  hm_error_name(hm_error_count() - 1));
        }
        for (size_t j = 0; j < i; j++) {
            const struct model_hm_entry *other = &table->entries[j];
            if (other->SystemState == entry->SystemState &&
                other->ErrorIdentifier == entry->ErrorIdentifier) {
                ERROR(
                    diagnostics, entry->line,
                    "the table says error %u in state %u twice, first in line %u; keep one of them",
                    entry->ErrorIdentifier, entry->SystemState, other->line);
            }
        }
    }
}

static void check_codes(const struct model_hm_table *table, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < table->entry_count; i++) {
        const struct model_hm_entry *entry = &table->entries[i];
        if (entry->ErrorCode != NULL && entry->level != CONFIG_HM_LEVEL_PROCESS) {
            ERROR(diagnostics, entry->line,
                  "ErrorCode has no meaning at level %s; leave it out, or write "
                  "ErrorLevel=\"PROCESS\"",
                  level_names[entry->level]);
        }
    }
}

/* An action for an error whose level is the other table's would never be taken. */
static void check_levels(const struct model_hm_table *table, const struct config_hm_table *system,
                         bool module, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < table->entry_count; i++) {
        const struct model_hm_entry *entry = &table->entries[i];
        if (!known(entry)) {
            continue;
        }
        const struct config_hm_cell *cell =
            &system->cell[entry->SystemState][entry->ErrorIdentifier];
        if ((cell->level == CONFIG_HM_LEVEL_MODULE) == module) {
            continue;
        }
        char where[48] = "by default";
        if (cell->line != 0) {
            snprintf(where, sizeof(where), "in line %u", cell->line);
        }
        ERROR(diagnostics, entry->line,
              "%s in state %s has level %s (%s), so this action is never taken; put it into the "
              "%s_HM_Table, or change its level in the System_HM_Table",
              hm_error_name(entry->ErrorIdentifier), hm_state_name(entry->SystemState),
              level_names[cell->level], where, module ? "Partition" : "Module");
    }
}

static void check_callback(const struct model_hm_table *table, const char *attribute,
                           struct diagnostics *diagnostics)
{
    if (table->callback != NULL && table->callback[0] != '\0') {
        ERROR(diagnostics, table->line,
              "%s is not supported: nothing but the kernel has the kernel's rights, so there is no "
              "callback; leave it "
              "out, and let the partition's start-up code act on its start condition",
              attribute);
    }
}

static void check_owners(struct model *model, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < model->partition_hm_count; i++) {
        struct partition_reference *reference = &model->partition_hm[i].reference;
        resolve_partition(model, reference, diagnostics);
        if (reference->partition == MODEL_NONE) {
            continue;
        }
        struct model_partition *partition = &model->partitions[reference->partition];
        if (partition->hm != MODEL_NONE) {
            ERROR(diagnostics, reference->line,
                  "a second Partition_HM_Table of partition %s; put its rows into the one in line "
                  "%u",
                  partition->PartitionName, model->partition_hm[partition->hm].line);
        } else {
            partition->hm = i;
        }
    }
}

void check_hm(struct model *model, struct diagnostics *diagnostics)
{
    struct config_hm_table system;

    if (model->system_hm_count > 1) {
        ERROR(diagnostics, model->system_hm.line, "a second System_HM_Table; a module has one");
    }
    if (model->module_hm_count > 1) {
        ERROR(diagnostics, model->module_hm.line, "a second Module_HM_Table; a module has one");
    }
    check_entries(&model->system_hm, diagnostics);
    check_codes(&model->system_hm, diagnostics);
    hm_system_table(model, &system);
    check_entries(&model->module_hm, diagnostics);
    check_levels(&model->module_hm, &system, true, diagnostics);
    check_callback(&model->module_hm, "ModuleCallback", diagnostics);
    check_owners(model, diagnostics);
    for (size_t i = 0; i < model->partition_hm_count; i++) {
        check_entries(&model->partition_hm[i], diagnostics);
        check_levels(&model->partition_hm[i], &system, false, diagnostics);
        check_callback(&model->partition_hm[i], "PartitionCallback", diagnostics);
    }
}
