/* SPDX-License-Identifier: BSD-2-Clause */
#include "form.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <stdlib.h>
#include <string.h>

#include "line_scan.h"
#include "memory.h"

/* What a value looks like that one of the patterns of schema/module.xsd accepts. */
static const struct {
    const char *pattern; /* a part of it, as the message quotes it */
    const char *remedy;
} remedies[] = {
    {"'[0-9]+|0[xX]", "a number is decimal, as 42, or hexadecimal, as 0x2A"},
    {"'[0-9]+(\\.", "a time is a decimal number of seconds, as 0.025"},
    {"{0,28}", "a name is 1 to 30 printable characters that neither begin nor end with a blank"},
    {"'[ -~]*'", "only printable characters are allowed here"},
    {"'xs:boolean'", "write true or false"},
};

static const char *find_remedy(const char *message)
{
    for (size_t i = 0; i < sizeof(remedies) / sizeof(remedies[0]); i++) {
        if (strstr(message, remedies[i].pattern) != NULL) {
            return remedies[i].remedy;
        }
    }
    return NULL;
}

/* Leave out the name of the facet, and the pattern that the remedy says in words. */
static void simplify(char *text)
{
    char *facet = strstr(text, "[facet '");
    char *end = facet == NULL ? NULL : strstr(facet, "] ");
    if (end != NULL) {
        memmove(facet, end + 2, strlen(end + 2) + 1);
    }
    char *pattern = strstr(text, " by the pattern '");
    if (pattern != NULL) {
        *pattern = '\0';
    }
}

/* Drop the end of line and the full stop. */
static char *without_end(const char *message)
{
    char *text = string_copy(message);
    for (size_t n = strlen(text); n > 0 && strchr("\n .", text[n - 1]) != NULL; n--) {
        text[n - 1] = '\0';
    }
    return text;
}

static void schema_error(void *context, xmlErrorPtr error)
{
    struct diagnostics *diagnostics = context;
    int line = error->line;

    if (error->message == NULL) {
        return;
    }
    if (error->node != NULL) {
        line = (int)xmlGetLineNo(error->node);
    }
    char *text = without_end(error->message);
    simplify(text);
    const char *remedy = find_remedy(error->message);
    if (remedy == NULL && error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_4) {
        remedy = "add it";
    }
    report(diagnostics, SEVERITY_FORM, line < 0 ? 0 : (uint32_t)line, "%s; %s", text,
           remedy != NULL ? remedy : "docs/configuration.md lists what may stand here");
    free(text);
}

static void parser_error(void *context, xmlErrorPtr error)
{
    struct diagnostics *diagnostics = context;

    if (error->message == NULL || error->level == XML_ERR_WARNING) {
        return;
    }
    char *text = without_end(error->message);
    report(diagnostics, SEVERITY_FORM, error->line < 0 ? 0 : (uint32_t)error->line,
           "not well-formed XML: %s", text);
    free(text);
}

static void ignore_error(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

static xmlSchemaPtr schema_load(const char *file, xmlSchemaParserCtxtPtr *context)
{
    *context = xmlSchemaNewParserCtxt(file);
    if (*context == NULL) {
        return NULL;
    }
    xmlSchemaSetParserStructuredErrors(*context, ignore_error, NULL);
    return xmlSchemaParse(*context);
}

static bool schema_check(xmlDocPtr document, const char *file, struct diagnostics *diagnostics)
{
    xmlSchemaParserCtxtPtr parser = NULL;
    xmlSetStructuredErrorFunc(NULL, ignore_error);
    xmlSchemaPtr schema = schema_load(file, &parser);
    xmlSchemaValidCtxtPtr valid = schema == NULL ? NULL : xmlSchemaNewValidCtxt(schema);
    bool usable = valid != NULL;

    if (usable) {
        xmlSchemaSetValidStructuredErrors(valid, schema_error, diagnostics);
        usable = xmlSchemaValidateDoc(valid, document) >= 0;
    }
    xmlSchemaFreeValidCtxt(valid);
    xmlSchemaFree(schema);
    if (parser != NULL) {
        xmlSchemaFreeParserCtxt(parser);
    }
    xmlSetStructuredErrorFunc(NULL, NULL);
    return usable;
}

static size_t count_lines(const char *text, size_t bytes)
{
    size_t lines = 1;
    for (size_t i = 0; i < bytes; i++) {
        lines += text[i] == '\n';
    }
    return lines;
}

static xmlDocPtr parse(const char *text, size_t bytes, struct diagnostics *diagnostics)
{
    if (bytes > FORM_MAX_BYTES || count_lines(text, bytes) > FORM_MAX_LINES) {
        report(diagnostics, SEVERITY_FORM, 0,
               "the file is larger than a module file can be; at most %u bytes and %u lines",
               FORM_MAX_BYTES, FORM_MAX_LINES);
        return NULL;
    }
    /* No network, no entities, no DTD: a module file is read, nothing else is. */
    xmlSetStructuredErrorFunc(diagnostics, parser_error);
    xmlDocPtr document = xmlReadMemory(text, (int)bytes, diagnostics->file, NULL, XML_PARSE_NONET);
    xmlSetStructuredErrorFunc(NULL, NULL);
    if (document == NULL) {
        if (diagnostics_errors(diagnostics) == 0) {
            report(diagnostics, SEVERITY_FORM, 0, "no XML document; a module file is one");
        }
        return NULL;
    }
    if (document->intSubset != NULL) {
        report(diagnostics, SEVERITY_FORM, 1,
               "a document type declaration is not allowed; remove <!DOCTYPE ...>");
        xmlFreeDoc(document);
        return NULL;
    }
    return document;
}

enum form_result form_read(const char *text, size_t bytes, const char *schema,
                           struct diagnostics *diagnostics, xmlDocPtr *document)
{
    *document = parse(text, bytes, diagnostics);
    if (*document == NULL) {
        return FORM_NO_TREE;
    }
    line_scan(text, bytes, *document);
    if (!schema_check(*document, schema, diagnostics)) {
        xmlFreeDoc(*document);
        *document = NULL;
        return FORM_NO_SCHEMA;
    }
    return FORM_TREE;
}
