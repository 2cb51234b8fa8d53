/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page at LAYOUT_PARTITION_PAGE that tells a partition everything about itself: read-only for
 * the partition, written by the kernel alone. Reading the time needs no kernel entry with it.
 */
#ifndef ABI_PARTITION_PAGE_H
#define ABI_PARTITION_PAGE_H

#include "types.h"
#include "limits.h"

#define POK_PARTITION_PAGE_VERSION 1u

/* How to read the clock; constant after boot. */
struct pok_clock {
    uint64_t tsc_base; /* time stamp counter at time 0; 0 when it can't be used */
    /*
     * time_ns = (((tsc - tsc_base) * mult) >> 32) << shift. mult is below 2^32, so the 64-bit
     * product of each half of the difference is exact; shift is 0 for counters above 1 GHz.
     */
    uint32_t mult;
    uint32_t shift;
    uint32_t user_readable; /* 0: the counter can't be used, ask POK_SYSCALL_TIME_GET */
    uint32_t reserved;
};

struct pok_partition_page {
    uint32_t version; /* POK_PARTITION_PAGE_VERSION */
    uint32_t bytes;   /* size of this structure, for later additions at its end */
    struct pok_clock clock;
    uint32_t identifier; /* PartitionIdentifier */
    char name[POK_MAX_NAME];
    uint32_t guest;           /* 1: a guest, 0: native */
    uint32_t vcpus;           /* number of vCPUs; 0 when native */
    uint32_t start_condition; /* pok_start_condition_t of the last start */
    uint32_t operating_mode;  /* pok_partition_mode_t */
    uint32_t lock_level;      /* LOCK_PREEMPTION calls not yet undone */
    uint32_t restarts;        /* starts since the module's start, less one */
    uint32_t heap_base;       /* what is left of the configured memory, zeroed at each cold start */
    uint32_t heap_bytes;
    uint32_t fast_gate; /* 1: sysenter may be used */
    pok_time_t period_ns;
    pok_time_t duration_ns;
    /* The window that runs, or that ran last; written at each window start. */
    pok_time_t window_start_ns;
    pok_time_t window_end_ns;
    /* Execution clock of a guest: time less this, while a window is open. It stands still outside.
     */
    pok_time_t execution_offset_ns;
    uint32_t window_identifier;
    uint32_t windows; /* windows begun since the module's start, modulo 2^32 */
    char command_line[POK_MAX_COMMAND_LINE];
    uint32_t
        lock_owner; /* process that has locked preemption; meaningful when lock_level isn't 0 */
    uint32_t error_handler; /* identifier that the error handler has as a process; 0: none */
    /*
     * A guest's: the pok_partition_mode_t that an authorised partition asks for by
     * POK_VECTOR_RESTART and that it must enter by PARTITION_MODE_SET; NORMAL: none.
     */
    uint32_t requested_mode;
    uint32_t module_resets; /* resets of the module by health monitoring since it was switched on */
    uint32_t level_lines;   /* bit l: line l is a guest's, by level: acknowledge it when served */
};

#endif
