/* SPDX-License-Identifier: BSD-2-Clause */
#include "hm.h"

#include "core/types.h"

#include <string.h>

#define HM_STATE(number, name, meaning)       HM_STATE_##name = (number),
#define HM_ERROR(number, name, code, meaning) HM_ERROR_##name = (number),
enum {
#include "abi/hm_states.def"
    HM_STATE_COUNT
};
enum {
#include "abi/hm_errors.def"
    HM_ERROR_COUNT
};
#undef HM_STATE
#undef HM_ERROR

static const char *const state_names[CONFIG_HM_STATES] = {
#define HM_STATE(number, name, meaning) [number] = #name,
#include "abi/hm_states.def"
#undef HM_STATE
};

static const struct {
    const char *name;
    uint8_t code;
} errors[CONFIG_HM_ERRORS] = {
#define HM_ERROR(number, name, code, meaning) [number] = {#name, POK_ERROR_##code},
#include "abi/hm_errors.def"
#undef HM_ERROR
};

static const char *const code_names[] = {
    [POK_ERROR_DEADLINE_MISSED] = "DEADLINE_MISSED",
    [POK_ERROR_APPLICATION_ERROR] = "APPLICATION_ERROR",
    [POK_ERROR_NUMERIC_ERROR] = "NUMERIC_ERROR",
    [POK_ERROR_ILLEGAL_REQUEST] = "ILLEGAL_REQUEST",
    [POK_ERROR_STACK_OVERFLOW] = "STACK_OVERFLOW",
    [POK_ERROR_MEMORY_VIOLATION] = "MEMORY_VIOLATION",
    [POK_ERROR_HARDWARE_FAULT] = "HARDWARE_FAULT",
    [POK_ERROR_POWER_FAIL] = "POWER_FAIL",
};

const char *hm_state_name(uint32_t state)
{
    return state < CONFIG_HM_STATES ? state_names[state] : NULL;
}

const char *hm_error_name(uint32_t error)
{
    return error < CONFIG_HM_ERRORS ? errors[error].name : NULL;
}

uint32_t hm_state_count(void)
{
    return HM_STATE_COUNT;
}

uint32_t hm_error_count(void)
{
    return HM_ERROR_COUNT;
}

/* Who is to blame when the file doesn't say. */
static uint8_t default_level(uint32_t state, uint32_t error)
{
    switch (error) {
    case HM_ERROR_HARDWARE_FAULT:
    case HM_ERROR_POWER_FAIL:
    case HM_ERROR_CONFIG_ERROR:
    case HM_ERROR_TIME_OVERRUN:
        return CONFIG_HM_LEVEL_MODULE;
    default:
        break;
    }
    switch (state) {
    case HM_STATE_MODULE_INIT:
    case HM_STATE_MODULE_FUNCTION:
    case HM_STATE_PARTITION_SWITCH:
        return CONFIG_HM_LEVEL_MODULE;
    case HM_STATE_PROCESS_EXECUTION:
        return error == HM_ERROR_PARTITION_CONFIG || error == HM_ERROR_PARTITION_INIT
                   ? CONFIG_HM_LEVEL_PARTITION
                   : CONFIG_HM_LEVEL_PROCESS;
    default:
        return CONFIG_HM_LEVEL_PARTITION;
    }
}

static uint8_t code_value(const char *name, uint8_t otherwise)
{
    for (uint32_t code = 0; code < ARRAY_COUNT(code_names); code++) {
        if (name != NULL && strstr(name, code_names[code]) != NULL) {
            return (uint8_t)code;
        }
    }
    return otherwise;
}

/* Rows out of range were reported by check_hm(); such a model isn't built. */
static struct config_hm_cell *cell_of(struct config_hm_table *table,
                                      const struct model_hm_entry *entry)
{
    return &table->cell[entry->SystemState % CONFIG_HM_STATES]
                       [entry->ErrorIdentifier % CONFIG_HM_ERRORS];
}

void hm_system_table(const struct model *model, struct config_hm_table *table)
{
    for (uint32_t state = 0; state < CONFIG_HM_STATES; state++) {
        for (uint32_t error = 0; error < CONFIG_HM_ERRORS; error++) {
            table->cell[state][error] = (struct config_hm_cell){
                .level = default_level(state, error), .code = errors[error].code};
        }
    }
    for (size_t i = 0; i < model->system_hm.entry_count; i++) {
        const struct model_hm_entry *entry = &model->system_hm.entries[i];
        struct config_hm_cell *cell = cell_of(table, entry);
        cell->level = entry->level;
        cell->code = code_value(entry->ErrorCode, cell->code);
        cell->line = entry->line;
    }
}

void hm_module_table(const struct model *model, struct config_hm_table *table)
{
    for (uint32_t state = 0; state < CONFIG_HM_STATES; state++) {
        for (uint32_t error = 0; error < CONFIG_HM_ERRORS; error++) {
            /* A late window is recorded; ending the module for it is left to the configuration. */
            table->cell[state][error] = (struct config_hm_cell){
                .level = CONFIG_HM_LEVEL_MODULE,
                .code = errors[error].code,
                .action = error == HM_ERROR_TIME_OVERRUN ? CONFIG_HM_IGNORE : CONFIG_HM_SHUTDOWN};
        }
    }
    for (size_t i = 0; i < model->module_hm.entry_count; i++) {
        struct config_hm_cell *cell = cell_of(table, &model->module_hm.entries[i]);
        cell->action = model->module_hm.entries[i].action;
        cell->line = model->module_hm.entries[i].line;
    }
}

/* Levels of the system table; what is the module's business with the module table's actions. */
static void fill_shared(const struct model *model, struct config_hm_table *table)
{
    struct config_hm_table module;

    hm_system_table(model, table);
    hm_module_table(model, &module);
    for (uint32_t state = 0; state < CONFIG_HM_STATES; state++) {
        for (uint32_t error = 0; error < CONFIG_HM_ERRORS; error++) {
            struct config_hm_cell *cell = &table->cell[state][error];
            cell->action = cell->level == CONFIG_HM_LEVEL_MODULE ? module.cell[state][error].action
                                                                 : CONFIG_HM_IDLE;
        }
    }
}

/* A row of the multi-partition table takes the error to the module, or away from it. */
static void fill_multi(const struct model_hm_table *multi, struct config_hm_table *table)
{
    for (size_t i = 0; i < multi->entry_count; i++) {
        const struct model_hm_entry *entry = &multi->entries[i];
        struct config_hm_cell *cell = cell_of(table, entry);
        if (entry->level == CONFIG_HM_LEVEL_MODULE) {
            cell->level = CONFIG_HM_LEVEL_MODULE;
            cell->action = entry->action;
        } else if (cell->level == CONFIG_HM_LEVEL_MODULE) {
            cell->level = CONFIG_HM_LEVEL_PARTITION;
            cell->action = CONFIG_HM_IDLE;
        }
        cell->line = entry->line;
    }
}

void hm_partition_table(const struct model *model, const struct model_hm_table *rows,
                        struct config_hm_table *table)
{
    fill_shared(model, table);
    if (rows == NULL) {
        return;
    }
    if (rows->multi != MODEL_NONE) {
        fill_multi(&model->multi_hm[rows->multi], table);
    }
    for (size_t i = 0; i < rows->entry_count; i++) {
        struct config_hm_cell *cell = cell_of(table, &rows->entries[i]);
        if (cell->level != CONFIG_HM_LEVEL_MODULE) {
            cell->action = rows->entries[i].action;
            cell->line = rows->entries[i].line;
        }
    }
}
