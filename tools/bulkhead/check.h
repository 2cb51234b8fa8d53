/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The meaning of a module file. Each function checks one concept, reports everything that is wrong
 * with it and resolves the references that later functions need; check_module() calls all of them.
 */
#ifndef BULKHEAD_CHECK_H
#define BULKHEAD_CHECK_H

#include "diagnostics.h"
#include "model.h"

/* In the order in which they are called. */
void check_partitions(struct model *model, struct diagnostics *diagnostics);
void check_hm(struct model *model, struct diagnostics *diagnostics);
void check_memory(struct model *model, struct diagnostics *diagnostics);
void check_guests(struct model *model, struct diagnostics *diagnostics);
void check_io_ports(struct model *model, struct diagnostics *diagnostics);
void check_schedules(struct model *model, struct diagnostics *diagnostics);
void check_ports(struct model *model, struct diagnostics *diagnostics);
void check_channels(struct model *model, struct diagnostics *diagnostics);
void check_module_callback(const struct model *model, struct diagnostics *diagnostics);

void check_module(struct model *model, struct diagnostics *diagnostics);

/* Find the partition of a reference; report when there is none or when number and name disagree. */
void resolve_partition(const struct model *model, struct partition_reference *reference,
                       struct diagnostics *diagnostics);

/* Shorter windows are lost in the timer's resolution and the cost of the switch. */
#define CHECK_MIN_WINDOW_NS 10000u
/* A guard is waited through with interrupts off. */
#define CHECK_MAX_GUARD_NS 1000000u
/* Closer interrupts would take the processor from whoever runs. */
#define CHECK_MIN_DISTANCE_NS 10000u
#define CHECK_MIN_CONSOLE     256u
#define CHECK_MAX_CONSOLE     65536u
#define CHECK_MIN_STACK       1024u
#define CHECK_MAX_PRIORITY    31u

#endif
