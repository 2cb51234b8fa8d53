/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/format.h"
#include "core/arch.h"

struct output {
    char *buffer;
    uint32_t room; /* characters, the closing NUL not counted */
    uint32_t length;
};

struct conversion {
    bool left;
    bool zeros;
    bool wide; /* ll */
    uint32_t width;
    uint32_t precision;
    char kind;
};

#define DIGITS_MAX 20u /* of 2^64 - 1 */

static void put(struct output *out, char c)
{
    if (out->length < out->room)
        out->buffer[out->length++] = c;
}

static void put_many(struct output *out, char c, uint32_t count)
{
    while (count-- != 0)
        put(out, c);
}

/* What is not printable may be a partition's, in a name: it can't begin a line of the kernel's. */
static void put_field(struct output *out, const struct conversion *conversion, bool negative,
                      const char *text, uint32_t length)
{
    uint32_t shown = length + (negative ? 1 : 0);
    uint32_t padding = conversion->width > shown ? conversion->width - shown : 0;

    if (!conversion->left && !conversion->zeros)
        put_many(out, ' ', padding);
    if (negative)
        put(out, '-');
    if (!conversion->left && conversion->zeros)
        put_many(out, '0', padding);
    for (; length != 0; length--, text++)
        put(out, *text < ' ' || *text > '~' ? '.' : *text);
    if (conversion->left)
        put_many(out, ' ', padding);
}

static void put_number(struct output *out, const struct conversion *conversion, bool negative,
                       uint64_t value, uint32_t base)
{
    char digits[DIGITS_MAX];
    uint32_t first = DIGITS_MAX;

    do {
        uint64_t quotient = arch_divide(value, base);
        uint32_t digit = (uint32_t)(value - quotient * base);

        digits[--first] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        value = quotient;
    } while (value != 0);
    put_field(out, conversion, negative, digits + first, DIGITS_MAX - first);
}

static void put_string(struct output *out, const struct conversion *conversion, const char *text)
{
    uint32_t length = 0;

    if (text == NULL)
        text = "(null)";
    while (length < conversion->precision && text[length] != '\0')
        length++;
    put_field(out, conversion, false, text, length);
}

/* A number in the format, or `*`: the next argument. */
static const char *parse_number(const char *format, va_list *list, uint32_t *number)
{
    if (*format == '*') {
        *number = va_arg(*list, uint32_t);
        return format + 1;
    }
    *number = 0;
    while (*format >= '0' && *format <= '9')
        *number = *number * 10 + (uint32_t)(*format++ - '0');
    return format;
}

/* What stands behind a `%`; returns where the format goes on. */
static const char *parse(const char *format, va_list *list, struct conversion *conversion)
{
    *conversion = (struct conversion){.precision = UINT32_MAX};
    for (; *format == '-' || *format == '0'; format++) {
        conversion->left |= *format == '-';
        conversion->zeros |= *format == '0';
    }
    format = parse_number(format, list, &conversion->width);
    if (*format == '.')
        format = parse_number(format + 1, list, &conversion->precision);
    while (*format == 'l') {
        conversion->wide = format[1] == 'l' || conversion->wide;
        format++;
    }
    conversion->kind = *format;
    return *format == '\0' ? format : format + 1;
}

static uint64_t unsigned_argument(const struct conversion *conversion, va_list *list)
{
    return conversion->wide ? va_arg(*list, unsigned long long) : va_arg(*list, unsigned int);
}

static void convert(struct output *out, const struct conversion *conversion, va_list *list)
{
    int64_t value;
    char c;

    switch (conversion->kind) {
    case 's':
        put_string(out, conversion, va_arg(*list, const char *));
        break;
    case 'c':
        c = (char)va_arg(*list, int);
        put_field(out, conversion, false, &c, 1);
        break;
    case 'u':
        put_number(out, conversion, false, unsigned_argument(conversion, list), 10);
        break;
    case 'x':
        put_number(out, conversion, false, unsigned_argument(conversion, list), 16);
        break;
    case 'd':
        value = conversion->wide ? va_arg(*list, long long) : va_arg(*list, int);
        put_number(out, conversion, value < 0, value < 0 ? 0 - (uint64_t)value : (uint64_t)value,
                   10);
        break;
    default:
        put(out, '%');
        if (conversion->kind != '%' && conversion->kind != '\0')
            put(out, conversion->kind);
        break;
    }
}

uint32_t format_list(char *buffer, uint32_t bytes, const char *format, va_list list)
{
    struct output out = {.buffer = buffer, .room = bytes - 1};
    struct conversion conversion;
    va_list arguments;

    va_copy(arguments, list);
    while (*format != '\0') {
        if (*format != '%') {
            put(&out, *format++);
            continue;
        }
        format = parse(format + 1, &arguments, &conversion);
        convert(&out, &conversion, &arguments);
    }
    va_end(arguments);
    buffer[out.length] = '\0';
    return out.length;
}

uint32_t format_text(char *buffer, uint32_t bytes, const char *format, ...)
{
    va_list list;
    uint32_t length;

    va_start(list, format);
    length = format_list(buffer, bytes, format, list);
    va_end(list);
    return length;
}
