/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual interrupts: raise, hold back, deliver. docs/virtual-interrupts.md explains the model and
 * shows why nothing is lost; abi/vcpu_page.h is the contract with the guest.
 */
#ifndef CORE_VIRQ_H
#define CORE_VIRQ_H

#include "core/types.h"
#include "core/vcpu.h"

/* Who has a hardware line. */
struct line_owner {
    struct vcpu *vcpu; /* NULL: nobody */
    /* Its descriptor, when an interrupt need only be raised: plain, registered and not masked. */
    struct irq_desc *quick;
    struct irq_desc *desc;
    uint32_t *counted; /* in the vCPU's page */
    uint32_t bit;      /* its rank's */
    bool plain;        /* edge-triggered, no minimum distance: nothing to do but to raise it */
    const struct config_line *config;
} __attribute__((aligned(32)));

/* core/state_vmm.c has these. */
extern struct line_owner line_owner[POK_MAX_LINES];
extern uint64_t line_taken_ns[POK_MAX_LINES];
extern uint32_t lines_resting;

/* Give a partition's configured lines to its vCPUs. Initialisation only. */
void virq_init(struct partition *partition);

/*
 * A source of a vCPU wants attention. Without effect while the guest hasn't registered it.
 * A source that is pending already counts: a line's or vCPU's every interrupt is delivered, a
 * timer's, window's or port's is added to page->missed.
 */
void virq_raise(struct vcpu *vcpu, uint32_t source);
/* The same on every vCPU of a partition. */
void virq_raise_all(struct partition *partition, uint32_t source);

/*
 * A hardware interrupt of this vector (POK_VECTOR_BASE + line) was taken: the common treatment,
 * then that of a line which a guest owns (seed: the same names).
 */
void do_IRQ(uint8_t vector);
void do_IRQ_guest(struct line_owner *owner, uint32_t line);

/* do_IRQ() of the owner's line. */
void line_treat(const struct line_owner *owner);

/* do_IRQ() of a line, with the usual case in line: its instructions are counted. */
static inline __attribute__((always_inline)) void virq_line(uint32_t line)
{
    const struct line_owner *owner = &line_owner[line];
    struct vcpu *vcpu;

    if (owner->quick == NULL) {
        line_treat(owner);
        return;
    }
    owner->quick->counter++;
    (*owner->counted)++;
    vcpu = owner->vcpu;
    vcpu->deliverable |= owner->bit;
    vcpu->page->pending = vcpu->deliverable;
    if (vcpu->thread == processor.current)
        processor.exit_work |= EXIT_DELIVER;
    else if (vcpu->thread->wait & THREAD_WAIT_IDLE)
        thread_wake(vcpu->thread, THREAD_WAIT_IDLE);
}

/* upcall_irq() is in core/virq_deliver.h. */
/*
 * End of a handler of the seed's style: go on with the next deliverable interrupt, or restore the
 * interrupted context. POK_ERRNO_NO_FRAME when no handler is open.
 */
pok_ret_t do_iret(struct vcpu *vcpu);
/*
 * Inside the entry of the fast style: take the next interrupt that `threshold` lets through and
 * return its vector, or 0 when there is none.
 */
uint32_t virq_next(struct vcpu *vcpu, uint32_t threshold);

/* Registration of a vector by the current guest (seed: the same names). */
pok_ret_t pok_bsp_irq_register_vcpu(struct vcpu *vcpu, uint32_t vector, uint32_t handler);
pok_ret_t pok_bsp_irq_unregister_vcpu(struct vcpu *vcpu, uint32_t vector);

/* Hold a registered vector back, let it through, or drop what is pending of it. */
pok_ret_t virq_mask(struct vcpu *vcpu, uint32_t vector);
pok_ret_t virq_unmask(struct vcpu *vcpu, uint32_t vector);
pok_ret_t virq_acknowledge(struct vcpu *vcpu, uint32_t vector);

/* Forget everything pending and registered: the vCPU starts anew. */
void virq_reset(struct vcpu *vcpu);

/* Lines of a partition at the edges of its windows. */
void virq_window_start(struct partition *partition);
void virq_window_end(struct partition *partition);
/* Counted lines that kept their distance may interrupt again. Called when lines_resting is not 0.
 */
void virq_rested(uint64_t now_ns);

#endif
