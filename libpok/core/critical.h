/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Short sections in which no other process of the partition runs, without a kernel entry: the
 * contract is in abi/process_page.h. A section ends by critical_leave(), or by a call that waits or
 * wakes (core/blocking.h). Sections do not nest.
 *
 * What a section changes is published last, by one store: a fault inside it (a bad message address)
 * ends the section wherever it is, and must not leave an object half changed.
 */
#ifndef LIBPOK_CORE_CRITICAL_H
#define LIBPOK_CORE_CRITICAL_H

#include "abi/layout.h"
#include "abi/process_page.h"
#include "core/blocking.h"

#define POK_PROCESS_PAGE ((volatile struct pok_process_page *)LAYOUT_PROCESS_PAGE)

static inline void critical_enter(void)
{
    POK_PROCESS_PAGE->preemption = POK_PREEMPTION_OFF;
    __asm__ volatile("" : : : "memory");
}

/* One instruction decides: an interrupt comes before it and is seen, or after it and switches. */
static inline void critical_leave(void)
{
    __asm__ goto("decl %c0\n\t"
                 "jnz %l1"
                 :
                 : "i"(LAYOUT_PROCESS_PAGE + offsetof(struct pok_process_page, preemption))
                 : "memory", "cc"
                 : due);
    return;
due:
    blocking_reschedule();
}

/* Number of processes that wait in a queue. Inside a section only the kernel lowers it. */
static inline uint32_t critical_waiters(uint32_t queue)
{
    return ((const struct pok_process_page *)LAYOUT_PROCESS_PAGE)->waiters[queue];
}

#endif
