/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the boot loader says: Multiboot 0.6.96, 3.3. It may say anything; what is read of it is
 * bounded, and believed as far as it goes.
 */
#ifndef MULTIBOOT_H
#define MULTIBOOT_H

#include "core/types.h"

/* As much of the information as is looked at. */
#define MULTIBOOT_BYTES 52u

/* The command line's options, in `line`, which takes `bytes` with the closing NUL; none: empty. */
const char *multiboot_options(const uint8_t *info, char *line, uint32_t bytes);
/* End of the memory that is there from 1 MiB on without a gap. */
uint64_t multiboot_memory_end(const uint8_t *info);

#endif
