/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "diagnostics.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

void report(struct diagnostics *diagnostics, enum severity severity, uint32_t line,
            const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) {
        text = string_copy(format);
    }
    va_end(arguments);
    struct diagnostic *diagnostic = LIST_ADD(diagnostics->list, diagnostics->count);
    diagnostic->line = line;
    diagnostic->severity = severity;
    diagnostic->order = diagnostics->count;
    diagnostic->text = text;
}

static int compare(const void *a, const void *b)
{
    const struct diagnostic *x = a;
    const struct diagnostic *y = b;
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    if ((x->severity == SEVERITY_FORM) != (y->severity == SEVERITY_FORM)) {
        return x->severity == SEVERITY_FORM ? -1 : 1;
    }
    return x->order < y->order ? -1 : 1;
}

/* Whether one of the diagnostics kept so far makes this one superfluous. */
static bool superfluous(const struct diagnostic *kept, size_t count, const struct diagnostic *next)
{
    for (size_t i = count; i > 0 && kept[i - 1].line == next->line; i--) {
        if (strcmp(kept[i - 1].text, next->text) == 0 ||
            (kept[i - 1].severity == SEVERITY_FORM && next->severity != SEVERITY_FORM)) {
            return true;
        }
    }
    return false;
}

void diagnostics_settle(struct diagnostics *diagnostics)
{
    size_t kept = 0;
    if (diagnostics->count == 0) {
        return;
    }
    qsort(diagnostics->list, diagnostics->count, sizeof(*diagnostics->list), compare);
    for (size_t i = 0; i < diagnostics->count; i++) {
        struct diagnostic next = diagnostics->list[i];
        if (superfluous(diagnostics->list, kept, &next)) {
            free(next.text);
        } else {
            diagnostics->list[kept++] = next;
        }
    }
    /* list_grow() derives the capacity from the count, so the list takes a new place to shrink. */
    struct diagnostic *list = NULL;
    size_t count = 0;
    for (size_t i = 0; i < kept; i++) {
        *LIST_ADD(list, count) = diagnostics->list[i];
    }
    free(diagnostics->list);
    diagnostics->list = list;
    diagnostics->count = count;
}

void diagnostics_print(const struct diagnostics *diagnostics, FILE *to)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = &diagnostics->list[i];
        const char *word = diagnostic->severity == SEVERITY_WARNING ? "warning: " : "";
        if (diagnostic->line == 0) {
            fprintf(to, "%s: %s%s\n", diagnostics->file, word, diagnostic->text);
        } else {
            fprintf(to, "%s:%u: %s%s\n", diagnostics->file, diagnostic->line, word,
                    diagnostic->text);
        }
    }
}

size_t diagnostics_errors(const struct diagnostics *diagnostics)
{
    size_t errors = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        errors += diagnostics->list[i].severity != SEVERITY_WARNING;
    }
    return errors;
}

void diagnostics_free(struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        free(diagnostics->list[i].text);
    }
    free(diagnostics->list);
    diagnostics->list = NULL;
    diagnostics->count = 0;
}
