/* SPDX-License-Identifier: BSD-2-Clause */
/* A module file from the disk to a checked model. */
#ifndef BULKHEAD_MODULE_FILE_H
#define BULKHEAD_MODULE_FILE_H

#include "diagnostics.h"
#include "model.h"

/*
 * Read and check `file` against the schema in the file `schema`; returns an exit status. What is
 * wrong with the file is in the diagnostics, ordered; what keeps the tool from looking at it is
 * printed. The model is to be freed in any case.
 */
int module_file_read(const char *file, const char *schema, struct model *model,
                     struct diagnostics *diagnostics);

/* The same for a text in memory. */
int module_text_read(const char *text, size_t bytes, const char *schema, struct model *model,
                     struct diagnostics *diagnostics);

#endif
