/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own messages: whole lines, by level, into the ring that core/console.c writes out.
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include "core/types.h"

/* Levels; the boot option `loglevel` says up to which one messages are kept. */
#define LOG_ERROR   0u
#define LOG_WARNING 1u
#define LOG_INFO    2u
#define LOG_DEBUG   3u

/* One line, without its newline. Formats are those of core/format.h. */
void log_print(uint32_t level, const char *format, ...) __attribute__((format(printf, 2, 3)));
/*
 * The same for texts that follow each other, up to a null pointer, newline included: messages of
 * the running module, as formatting takes longer than interrupts should be closed.
 */
void log_texts(uint32_t level, const char *const *texts);

#endif
