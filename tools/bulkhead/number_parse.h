/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers as the module file writes them. */
#ifndef BULKHEAD_NUMBER_PARSE_H
#define BULKHEAD_NUMBER_PARSE_H

#include <stdbool.h>
#include <stdint.h>

enum parse_result {
    PARSE_OK,
    PARSE_SYNTAX,
    PARSE_TOO_LARGE,
    PARSE_TOO_PRECISE, /* seconds: not a whole number of nanoseconds */
};

/* Decimal, or hexadecimal after 0x; spaces around it are allowed. */
enum parse_result number_parse(const char *text, uint64_t maximum, uint64_t *value);

/* The longest time that a configuration can state: 100 days. */
#define SECONDS_MAXIMUM_NS (8640000ull * 1000000000ull)

/*
 * Decimal seconds, converted exactly. When too precise, *ns is the result of dropping the digits
 * after the ninth decimal.
 */
enum parse_result seconds_parse(const char *text, uint64_t *ns);

#define SECONDS_TEXT_BYTES 32
/* The shortest decimal number of seconds for it, for messages. Returns `text`. */
char *seconds_text(char text[SECONDS_TEXT_BYTES], uint64_t ns);

#endif
