/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt descriptor table: which vector enters the kernel where. */
#ifndef EVENT_H
#define EVENT_H

#include "core/types.h"

/* Fill and load the table: every vector has an entry (seed: the same name). */
void pok_event_init(void);
/*
 * Let a vector enter at `handler`, assembly that saves the context. Ring 3 reaches the breakpoint
 * and the two call gates, no other, by a software interrupt (seed: the same name).
 */
pok_ret_t pok_arch_event_register(uint8_t vector, void (*handler)(void));

#endif
