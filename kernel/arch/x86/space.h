/* SPDX-License-Identifier: BSD-2-Clause */
/* Page tables: the kernel's own space, what all partitions' spaces share of it, and theirs. */
#ifndef SPACE_H
#define SPACE_H

#include "core/types.h"
#include "arch_space.h"

struct acpi;

/* Build the kernel's own space and change to it. */
void space_init(const struct acpi *acpi);
/* Let the init sections vanish. Called by code that isn't in them. */
void space_release_init(void);

/* Where a partition's page lies; false: not mapped. */
bool space_translate(const struct arch_space *space, uint32_t address, uint32_t *physical);
/* Print what the kernel's space maps. */
void space_print_kernel(void);

/* The parts of the image, from the linker script. */
extern char image_start[], kernel_text_start[], kernel_text_end[];
extern char init_start[], init_text_end[], init_end[];
extern char rodata_start[], rodata_end[], data_start[], image_end[];
extern char kernel_stack_guard[];

#endif
