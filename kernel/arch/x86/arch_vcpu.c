/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/arch.h"
#include "core/vcpu.h"
#include "abi/layout.h"
#include "arch_upcall.h"

void save_interrupt_vcpu(struct vcpu *vcpu, uint32_t threshold)
{
    struct saved_frame *frame = &vcpu->arch.frame[vcpu->arch.frames++];

    frame->context = *vcpu_context(vcpu);
    frame->threshold = threshold;
}

void restore_interrupt_vcpu(struct vcpu *vcpu)
{
    const struct saved_frame *frame = &vcpu->arch.frame[--vcpu->arch.frames];

    *vcpu_context(vcpu) = frame->context;
    vcpu->page->threshold = frame->threshold;
    vcpu->page->depth = vcpu->arch.frames;
    vcpu->page->vif = POK_VIF_ENABLED;
}

void arch_vcpu_enter_again(struct vcpu *vcpu, uint32_t vector)
{
    *vcpu_context(vcpu) = vcpu->arch.frame[vcpu->arch.frames - 1].context;
    context_enter(vcpu_context(vcpu), vcpu->arch.handler, vector);
}

bool arch_vcpu_enter_saved(struct vcpu *vcpu, uint32_t vector)
{
    if (vcpu->arch.handler == 0 || vcpu->arch.frames == ARRAY_COUNT(vcpu->arch.frame))
        return false;
    save_interrupt_vcpu(vcpu, vcpu->page->threshold);
    context_enter(vcpu_context(vcpu), vcpu->arch.handler, vector);
    return true;
}

bool arch_vcpu_complete_return(struct vcpu *vcpu)
{
    context_t *context = vcpu_context(vcpu);
    uint32_t eip;

    if (arch_copy_from_user(&eip, context->esp, sizeof(eip)) != POK_ERRNO_OK)
        return false;
    context->eip = eip;
    context->esp += sizeof(eip);
    return true;
}

void arch_vcpu_restart_return(struct vcpu *vcpu)
{
    const struct pok_upcall *upcall = &vcpu->arch.upcall;
    context_t *context = vcpu_context(vcpu);

    if (context->eip - upcall->restart > upcall->commit - upcall->restart)
        return;
    if (context->eip == upcall->commit) {
        context->esp -= offsetof(struct pok_upcall_frame, eip);
        /* popf has been done: the next handler must not see the interrupted code's DF or TF. */
        context->eflags &= ~HANDLER_FLAGS_CLEARED;
    } else if (context->eip == upcall->flags) {
        context->esp -= offsetof(struct pok_upcall_frame, eflags);
    }
    context->eip = upcall->restart;
}

/* #DE #DB #BP #OF #BR #UD #NM #TS #NP #SS #GP #PF #MF #AC #XM: SDM volume 3, table 6-1. */
#define GUEST_EXCEPTIONS 0x000b7cfbu

bool arch_vcpu_exception_known(uint32_t vector)
{
    return vector < VCPU_EXCEPTIONS && (GUEST_EXCEPTIONS >> vector & 1u) != 0;
}

bool arch_vcpu_exception(struct vcpu *vcpu, uint32_t vector, uint32_t error, uint32_t address)
{
    context_t *context = vcpu_context(vcpu);
    struct pok_exception_frame frame;
    uint32_t stack;

    if (vector >= VCPU_EXCEPTIONS || vcpu->arch.exception[vector] == 0)
        return false;
    /* A step into code that is single-stepped: not the last instruction of the way back to it. */
    if (arch_vcpu_leaves(vcpu) && !arch_vcpu_complete_return(vcpu))
        return false;
    stack = context->esp - sizeof(frame);
    frame.error_code = error;
    frame.vif = vcpu->page->vif & POK_VIF_ENABLED;
    frame.upcall.eax = context->eax;
    frame.upcall.threshold = vcpu->page->threshold;
    frame.upcall.eflags = context->eflags;
    frame.upcall.eip = context->eip;
    if (arch_copy_to_user(stack, &frame, sizeof(frame)) != POK_ERRNO_OK)
        return false;
    vcpu->page->vif &= POK_VIF_PENDING;
    vcpu->page->fault_address = address;
    context->esp = stack;
    context_enter(context, vcpu->arch.exception[vector], vector);
    return true;
}

/* What ring 3 may change by popf. */
#define GUEST_FLAGS                                                                                \
    (EFLAGS_CF | EFLAGS_PF | EFLAGS_AF | EFLAGS_ZF | EFLAGS_SF | EFLAGS_TF | EFLAGS_DF |           \
     EFLAGS_OF | EFLAGS_NT | EFLAGS_AC | EFLAGS_ID)

pok_ret_t arch_vcpu_exception_return(struct vcpu *vcpu, uint32_t address)
{
    context_t *context = vcpu_context(vcpu);
    struct pok_exception_frame frame;

    if (arch_copy_from_user(&frame, address, sizeof(frame)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    context->eax = frame.upcall.eax;
    context->edx = frame.error_code;
    context->eflags = (context->eflags & ~GUEST_FLAGS) | (frame.upcall.eflags & GUEST_FLAGS);
    context->eip = frame.upcall.eip;
    context->esp = address + sizeof(frame);
    vcpu->page->threshold = frame.upcall.threshold;
    vcpu->page->vif = frame.vif & POK_VIF_ENABLED;
    processor.exit_work |= EXIT_CONTEXT;
    return POK_ERRNO_OK;
}

INIT void arch_vcpu_init(struct vcpu *vcpu)
{
    page_entry_t *shared = vcpu->thread->partition->space.shared;
    uint32_t own = (LAYOUT_VCPU_PAGES - LAYOUT_SHARED_BASE) / POK_PAGE_BYTES + vcpu->index;

    vcpu->arch.page_slot =
        (uint32_t *)&shared[(LAYOUT_VCPU_PAGE - LAYOUT_SHARED_BASE) / POK_PAGE_BYTES];
    vcpu->arch.page_entry = (uint32_t)shared[own];
}
