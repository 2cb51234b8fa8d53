/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is wrong with a module file, collected in any order and printed by line:
 *   file:line: what is wrong; what would be right
 */
#ifndef BULKHEAD_DIAGNOSTICS_H
#define BULKHEAD_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum severity {
    SEVERITY_FORM, /* a value that can't be read: hides errors of meaning on the same line */
    SEVERITY_ERROR,
    SEVERITY_WARNING, /* does not make the configuration wrong */
};

struct diagnostic {
    uint32_t line; /* 0: of the whole file */
    enum severity severity;
    size_t order;
    char *text;
};

struct diagnostics {
    const char *file; /* as the user named it; not owned */
    struct diagnostic *list;
    size_t count;
};

void report(struct diagnostics *diagnostics, enum severity severity, uint32_t line,
            const char *format, ...) __attribute__((format(printf, 4, 5)));

#define ERROR(diagnostics, line, ...)   report(diagnostics, SEVERITY_ERROR, line, __VA_ARGS__)
#define WARNING(diagnostics, line, ...) report(diagnostics, SEVERITY_WARNING, line, __VA_ARGS__)

/* Order by line, drop repetitions and what a form error on the same line explains. */
void diagnostics_settle(struct diagnostics *diagnostics);
void diagnostics_print(const struct diagnostics *diagnostics, FILE *to);
size_t diagnostics_errors(const struct diagnostics *diagnostics);
void diagnostics_free(struct diagnostics *diagnostics);

#endif
