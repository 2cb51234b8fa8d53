/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page that a native partition shares with the kernel at LAYOUT_PROCESS_PAGE, read-write: what
 * lets the intra-partition services of libpok do without a kernel entry while nobody blocks or
 * wakes. Everything in it is hostile input to the kernel; nonsense in it harms this partition
 * alone.
 */
#ifndef ABI_PROCESS_PAGE_H
#define ABI_PROCESS_PAGE_H

#include "types.h"

#define POK_PROCESS_PAGE_VERSION 1u
/* Six kinds of objects, 256 of each at most. */
#define POK_MAX_WAIT_QUEUES 1536u

/* Values of `preemption`. */
#define POK_PREEMPTION_ON  0u
#define POK_PREEMPTION_OFF 1u /* no other process of this partition runs until it is on again */
#define POK_PREEMPTION_DUE                                                                         \
    2u /* the same, and the kernel would have switched: leave by RESCHEDULE */

/* Value of `ceiling` while the kernel has raised the priority. */
#define POK_CEILING_KERNEL 256u

/* Flags of POK_SYSCALL_WAKE. */
#define POK_WAKE_LEAVE 1u /* end the section, too, unless nobody waited */

struct pok_process_page {
    /*
     * A short section that no other process of the partition may see half done. The process sets
     * it to OFF; the kernel, when it would switch to another process of the partition, sets it to
     * DUE instead and goes on with this one, for as long as this one is able to run. At the end the
     * process decrements it: 0 is the end; otherwise it stores ON and calls POK_SYSCALL_RESCHEDULE.
     * Windows end all the same. A process that blocks (POK_SYSCALL_WAIT) leaves the section by it.
     */
    uint32_t preemption;
    uint32_t current; /* identifier of the process that runs, written at each switch */
    uint32_t version; /* POK_PROCESS_PAGE_VERSION */
    /*
     * Mutexes. Priority ceiling of the mutex that the process which runs owns, written by it; 0: it
     * owns none and may wait. The kernel needs it only when it would switch: then it raises the
     * process's priority and stores POK_CEILING_KERNEL, and POK_SYSCALL_CEILING_PASS ends it.
     */
    uint32_t ceiling;
    uint32_t priority; /* of the process that runs, written at each switch */
    uint32_t reserved;
    /* Processes waiting in each queue, kept by the kernel. */
    uint16_t waiters[POK_MAX_WAIT_QUEUES];
};

#endif
