/* SPDX-License-Identifier: BSD-2-Clause */
/* Entering a guest's handler: in line, since its instructions are counted. */
#ifndef ARCH_UPCALL_H
#define ARCH_UPCALL_H

#include "core/vcpu.h"
#include "x86.h"
#include <user_store.h> /* not by quotes: unit tests have their own */

/* What a handler is entered without: single step, direction, nested task, alignment checks. */
#define HANDLER_FLAGS_CLEARED (EFLAGS_TF | EFLAGS_DF | EFLAGS_NT | EFLAGS_AC | EFLAGS_RF)

/* In arch_vcpu.c: the seed's style, and the last instruction of a way back; false: it faulted. */
pok_ret_t arch_vcpu_enter_saved(struct vcpu *vcpu, uint32_t vector, uint32_t threshold);
bool arch_vcpu_complete_return(context_t *context);

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

/*
 * Save the context that the vCPU's thread would have gone on with and replace it by a handler's.
 * `threshold` is the one to restore at its end. When the guest stands on the last instruction of
 * its way back from a handler, that is done first, so that the stack is as the interrupted code
 * left it. The vector is that of `rank`, looked up when it is needed: registers are few here.
 *
 * POK_ERRNO_UNAVAILABLE when all of the vCPU's saved frames are in use, POK_ERRNO_EFAULT when the
 * guest's stack can't take the frame.
 */
static inline pok_ret_t __upcall_irq(struct vcpu *vcpu, uint32_t rank, uint32_t threshold)
{
    context_t *context = vcpu_context(vcpu);
    uint32_t stack;

    if (vcpu->arch.upcall.entry == 0)
        return arch_vcpu_enter_saved(vcpu, POK_VECTOR_BASE + vcpu->source_of_rank[rank], threshold);
    if (context->eip == vcpu->arch.upcall.leave && !arch_vcpu_complete_return(context))
        return POK_ERRNO_EFAULT;
    stack = context->esp - sizeof(struct pok_upcall_frame);
    if (!user_store_upcall(stack, context, threshold))
        return POK_ERRNO_EFAULT;
    context->esp = stack;
    context_enter(context, vcpu->arch.upcall.entry, POK_VECTOR_BASE + vcpu->source_of_rank[rank]);
    return POK_ERRNO_OK;
}

#endif
