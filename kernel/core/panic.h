/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of the module by a kernel bug: what is known is written straight to the console device,
 * then the machine stops with its distinct status. Partitions can't cause it.
 */
#ifndef CORE_PANIC_H
#define CORE_PANIC_H

#include "core/types.h"

/* Formats are those of core/format.h. */
_Noreturn void panic(const char *format, ...) __attribute__((format(printf, 1, 2), cold));

/*
 * For a longer report, such as a register dump: begin, lines, end. A panic inside a panic stops at
 * once.
 */
void panic_begin(void) __attribute__((cold));
void panic_print(const char *format, ...) __attribute__((format(printf, 1, 2), cold));
_Noreturn void panic_end(void) __attribute__((cold));

_Noreturn void panic_assertion(const char *expression, const char *file, uint32_t line)
    __attribute__((cold));

/* An internal precondition; never about what a partition supplied. Stays in every build. */
#define ASSERT(expression)                                                                         \
    do {                                                                                           \
        if (__builtin_expect(!(expression), 0))                                                    \
            panic_assertion(#expression, __FILE__, __LINE__);                                      \
    } while (0)

#endif
