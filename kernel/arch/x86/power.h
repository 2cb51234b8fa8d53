/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends of the module. */
#ifndef POWER_H
#define POWER_H

#include "core/types.h"

/*
 * Written to QEMU's isa-debug-exit; QEMU then ends with status value * 2 + 1, so 33 for a stop
 * (panic) and 37 when the module could not be started.
 */
#define DEBUG_EXIT_PORT 0xf4
#define DEBUG_EXIT_STOP 0x10
#define DEBUG_EXIT_BOOT 0x12

struct acpi;

/* Remember what powering off needs. */
void power_init(const struct acpi *acpi);
_Noreturn void power_stop(uint8_t status);

#endif
