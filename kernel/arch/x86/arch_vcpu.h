/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's part of a vCPU: interrupt descriptors, handlers and saved frames. */
#ifndef ARCH_VCPU_H
#define ARCH_VCPU_H

#include "core/types.h"
#include "abi/limits.h"
#include "abi/vcpu_page.h"
#include "arch_thread.h"

struct vcpu;
struct partition;

/* One per source, so none is out of reach of a scan and the table can't be full. */
struct irq_desc {
    uint8_t vector;   /* 0: not registered */
    bool held;        /* a level line, masked at the controller until acknowledged */
    uint32_t counter; /* interrupts raised and not delivered; pending when not 0 */
};

/* An interrupted context in the seed's style, with the interrupt level it had. */
struct saved_frame {
    context_t context;
    uint32_t threshold;
};

#define VCPU_EXCEPTIONS 32u

struct arch_vcpu {
    uint32_t handler;         /* common handler of the seed's style; 0: none registered */
    struct pok_upcall upcall; /* fast style; entry 0: not set */
    /* Where LAYOUT_VCPU_PAGE is mapped, and this vCPU's mapping; the upper halves are all alike. */
    uint32_t *page_slot;
    uint32_t page_entry;
    uint32_t frames; /* in use */
    struct irq_desc irqdesc[POK_VECTOR_COUNT];
    struct saved_frame frame[POK_MAX_IRQ_NESTING];
    uint32_t exception[VCPU_EXCEPTIONS]; /* the guest's handlers; 0: health monitoring */
};

/* Keep the context in the vCPU, and bring it back (seed: the same names). */
void save_interrupt_vcpu(struct vcpu *vcpu, uint32_t threshold);
void restore_interrupt_vcpu(struct vcpu *vcpu);
/*
 * The seed's style: keep the context and begin the handler. False: none is registered, or all saved
 * frames are in use.
 */
bool arch_vcpu_enter_saved(struct vcpu *vcpu, uint32_t vector);
/*
 * Do the last instruction of a guest's way back, so that the stack is as the interrupted code left
 * it. False: its stack can't be read.
 */
bool arch_vcpu_complete_return(struct vcpu *vcpu);
/* In a handler of the seed's style, begin the handler again for another vector. */
void arch_vcpu_enter_again(struct vcpu *vcpu, uint32_t vector);
/*
 * Something is pending while virtual interrupts are off: if the guest is between the check and the
 * commit of its way back, let it check again.
 */
void arch_vcpu_restart_return(struct vcpu *vcpu);
/* Whether a guest may handle this exception: those that its own code causes. */
bool arch_vcpu_exception_known(uint32_t vector);
/* Hand an exception to the guest. False: it has no handler for it, or its stack can't take it. */
bool arch_vcpu_exception(struct vcpu *vcpu, uint32_t vector, uint32_t error, uint32_t address);
/*
 * Go back from an exception's handler through a struct pok_exception_frame of the guest's.
 * POK_ERRNO_EFAULT when there is none; nothing is changed then.
 */
pok_ret_t arch_vcpu_exception_return(struct vcpu *vcpu, uint32_t address);

/* Boot, when the partition's address space is there. */
void arch_vcpu_init(struct vcpu *vcpu);

#endif
