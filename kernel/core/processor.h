/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Per-processor state. One processor runs today; partitions are bound to processors by the
 * schedule, so code reaches it only through `processor`, never through a global of its own.
 */
#ifndef CORE_PROCESSOR_H
#define CORE_PROCESSOR_H

#include "core/types.h"

struct thread;
struct partition;

struct processor {
    /*
     * Not 0: the way out of the kernel has work, kernel_exit() must run. Set by whatever makes
     * another thread runnable, ends a window or leaves an interrupt to deliver.
     */
    uint32_t exit_work;
    struct thread *current;        /* runs, or ran last in the current window; NULL when idle */
    struct partition *partition;   /* owner of the open window, or NULL */
    uint32_t partition_identifier; /* of it, for the shortest call */
    struct thread *loaded;         /* whose FPU and segment registers the processor holds */
    struct partition *space;       /* whose address space is current, or NULL */
    uint32_t armed;                /* ARMED_FOR_…: what the event timer is set to */
    uint64_t armed_ns;             /* expiry of the timer that it is set to */
};

#define ARMED_FOR_NOTHING 0u
#define ARMED_FOR_EDGE    1u /* of the open window, or the begin of the next one */
#define ARMED_FOR_TIMER   2u /* of the open window's partition */

#define EXIT_RESCHEDULE 1u /* the thread to run may be another */
#define EXIT_DELIVER    2u /* the current vCPU may have an interrupt to deliver */
#define EXIT_CONTEXT                                                                               \
    4u /* the handler wrote the current thread's context: leave through it as it is */
#define EXIT_TIMER  8u   /* the event timer fired: a window may be due */
#define EXIT_DUE    128u /* the open window's partition may have timers that are due */
#define EXIT_ARM    32u  /* the open window's partition armed or disarmed a timer */
#define EXIT_BEGIN  16u  /* boot is over, the first major frame begins */
#define EXIT_TRACED 64u  /* the fast gate's caller is single-stepped */

extern struct processor processor;

/* Stands for none in `loaded`: what is saved there is never loaded. */
extern struct thread thread_nobody;

/* The instant asked for by arch_timer_arm() has come, or it comes early; ring 3 or idle loop. */
static inline void timer_interrupt(void)
{
    processor.exit_work |= EXIT_TIMER;
}

/*
 * The one way out: pick the thread, switch to it, deliver what is pending to its vCPU. Returns when
 * the current thread's context is the one to leave through. Idles inside when nobody is ready.
 */
void kernel_exit(void);
/*
 * The same when EXIT_RESCHEDULE is all there is and the open window's partition has called. From
 * assembly only, as kernel_exit(): all registers are in the context, and these keep none of them.
 */
void exit_reschedule(void);

#endif
