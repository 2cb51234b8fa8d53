/* SPDX-License-Identifier: BSD-2-Clause */
#include "line_scan.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

struct scan {
    const char *at;
    const char *end;
    unsigned line;
    uint16_t *lines; /* of the start tags found so far */
    size_t count;
};

static int begins(const struct scan *scan, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(scan->end - scan->at) >= length && memcmp(scan->at, text, length) == 0;
}

static void step(struct scan *scan)
{
    scan->line += *scan->at == '\n';
    scan->at++;
}

/* Go behind the next `text`, or to the end. */
static void skip_past(struct scan *scan, const char *text)
{
    while (scan->at < scan->end && !begins(scan, text)) {
        step(scan);
    }
    for (size_t i = strlen(text); i > 0 && scan->at < scan->end; i--) {
        step(scan);
    }
}

/* Behind the `>` of a tag; one in an attribute's value doesn't end it. */
static void skip_tag(struct scan *scan)
{
    char quote = 0;
    while (scan->at < scan->end && (quote != 0 || *scan->at != '>')) {
        if (quote == 0 && (*scan->at == '"' || *scan->at == '\'')) {
            quote = *scan->at;
        } else if (*scan->at == quote) {
            quote = 0;
        }
        step(scan);
    }
}

static void scan_tags(struct scan *scan)
{
    while (scan->at < scan->end) {
        if (*scan->at != '<') {
            step(scan);
        } else if (begins(scan, "<!--")) {
            skip_past(scan, "-->");
        } else if (begins(scan, "<![CDATA[")) {
            skip_past(scan, "]]>");
        } else if (begins(scan, "<?")) {
            skip_past(scan, "?>");
        } else {
            if (!begins(scan, "</")) {
                *LIST_ADD(scan->lines, scan->count) = (uint16_t)scan->line;
            }
            skip_tag(scan);
        }
    }
}

/* The element behind this one in the order of the file. */
static xmlNodePtr next_element(xmlNodePtr node)
{
    xmlNodePtr next = xmlFirstElementChild(node);
    while (next == NULL && node != NULL && node->type == XML_ELEMENT_NODE) {
        next = xmlNextElementSibling(node);
        node = node->parent;
    }
    return next;
}

void line_scan(const char *text, size_t bytes, xmlDocPtr document)
{
    struct scan scan = {.at = text, .end = text + bytes, .line = 1};
    size_t elements = 0;

    scan_tags(&scan);
    xmlNodePtr root = xmlDocGetRootElement(document);
    for (xmlNodePtr node = root; node != NULL; node = next_element(node)) {
        elements++;
    }
    if (elements == scan.count) {
        size_t i = 0;
        for (xmlNodePtr node = root; node != NULL; node = next_element(node)) {
            node->line = scan.lines[i++];
        }
    }
    free(scan.lines);
}
