/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/log.h"
#include "core/console.h"
#include "core/format.h"
#include "core/options.h"

#define LOG_LINE_BYTES 160u

void log_print(uint32_t level, const char *format, ...)
{
    char line[LOG_LINE_BYTES];
    uint32_t length;
    va_list list;

    if (level > boot_options.loglevel)
        return;
    length = format_text(line, sizeof(line), "[kernel] ");
    va_start(list, format);
    length += format_list(line + length, (uint32_t)sizeof(line) - 1 - length, format, list);
    va_end(list);
    line[length++] = '\n';
    console_log(line, length);
}

void log_texts(uint32_t level, const char *const *texts)
{
    if (level <= boot_options.loglevel)
        console_log_texts(texts);
}
