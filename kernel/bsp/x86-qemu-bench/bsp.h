/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86-qemu-bench is x86-qemu-vmm with gates that measure what the processor itself costs.
 * Everything is compiled from the same files; only the vectors that ring 3 may raise are more.
 */
#ifndef BENCH_BSP_H
#define BENCH_BSP_H

#define bsp_gate bsp_gate_vmm
#include "kernel/bsp/x86-qemu-vmm/bsp.h"
#undef bsp_gate
#include "kernel/bsp/x86-qemu-bench/floors.h"

static inline bool bsp_gate(uint32_t vector)
{
    return bsp_gate_vmm(vector) || (vector >= FLOOR_EMPTY_VECTOR && vector <= FLOOR_LAST_VECTOR);
}

#endif
