/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/panic.h"
#include "core/arch.h"
#include "core/console.h"
#include "core/format.h"
#include "core/processor.h"
#include "core/partition.h"
#include "core/state.h"

#define PANIC_LINE_BYTES 160u

static void print_list(const char *format, va_list list)
{
    char line[PANIC_LINE_BYTES];
    uint32_t length = format_list(line, sizeof(line), format, list);

    console_put_now(line, length);
}

void panic_print(const char *format, ...)
{
    va_list list;

    va_start(list, format);
    print_list(format, list);
    va_end(list);
}

void panic_begin(void)
{
    if (panicking)
        arch_stop();
    panicking = true;
    console_flush_log();
    panic_print("\n[kernel] PANIC\n");
    if (processor.partition != NULL)
        panic_print("[kernel] in the window of partition %s\n",
                    processor.partition->config->PartitionName);
}

_Noreturn void panic_end(void)
{
    panic_print("[kernel] the module stops\n");
    arch_stop();
}

_Noreturn void panic(const char *format, ...)
{
    va_list list;

    panic_begin();
    panic_print("[kernel] ");
    va_start(list, format);
    print_list(format, list);
    va_end(list);
    panic_print("\n");
    panic_end();
}

_Noreturn void panic_assertion(const char *expression, const char *file, uint32_t line)
{
    panic("%s:%u: not true: %s", file, line, expression);
}
