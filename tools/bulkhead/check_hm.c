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
static void check_levels(const struct model_hm_table *table, const struct config_hm_table *levels,
                         bool module, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < table->entry_count; i++) {
        const struct model_hm_entry *entry = &table->entries[i];
        if (!known(entry)) {
            continue;
        }
        const struct config_hm_cell *cell =
            &levels->cell[entry->SystemState][entry->ErrorIdentifier];
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

/* --- multi-partition tables ------------------------------------------------------------------ */

static void check_multi_rows(const struct model_hm_table *table, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < table->entry_count; i++) {
        const struct model_hm_entry *entry = &table->entries[i];
        bool module = entry->level == CONFIG_HM_LEVEL_MODULE;
        if (module && !entry->has_action) {
            ERROR(diagnostics, entry->line,
                  "ErrorLevel MODULE without an Action; write Action=\"IGNORE\", \"SHUTDOWN\" or "
                  "\"RESET\"");
        } else if (!module && entry->has_action) {
            ERROR(diagnostics, entry->line,
                  "Action has no meaning at level PARTITION, where the Partition_HM_Table decides; "
                  "leave it out, or write ErrorLevel=\"MODULE\"");
        }
    }
}

static void check_multi_table(const struct model *model, size_t table,
                              struct diagnostics *diagnostics)
{
    const struct model_hm_table *multi = &model->multi_hm[table];
    bool used = false;

    check_entries(multi, diagnostics);
    check_multi_rows(multi, diagnostics);
    for (size_t i = 0; i < table; i++) {
        if (strcmp(model->multi_hm[i].TableName, multi->TableName) == 0) {
            ERROR(diagnostics, multi->line,
                  "a second Multi_Partition_HM_Table of the name %s, first in line %u; rename one",
                  multi->TableName, model->multi_hm[i].line);
        }
    }
    for (size_t i = 0; i < model->partition_hm_count; i++) {
        used = used || model->partition_hm[i].multi == table;
    }
    if (!used) {
        WARNING(diagnostics, multi->line,
                "no Partition_HM_Table refers to %s; name it by MultiPartitionHMTableNameRef in "
                "Part_HM_Ext",
                multi->TableName);
    }
}

static void resolve_multi(const struct model *model, struct model_hm_table *table,
                          struct diagnostics *diagnostics)
{
    const char *name = table->MultiPartitionHMTableNameRef;

    for (size_t i = 0; name != NULL && table->multi == MODEL_NONE && i < model->multi_hm_count;
         i++) {
        if (strcmp(model->multi_hm[i].TableName, name) == 0) {
            table->multi = i;
        }
    }
    if (name != NULL && table->multi == MODEL_NONE) {
        ERROR(diagnostics, table->ext_line,
              "there is no Multi_Partition_HM_Table %s; add it to Mod_HM_Ext of the "
              "Module_HM_Table, or name one that exists",
              name);
    }
}

/* --- callbacks ------------------------------------------------------------------------------- */

static void check_partition_callback(struct model *model, const struct model_hm_table *table,
                                     struct diagnostics *diagnostics)
{
    if (table->has_capacity && table->callback == NULL) {
        ERROR(diagnostics, table->ext_line,
              "CallbackCapacitySeconds without a PartitionCallback; leave it out, or name the "
              "function");
    }
    if (table->has_capacity && table->CallbackCapacitySeconds_ns == 0) {
        ERROR(diagnostics, table->ext_line,
              "CallbackCapacitySeconds is 0, so the callback could do nothing; give it some time");
    }
    if (table->callback == NULL || table->reference.partition == MODEL_NONE) {
        return;
    }
    struct model_partition *partition = &model->partitions[table->reference.partition];
    if (partition->guest.present) {
        ERROR(
            diagnostics, table->line,
            "%s is a guest, and a guest's errors are no business of one function of it; leave out "
            "PartitionCallback, and let the guest take its exceptions by upcall",
            partition->PartitionName);
    } else {
        partition->callback = true;
    }
}

/* The system partition of the callback: the one that is named, or the only one there is. */
static size_t callback_partition(const struct model *model)
{
    const struct model_hm_table *table = &model->module_hm;
    size_t found = MODEL_NONE;
    size_t count = 0;

    for (size_t p = 0; p < model->partition_count; p++) {
        const struct model_partition *partition = &model->partitions[p];
        if (table->has_callback_partition
                ? partition->PartitionIdentifier == table->CallbackPartitionIdentifier
                : partition->SystemPartition && !partition->guest.present) {
            found = p;
            count++;
        }
    }
    return count == 1 ? found : MODEL_NONE;
}

static void find_module_callback(struct model *model, struct diagnostics *diagnostics)
{
    const struct model_hm_table *table = &model->module_hm;

    if (table->callback == NULL) {
        if (table->has_callback_partition) {
            ERROR(diagnostics, table->ext_line,
                  "CallbackPartitionIdentifier without a ModuleCallback; leave it out, or name the "
                  "function");
        }
        return;
    }
    size_t p = callback_partition(model);
    if (p == MODEL_NONE) {
        ERROR(diagnostics, table->has_callback_partition ? table->ext_line : table->line,
              table->has_callback_partition
                  ? "no partition has this CallbackPartitionIdentifier; name one that exists"
                  : "ModuleCallback is a function of a native system partition, and there is not "
                    "exactly one; say which by CallbackPartitionIdentifier in Mod_HM_Ext");
        return;
    }
    struct model_partition *partition = &model->partitions[p];
    if (!partition->SystemPartition || partition->guest.present) {
        ERROR(diagnostics, table->ext_line,
              "%s is %s; ModuleCallback is a function of a native partition with "
              "SystemPartition=\"true\"",
              partition->PartitionName,
              partition->guest.present ? "a guest" : "no system partition");
        return;
    }
    model->callback_partition = p;
    partition->callback = true;
}

/* A callback waits for its partition's window, and the module's action with it. */
void check_module_callback(const struct model *model, struct diagnostics *diagnostics)
{
    size_t p = model->callback_partition;

    for (size_t s = 0; p != MODEL_NONE && s < model->schedule_count; s++) {
        const struct model_schedule *schedule = &model->schedules[s];
        bool runs = false;
        for (size_t i = 0; i < schedule->partition_count; i++) {
            runs = runs || schedule->partitions[i].reference.partition == p;
        }
        if (!runs) {
            ERROR(diagnostics, schedule->line,
                  "partition %s, which has the ModuleCallback (line %u), doesn't run in this "
                  "schedule, so the module's actions would wait for ever; give it a window",
                  model->partitions[p].PartitionName, model->module_hm.line);
        }
    }
}

/* --- all of it ------------------------------------------------------------------------------- */

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

static void check_partition_table(struct model *model, struct model_hm_table *table,
                                  struct diagnostics *diagnostics)
{
    struct config_hm_table levels;

    check_entries(table, diagnostics);
    resolve_multi(model, table, diagnostics);
    hm_partition_table(model, table, &levels);
    check_levels(table, &levels, false, diagnostics);
    check_partition_callback(model, table, diagnostics);
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
    check_owners(model, diagnostics);
    for (size_t i = 0; i < model->partition_hm_count; i++) {
        check_partition_table(model, &model->partition_hm[i], diagnostics);
    }
    for (size_t i = 0; i < model->multi_hm_count; i++) {
        check_multi_table(model, i, diagnostics);
    }
    find_module_callback(model, diagnostics);
}
