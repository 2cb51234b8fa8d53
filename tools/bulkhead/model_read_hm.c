/* SPDX-License-Identifier: BSD-2-Clause */
#include "model_read_hm.h"

#include "memory.h"

struct word {
    const char *word;
    uint8_t value;
};

static const struct word levels[] = {
    {"MODULE", CONFIG_HM_LEVEL_MODULE},
    {"PARTITION", CONFIG_HM_LEVEL_PARTITION},
    {"PROCESS", CONFIG_HM_LEVEL_PROCESS},
    {NULL, 0},
};

static const struct word actions[] = {
    {"IGNORE", CONFIG_HM_IGNORE},
    {"SHUTDOWN", CONFIG_HM_SHUTDOWN},
    {"RESET", CONFIG_HM_RESET},
    {"IDLE", CONFIG_HM_IDLE},
    {"WARM_START", CONFIG_HM_WARM_START},
    {"COLD_START", CONFIG_HM_COLD_START},
    {NULL, 0},
};

/* Value of a word; 0 for one that the schema refuses. */
static uint8_t word_value(struct reader *reader, xmlNodePtr node, const char *name,
                          const struct word *words)
{
    for (; words->word != NULL; words++) {
        if (attribute_is(reader, node, name, words->word)) {
            return words->value;
        }
    }
    return 0;
}

static void read_state(struct reader *reader, xmlNodePtr state, struct model_hm_table *table)
{
    for (xmlNodePtr node = xmlFirstElementChild(state); node != NULL;
         node = xmlNextElementSibling(node)) {
        *LIST_ADD(table->entries, table->entry_count) = (struct model_hm_entry){
            .SystemState = attribute_number(reader, state, "SystemState", 0),
            .ErrorIdentifier = attribute_number(reader, node, "ErrorIdentifier", 0),
            .level = word_value(reader, node, "ErrorLevel", levels),
            .ErrorCode = attribute_string(reader, node, "ErrorCode"),
            .has_action = attribute_given(node, "Action"),
            .action = word_value(reader, node, "Action", actions),
            .state_line = line_of(state),
            .line = line_of(node),
        };
    }
}

static void read_states(struct reader *reader, xmlNodePtr node, struct model_hm_table *table)
{
    table->present = true;
    table->multi = MODEL_NONE;
    table->line = line_of(node);
    for (xmlNodePtr state = xmlFirstElementChild(node); state != NULL;
         state = xmlNextElementSibling(state)) {
        if (element_is(state, "System_State_Entry")) {
            read_state(reader, state, table);
        }
    }
}

static void read_module_ext(struct reader *reader, xmlNodePtr ext, struct model_hm_table *table)
{
    struct model *model = reader->model;

    table->has_callback_partition = attribute_given(ext, "CallbackPartitionIdentifier");
    table->CallbackPartitionIdentifier =
        attribute_number(reader, ext, "CallbackPartitionIdentifier", 0);
    table->ext_line = line_of(ext);
    for (xmlNodePtr node = xmlFirstElementChild(ext); node != NULL;
         node = xmlNextElementSibling(node)) {
        struct model_hm_table *multi = LIST_ADD(model->multi_hm, model->multi_hm_count);
        multi->TableName = attribute_name(reader, node, "TableName");
        read_states(reader, node, multi);
    }
}

static void read_partition_ext(struct reader *reader, xmlNodePtr ext, struct model_hm_table *table)
{
    table->has_capacity = attribute_given(ext, "CallbackCapacitySeconds");
    table->CallbackCapacitySeconds_ns = attribute_seconds(reader, ext, "CallbackCapacitySeconds");
    table->MultiPartitionHMTableNameRef =
        attribute_string(reader, ext, "MultiPartitionHMTableNameRef");
    table->ext_line = line_of(ext);
}

void read_hm_table(struct reader *reader, xmlNodePtr node, struct model_hm_table *table)
{
    read_states(reader, node, table);
    table->reference = attribute_reference(reader, node);
    table->callback = attribute_string(reader, node, "ModuleCallback");
    if (table->callback == NULL) {
        table->callback = attribute_string(reader, node, "PartitionCallback");
    }
    if (table->callback != NULL && table->callback[0] == '\0') {
        table->callback = NULL;
    }
    for (xmlNodePtr ext = xmlFirstElementChild(node); ext != NULL;
         ext = xmlNextElementSibling(ext)) {
        if (element_is(ext, "Mod_HM_Ext")) {
            read_module_ext(reader, ext, table);
        } else if (element_is(ext, "Part_HM_Ext")) {
            read_partition_ext(reader, ext, table);
        }
    }
}
