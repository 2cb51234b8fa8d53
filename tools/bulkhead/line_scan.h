/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines of start tags. libxml2 notes where a start tag ends, but a user looks for where it begins.
 */
#ifndef BULKHEAD_LINE_SCAN_H
#define BULKHEAD_LINE_SCAN_H

#include <libxml/tree.h>
#include <stddef.h>

/*
 * Set the line of every element of a well-formed document without a DTD that was parsed from
 * `text`. Without effect when text and tree don't fit together.
 */
void line_scan(const char *text, size_t bytes, xmlDocPtr document);

#endif
