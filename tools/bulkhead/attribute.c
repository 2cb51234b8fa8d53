/* SPDX-License-Identifier: BSD-2-Clause */
#include "attribute.h"

#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "number_parse.h"

bool element_is(xmlNodePtr node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

bool attribute_given(xmlNodePtr node, const char *name)
{
    return xmlHasProp(node, BAD_CAST name) != NULL;
}

const char *attribute_string(struct reader *reader, xmlNodePtr node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
    if (value == NULL) {
        return NULL;
    }
    char *copy = string_copy((const char *)value);
    xmlFree(value);
    *LIST_ADD(reader->model->strings, reader->model->string_count) = copy;
    return copy;
}

const char *attribute_name(struct reader *reader, xmlNodePtr node, const char *name)
{
    const char *value = attribute_string(reader, node, name);
    return value == NULL ? "" : value;
}

uint32_t attribute_number(struct reader *reader, xmlNodePtr node, const char *name,
                          uint32_t otherwise)
{
    const char *text = attribute_string(reader, node, name);
    uint64_t value;

    if (text == NULL) {
        return otherwise;
    }
    switch (number_parse(text, UINT32_MAX, &value)) {
    case PARSE_OK:
        return (uint32_t)value;
    case PARSE_TOO_LARGE:
        report(reader->diagnostics, SEVERITY_FORM, line_of(node),
               "%s=\"%s\" is too large; numbers are at most 4294967295 (0xFFFFFFFF)", name, text);
        return otherwise;
    case PARSE_SYNTAX:
    case PARSE_TOO_PRECISE:
        break; /* the schema has refused it */
    }
    return otherwise;
}

uint64_t attribute_seconds(struct reader *reader, xmlNodePtr node, const char *name)
{
    const char *text = attribute_string(reader, node, name);
    uint64_t ns = 0;
    char near[SECONDS_TEXT_BYTES];

    if (text == NULL) {
        return 0;
    }
    switch (seconds_parse(text, &ns)) {
    case PARSE_TOO_PRECISE:
        report(reader->diagnostics, SEVERITY_FORM, line_of(node),
               "%s=\"%s\" is not a whole number of nanoseconds; %s would be, just below it", name,
               text, seconds_text(near, ns));
        break;
    case PARSE_TOO_LARGE:
        report(reader->diagnostics, SEVERITY_FORM, line_of(node),
               "%s=\"%s\" is too long; times are below %s s", name, text,
               seconds_text(near, SECONDS_MAXIMUM_NS));
        break;
    case PARSE_OK:
    case PARSE_SYNTAX:
        break; /* the schema has refused wrong syntax */
    }
    return ns;
}

bool attribute_is(struct reader *reader, xmlNodePtr node, const char *name, const char *value)
{
    static const char blanks[] = " \t\r\n";
    const char *text = attribute_string(reader, node, name);
    size_t length = strlen(value);

    if (text == NULL) {
        return false;
    }
    text += strspn(text, blanks);
    return strncmp(text, value, length) == 0 && text[length + strspn(text + length, blanks)] == 0;
}

bool attribute_bool(struct reader *reader, xmlNodePtr node, const char *name)
{
    return attribute_is(reader, node, name, "true") || attribute_is(reader, node, name, "1");
}

struct partition_reference attribute_reference(struct reader *reader, xmlNodePtr node)
{
    return (struct partition_reference){
        .PartitionIdentifier = attribute_number(reader, node, "PartitionIdentifier", 0),
        .PartitionName = attribute_string(reader, node, "PartitionName"),
        .partition = MODEL_NONE,
        .line = line_of(node),
    };
}
