/* SPDX-License-Identifier: BSD-2-Clause */
/* The mutable globals that only the BSP with virtualization has; core/state.c has the others. */
#include "core/virq.h"

/* Owner of each hardware line. Written by core/virq.c alone. */
struct line_owner line_owner[POK_MAX_LINES];

/* Counted lines: when the last one outside of its owner's windows was taken. By do_IRQ_guest(). */
uint64_t line_taken_ns[POK_MAX_LINES];

/*
 * Bit per counted line that interrupted another partition's window and is masked until its minimum
 * distance has passed. Set by do_IRQ_guest(), cleared at window starts.
 */
uint32_t lines_resting;
