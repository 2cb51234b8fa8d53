/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel as Frama-C's Eva sees it: what the entries of native.c, guest.c and boot.c share.
 * `make frama-c`, docs/frama-c.md.
 */
#ifndef FRAMA_C_HARNESS_H
#define FRAMA_C_HARNESS_H

#include <__fc_builtin.h>

#include "core/partition.h"
#include "core/types.h"

#define ARCH_MEMORY_BYTES 0x100000u

/* Physical memory. */
extern uint8_t memory[ARCH_MEMORY_BYTES];

static inline uint32_t anything(void)
{
    return (uint32_t)Frama_C_unsigned_int_interval(0, 0xffffffff);
}

/* The state between boot and the first call of a partition, with any of the ports created. */
void enter(struct partition *partition);

#endif
