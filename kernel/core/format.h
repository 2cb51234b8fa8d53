/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small bounded printf: %s %c %u %d %x %% with `-`, `0`, a width (digits or `*`), and `ll`
 * before u, d and x. Precision, for %s only: `.` and digits or `*`.
 */
#ifndef CORE_FORMAT_H
#define CORE_FORMAT_H

#include <stdarg.h>
#include "core/types.h"

/*
 * Write at most bytes - 1 characters and a closing NUL; return how many characters were written.
 * `bytes` is not 0.
 */
uint32_t format_list(char *buffer, uint32_t bytes, const char *format, va_list list);
uint32_t format_text(char *buffer, uint32_t bytes, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
