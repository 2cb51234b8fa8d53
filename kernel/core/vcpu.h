/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual processors. A vCPU is a thread of a guest partition plus what makes it a processor to the
 * guest: interrupt state, virtual timers, a page shared with the kernel. vCPUs come from the
 * configuration, exist for as long as the module runs, and are scheduled like any thread, by
 * priority inside their partition's windows.
 */
#ifndef CORE_VCPU_H
#define CORE_VCPU_H

#include "core/types.h"
#include "core/timer.h"
#include "core/thread.h"
#include "core/partition.h"
#include "core/processor.h"
#include "abi/vcpu_page.h"
#include "arch_vcpu.h" /* struct arch_vcpu */

/* The vCPU that runs, or NULL: beside POK_SCHED_CURRENT_PARTITION. */
#define POK_SCHED_CURRENT_VCPU (processor.current == NULL ? NULL : processor.current->vcpu)

#define VIRTUAL_CLOCK_HARDWARE  0u
#define VIRTUAL_CLOCK_EXECUTION 1u

struct virtual_timer {
    struct timer timer; /* first: fire() gets this back */
    struct vcpu *vcpu;
    uint8_t clock; /* VIRTUAL_CLOCK_… */
    bool armed;
    uint64_t expiry_ns; /* on its own clock */
    uint32_t period_ns; /* 0: one-shot */
};

struct vcpu {
    /*
     * By rank. A source is registered when the guest wants it; a raise of another leaves no trace.
     * What is pending (its descriptor's counter isn't 0) and not masked can be delivered; it is
     * mirrored into page->pending.
     */
    uint32_t deliverable;
    uint32_t masked;
    struct pok_vcpu_page *page; /* the kernel's view of it; hostile */
    struct thread *thread;
    uint32_t max_depth;
    uint32_t upcall_depth; /* the same in the fast style; 0 in the seed's */
    uint32_t upcalls;      /* handlers entered since the module's start, modulo 2^32 */
    uint8_t index;         /* in its partition */
    struct arch_vcpu arch;
    uint8_t rank_of_source[POK_VECTOR_COUNT];
    uint8_t source_of_rank[POK_VECTOR_COUNT];
    struct virtual_timer timer[POK_MAX_VIRTUAL_TIMERS];
};

/* No source has this rank: ranks are 0 to 30, so that a threshold above each exists. */
#define VCPU_NO_RANK 0xffu

/*
 * Take the vCPUs of a partition from the configured table, tie each to its thread and to its page.
 * Called once for each guest partition, at initialisation (seed: the same name).
 */
void alloc_vcpu(struct partition *partition);

/* Put a partition's vCPUs into the state of a fresh start; vCPU 0 will be started by the partition.
 */
void vcpu_reset_all(struct partition *partition);
/* A window of the partition begins: clocks go on, sources that wait for it are raised. */
void vcpu_window_start(struct partition *partition, uint64_t now_ns);
/* A window of the partition ends: clocks stop, deferred lines are masked. */
void vcpu_window_end(struct partition *partition, uint64_t now_ns);

/*
 * Ask a guest by its restart interrupt to enter a mode. False: no vCPU of it listens, or it has
 * been asked already and has not obeyed.
 */
bool vcpu_request_mode(struct partition *partition, uint32_t mode);

/* The partition's vCPU of this index, or NULL. */
struct vcpu *vcpu_find(const struct partition *partition, uint32_t index);

pok_ret_t vcpu_start(struct vcpu *vcpu, uint32_t entry, uint32_t stack);
pok_ret_t vcpu_stop(struct vcpu *vcpu);
pok_ret_t vcpu_set_priority(struct vcpu *vcpu, uint32_t priority);
/* The current vCPU sleeps until something is deliverable; no effect when it is already. */
void vcpu_idle(struct vcpu *vcpu);

#endif
