/* SPDX-License-Identifier: BSD-2-Clause */
/* Entering a guest's handler: in line, since its instructions are counted. */
#ifndef ARCH_UPCALL_H
#define ARCH_UPCALL_H

#include "core/vcpu.h"
#include "x86.h"
#include <user_store.h> /* not by quotes: unit tests have their own */

/* What a handler is entered without: single step, direction, nested task, alignment checks. */
#define HANDLER_FLAGS_CLEARED (EFLAGS_TF | EFLAGS_DF | EFLAGS_NT | EFLAGS_AC | EFLAGS_RF)

static inline context_t *vcpu_context(const struct vcpu *vcpu)
{
    return &vcpu->thread->arch.context;
}

static inline void context_enter(context_t *context, uint32_t entry, uint32_t vector)
{
    context->eip = entry;
    context->eax = vector;
    context->eflags &= ~HANDLER_FLAGS_CLEARED;
}

/* Whether the guest stands on the last instruction of its way back from a handler. */
static inline bool arch_vcpu_leaves(const struct vcpu *vcpu)
{
    return vcpu_context(vcpu)->eip == vcpu->arch.upcall.leave;
}

/*
 * Put the context that the vCPU's thread would have gone on with on the guest's stack, and replace
 * it by the handler's for the source of `rank`; *threshold is the one to restore at its end.
 * Returns the vector; 0 when the stack can't take the frame: nothing has changed then.
 *
 * The source is looked up late: registers are few here.
 */
static inline uint32_t __upcall_irq(struct vcpu *vcpu, uint32_t rank, const uint32_t *threshold)
{
    context_t *context = vcpu_context(vcpu);
    uint32_t stack = context->esp - sizeof(struct pok_upcall_frame);
    uint32_t vector;

    if (!user_store_upcall(stack, context, threshold))
        return 0;
    context->esp = stack;
    vector = POK_VECTOR_BASE + vcpu->source_of_rank[rank];
    context_enter(context, vcpu->arch.upcall.entry, vector);
    return vector;
}

#endif
