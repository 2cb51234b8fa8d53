/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of XML attributes, for model_read*.c. */
#ifndef BULKHEAD_ATTRIBUTE_H
#define BULKHEAD_ATTRIBUTE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "diagnostics.h"
#include "model.h"

struct reader {
    struct model *model;
    struct diagnostics *diagnostics;
};

static inline uint32_t line_of(xmlNodePtr node)
{
    return (uint32_t)xmlGetLineNo(node);
}

bool element_is(xmlNodePtr node, const char *name);
bool attribute_given(xmlNodePtr node, const char *name);
/* The string lives as long as the model. NULL when the attribute isn't there. */
const char *attribute_string(struct reader *reader, xmlNodePtr node, const char *name);
/* "" when the attribute isn't there. */
const char *attribute_name(struct reader *reader, xmlNodePtr node, const char *name);
/* `otherwise` when the attribute isn't there. */
uint32_t attribute_number(struct reader *reader, xmlNodePtr node, const char *name,
                          uint32_t otherwise);
/* 0 when the attribute isn't there. */
uint64_t attribute_seconds(struct reader *reader, xmlNodePtr node, const char *name);
/* false when the attribute isn't there. */
bool attribute_bool(struct reader *reader, xmlNodePtr node, const char *name);
/* Whether the attribute is there and has this value, blanks around it aside. */
bool attribute_is(struct reader *reader, xmlNodePtr node, const char *name, const char *value);
struct partition_reference attribute_reference(struct reader *reader, xmlNodePtr node);

#endif
