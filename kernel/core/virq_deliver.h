/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Delivery of virtual interrupts, in line for the way out of the kernel: its instructions are
 * counted. What is delivered when is in docs/virtual-interrupts.md.
 */
#ifndef CORE_VIRQ_DELIVER_H
#define CORE_VIRQ_DELIVER_H

#include "core/types.h"
#include "core/vcpu.h"
#include "arch_upcall.h"

static inline uint32_t highest_rank(uint32_t word)
{
    return 31u - (uint32_t)__builtin_clz(word);
}

/* Threshold while a handler of this rank runs: only what is more urgent passes. */
static inline uint32_t threshold_above(uint32_t rank)
{
    return 2u << rank;
}

/* One interrupt of this rank is on its way to the guest, which goes on with the page. */
static inline void virq_take(struct vcpu *vcpu, struct pok_vcpu_page *page, uint32_t rank,
                             uint32_t source)
{
    struct irq_desc *desc = &vcpu->arch.irqdesc[source];

    vcpu->upcalls++;
    page->threshold = threshold_above(rank);
    if (desc->counter != 1) {
        desc->counter--;
        return;
    }
    desc->counter = 0;
    vcpu->deliverable ^= 1u << rank;
    page->pending = vcpu->deliverable;
}

/*
 * In virq.c, what is off the usual way: a guest that has its interrupts off, the seed's style (or
 * too deep), a stack that is no good, and a guest that stands on the last instruction of its way
 * back. That is done first, so that the stack is as the interrupted code left it; returns the vCPU,
 * or NULL: there was a fault.
 */
void upcall_off(struct vcpu *vcpu);
void upcall_saved(struct vcpu *vcpu);
void upcall_fault(struct vcpu *vcpu);
struct vcpu *upcall_leave(struct vcpu *vcpu);

/*
 * Deliver the most urgent deliverable interrupt to a vCPU that is about to run, by changing the
 * context it will leave the kernel through. Called on the way out of the kernel only.
 */
static inline void upcall_irq(struct vcpu *vcpu)
{
    struct pok_vcpu_page *page = vcpu->page;
    uint32_t vector;
    uint32_t rank;

    if (vcpu->deliverable < page->threshold || vcpu->deliverable == 0)
        return;
    if ((page->vif & POK_VIF_ENABLED) == 0) {
        upcall_off(vcpu);
        return;
    }
    if (page->depth >= vcpu->upcall_depth) {
        upcall_saved(vcpu);
        return;
    }
    if (arch_vcpu_leaves(vcpu)) {
        vcpu = upcall_leave(vcpu);
        if (vcpu == NULL)
            return;
        page = vcpu->page;
    }
    rank = highest_rank(vcpu->deliverable);
    vector = __upcall_irq(vcpu, rank, &page->threshold);
    if (vector == 0) {
        upcall_fault(vcpu);
        return;
    }
    page->vif = 0;
    page->depth++;
    virq_take(vcpu, page, rank, vector - POK_VECTOR_BASE);
}

#endif
