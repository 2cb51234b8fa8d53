/* SPDX-License-Identifier: BSD-2-Clause */
/* What is printed of the processor when the kernel failed. */
#ifndef DUMP_H
#define DUMP_H

#include "core/types.h"
#include "arch_thread.h"

/* Registers of the failed code; a panic has begun. */
void dump_registers(const context_t *context, uint32_t esp);
/*
 * The addresses behind calls that are on the kernel stack from `esp` up, one a line; nothing when
 * `esp` isn't in it. addr2line turns them into functions.
 */
void dump_stack(uint32_t esp);

#endif
