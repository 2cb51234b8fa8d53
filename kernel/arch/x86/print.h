/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text to the console device at once, at boot, before there is a module. Everything else goes
 * through the core's console.
 */
#ifndef PRINT_H
#define PRINT_H

#include "core/types.h"

void print(const char *text);
/* Eight hexadecimal digits. */
void print_hex(uint32_t value);
void print_decimal(uint32_t value);

/* Why the module can't be started: a line on the console, then the machine stops. */
_Noreturn void boot_stop(const char *reason);

/* boot_options.loglevel from which the kernel's memory map is printed, and the partitions'. */
#define PRINT_LEVEL_KERNEL_MAP    2u
#define PRINT_LEVEL_PARTITION_MAP 3u

#endif
