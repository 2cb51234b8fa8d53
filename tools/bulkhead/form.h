/* SPDX-License-Identifier: BSD-2-Clause */
/* The form of a module file: well-formed XML that the schema accepts. */
#ifndef BULKHEAD_FORM_H
#define BULKHEAD_FORM_H

#include <libxml/tree.h>
#include <stddef.h>

#include "diagnostics.h"

enum form_result {
    FORM_TREE,      /* *document is there, although there may be errors against the schema */
    FORM_NO_TREE,   /* reported: there is nothing to look at */
    FORM_NO_SCHEMA, /* the schema itself can't be used; nothing is reported */
};

/* Module files are small; what is larger is not one. Line numbers of libxml2 end at 65535. */
#define FORM_MAX_BYTES (4u << 20)
#define FORM_MAX_LINES 65000u

/*
 * Parse a module file's text and check it against the schema in the file `schema`. Everything that
 * is wrong is reported as SEVERITY_FORM. Lines of elements are those where their start tags begin.
 */
enum form_result form_read(const char *text, size_t bytes, const char *schema,
                           struct diagnostics *diagnostics, xmlDocPtr *document);

#endif
