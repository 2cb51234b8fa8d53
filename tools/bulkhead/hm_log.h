/* SPDX-License-Identifier: BSD-2-Clause */
/* The log of health monitoring, which the kernel prints at the module's end (core/health.c). */
#ifndef BULKHEAD_HM_LOG_H
#define BULKHEAD_HM_LOG_H

#include <stdbool.h>

/*
 * Read the events from what the console showed last and write them as a table, a line each. `file`
 * "-" is the standard output. False, with a message, when a file can't be read or written.
 */
bool hm_log_write(const char *console, const char *file);

#endif
