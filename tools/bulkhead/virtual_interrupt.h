/* SPDX-License-Identifier: BSD-2-Clause */
/* Sources of a guest's virtual interrupts and the order of their urgency. */
#ifndef BULKHEAD_VIRTUAL_INTERRUPT_H
#define BULKHEAD_VIRTUAL_INTERRUPT_H

#include "abi/vcpu_page.h"
#include "model.h"

#define RANK_NONE 0xffu

/* The source (vector less 32) that an element means; POK_VECTOR_COUNT when there is none. */
uint32_t virtual_interrupt_source(const struct model_virtual_interrupt *element);

/* Whether a guest can have interrupts from this source. */
bool virtual_interrupt_exists(const struct model_partition *partition, uint32_t source);

/*
 * The rank of each source: 0 is the least urgent, RANK_NONE no source of this guest. Sources are
 * ordered by Priority; those of the same Priority by kind: the two timers, hardware lines with the
 * lowest number first, window start, port, other vCPU, restart request.
 */
void virtual_interrupt_ranks(const struct model_partition *partition,
                             uint8_t rank[POK_VECTOR_COUNT]);

#endif
