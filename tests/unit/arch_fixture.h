/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small module for the unit tests of the core: two native partitions in a major frame of 100 ms,
 * ALPHA at 0 to 30 and 60 to 80, BRAVO at 30 to 60, nobody at 80 to 100.
 */
#ifndef ARCH_FIXTURE_H
#define ARCH_FIXTURE_H

#include "core/config.h"
#include "core/partition.h"
#include "core/port.h"
#include "core/processor.h"
#include "abi/layout.h"

#define MS 1000000ull

#define ALPHA (&config_module.partition_table[0])
#define BRAVO (&config_module.partition_table[1])

#define FIXTURE_TEXT    0x00400000u /* one page, read and execute */
#define FIXTURE_DATA    0x00410000u /* four pages, read and write */
#define FIXTURE_HEAP    0x10000000u /* one page */
#define FIXTURE_STACK   0x30001000u /* main, then three of 4 KiB with a page between */
#define FIXTURE_ENTRY   0x00400010u
#define FIXTURE_THREADS 5u

/* Ports, in the order of their identifiers. */
enum { A_SAMPLE, A_QUEUE, A_FAN, A_OPEN, A_OPEN_QUEUE }; /* sources */
enum { B_SAMPLE, B_QUEUE, B_FAN_1, B_FAN_2, B_OPEN };    /* destinations */
#define FIXTURE_MESSAGE 64u                              /* MaxMessageSize of all */
#define FIXTURE_QUEUE   4u /* MaxNbMessages of all, but of B_FAN_2: half of it */
#define FIXTURE_REFRESH (50 * MS)

/* What tests may change before fixture_boot(); fixture_reset() restores it. */
extern struct config_partition fixture_partitions[2];
extern struct config_hm_table fixture_module_hm;
extern struct config_hm_table fixture_partition_hm;

void fixture_reset(void);
/* The guard of windows that fixture_boot() finds configured; fixture_reset() makes it 0. */
void fixture_guard(uint32_t guard_ns);
/* Boot; ALPHA's main process runs when it returns. */
void fixture_boot(void);
/* Go on to the next window of a partition, past what is due before. */
void fixture_window(const struct partition *partition);
/* Its main process runs then; create all of its ports. */
void fixture_create_ports(struct partition *partition);
/*
 * A process of the current partition, which is in initialisation: created, started. `period_ns` 0:
 * aperiodic. Returns the identifier.
 */
uint32_t fixture_process(const char *name, uint32_t priority, uint64_t period_ns,
                         uint64_t capacity_ns);
/* Memory of the current partition, for arguments: an address below FIXTURE_DATA + 4 pages. */
void *fixture_at(uint32_t address);

#endif
