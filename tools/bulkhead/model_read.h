/* SPDX-License-Identifier: BSD-2-Clause */
/* From the XML tree to the model. */
#ifndef BULKHEAD_MODEL_READ_H
#define BULKHEAD_MODEL_READ_H

#include <libxml/tree.h>

#include "diagnostics.h"
#include "model.h"

/*
 * Fill a zeroed model. Values that the schema accepts and that are still wrong by themselves, as
 * numbers that are too large or times that aren't whole nanoseconds, are reported. A tree that the
 * schema refused gives a model, too: what is missing or unreadable is 0 or "" there.
 */
void model_read(struct model *model, xmlDocPtr document, struct diagnostics *diagnostics);

#endif
