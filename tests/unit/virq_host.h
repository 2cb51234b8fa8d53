/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel's delivery of virtual interrupts needs around it, for test_virq.c: one vCPU, the
 * stack that is its guest's only memory, and the rest of the kernel as far as it is asked.
 */
#ifndef VIRQ_HOST_H
#define VIRQ_HOST_H

#include "core/types.h"
#include "core/vcpu.h"

#define STACK_BASE  0x30000000u
#define STACK_BYTES 0x4000u
/* Where the guest may have handlers. */
#define VIRQ_HOST_TEXT     0x400000
#define VIRQ_HOST_TEXT_END 0x800000

extern struct vcpu vcpu;
/* Faults of the guest that the kernel found at its stack. */
extern uint32_t stack_faults;

/* That part of the guest's stack, or NULL when it has none there. */
uint8_t *user_memory(uint32_t address, uint32_t bytes);

#endif
