/* SPDX-License-Identifier: BSD-2-Clause */
#include "module_file.h"

#include <stdlib.h>

#include "check.h"
#include "file.h"
#include "form.h"
#include "model_read.h"
#include "status.h"

int module_text_read(const char *text, size_t bytes, const char *schema, struct model *model,
                     struct diagnostics *diagnostics)
{
    xmlDocPtr document;

    *model = (struct model){0};
    switch (form_read(text, bytes, schema, diagnostics, &document)) {
    case FORM_NO_SCHEMA:
        fprintf(stderr, "bulkhead: the schema %s can't be used; see --home\n", schema);
        return STATUS_TOOL;
    case FORM_NO_TREE:
        break;
    case FORM_TREE:
        model_read(model, document, diagnostics);
        check_module(model, diagnostics);
        xmlFreeDoc(document);
        break;
    }
    diagnostics_settle(diagnostics);
    return diagnostics_errors(diagnostics) == 0 ? STATUS_OK : STATUS_CONFIGURATION;
}

int module_file_read(const char *file, const char *schema, struct model *model,
                     struct diagnostics *diagnostics)
{
    size_t bytes;
    uint8_t *text = file_read(file, FORM_MAX_BYTES + 1, &bytes);

    *model = (struct model){0};
    if (text == NULL) {
        fprintf(stderr, "bulkhead: %s: %m\n", file);
        return STATUS_TOOL;
    }
    int status = module_text_read((const char *)text, bytes, schema, model, diagnostics);
    free(text);
    return status;
}
