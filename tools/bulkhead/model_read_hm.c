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
            .action = word_value(reader, node, "Action", actions),
            .state_line = line_of(state),
            .line = line_of(node),
        };
    }
}

void read_hm_table(struct reader *reader, xmlNodePtr node, struct model_hm_table *table)
{
    table->present = true;
    table->line = line_of(node);
    table->reference = attribute_reference(reader, node);
    table->callback = attribute_string(reader, node, "ModuleCallback");
    if (table->callback == NULL) {
        table->callback = attribute_string(reader, node, "PartitionCallback");
    }
    for (xmlNodePtr state = xmlFirstElementChild(node); state != NULL;
         state = xmlNextElementSibling(state)) {
        if (element_is(state, "System_State_Entry")) {
            read_state(reader, state, table);
        }
    }
}
