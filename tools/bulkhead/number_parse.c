/* SPDX-License-Identifier: BSD-2-Clause */
#include "number_parse.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NS_PER_SECOND 1000000000u
#define DECIMALS      9u

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *skip_space(const char *text)
{
    while (is_space(*text)) {
        text++;
    }
    return text;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

enum parse_result number_parse(const char *text, uint64_t maximum, uint64_t *value)
{
    uint64_t number = 0;
    uint64_t base = 10;
    bool too_large = false;

    *value = 0;
    text = skip_space(text);
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        base = 16;
        text += 2;
    }
    const char *first = text;
    for (int digit = digit_value(*text); digit >= 0 && (uint64_t)digit < base;
         digit = digit_value(*++text)) {
        if (number > (maximum - (uint64_t)digit) / base || (uint64_t)digit > maximum) {
            too_large = true;
        } else {
            number = number * base + (uint64_t)digit;
        }
    }
    if (text == first || *skip_space(text) != '\0') {
        return PARSE_SYNTAX;
    }
    if (too_large) {
        return PARSE_TOO_LARGE;
    }
    *value = number;
    return PARSE_OK;
}

enum parse_result seconds_parse(const char *text, uint64_t *ns)
{
    uint64_t seconds = 0;
    uint64_t fraction = 0;
    uint32_t scale = NS_PER_SECOND;
    bool digits = false;
    bool precise = false;

    *ns = 0;
    for (text = skip_space(text); *text >= '0' && *text <= '9'; text++) {
        digits = true;
        if (seconds <= SECONDS_MAXIMUM_NS / NS_PER_SECOND) {
            seconds = seconds * 10 + (uint64_t)(*text - '0');
        }
    }
    if (*text == '.') {
        for (text++; *text >= '0' && *text <= '9'; text++) {
            digits = true;
            scale /= 10;
            fraction += (uint64_t)(*text - '0') * scale;
            precise = precise || (scale == 0 && *text != '0');
        }
    }
    if (!digits || *skip_space(text) != '\0') {
        return PARSE_SYNTAX;
    }
    if (seconds >= SECONDS_MAXIMUM_NS / NS_PER_SECOND) {
        return PARSE_TOO_LARGE;
    }
    *ns = seconds * NS_PER_SECOND + fraction;
    return precise ? PARSE_TOO_PRECISE : PARSE_OK;
}

char *seconds_text(char text[SECONDS_TEXT_BYTES], uint64_t ns)
{
    size_t decimals = DECIMALS;
    uint64_t fraction = ns % NS_PER_SECOND;

    while (decimals > 0 && fraction % 10 == 0) {
        fraction /= 10;
        decimals--;
    }
    if (decimals == 0) {
        snprintf(text, SECONDS_TEXT_BYTES, "%" PRIu64, ns / NS_PER_SECOND);
    } else {
        snprintf(text, SECONDS_TEXT_BYTES, "%" PRIu64 ".%0*" PRIu64, ns / NS_PER_SECOND,
                 (int)decimals, fraction);
    }
    return text;
}
