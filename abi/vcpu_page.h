/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page that a vCPU shares with the kernel, and the order of things around it.
 * docs/virtual-interrupts.md has the argument why nothing is lost.
 *
 * A vCPU has 32 virtual interrupt sources. Source s has vector 32 + s and a rank (configuration);
 * ranks order delivery, a higher rank goes first. `pending` has a bit per rank, so "the most
 * urgent" is the highest bit, and "anything to deliver" is one unsigned comparison with
 * `threshold`.
 */
#ifndef ABI_VCPU_PAGE_H
#define ABI_VCPU_PAGE_H

#include "types.h"

#define POK_VCPU_PAGE_VERSION 2u

#define POK_VECTOR_BASE            32u /* hardware line l of the configuration arrives as vector 32 + l */
#define POK_VECTOR_COUNT           32u
#define POK_VECTOR_TIMER_HARDWARE  56u /* virtual timer on the hardware clock */
#define POK_VECTOR_TIMER_EXECUTION 57u /* virtual timer on the partition's execution clock */
#define POK_VECTOR_WINDOW          58u /* a window of the partition begins */
#define POK_VECTOR_PORT            59u /* a message arrived on a port, or room for one */
#define POK_VECTOR_VCPU            60u /* another vCPU of the partition signals */
#define POK_VECTOR_RESTART         61u /* an authorised partition asks for a restart or shutdown */

/*
 * The word vif. The flag has EFLAGS.IF's place, so that it can stand in for it in a saved EFLAGS.
 *
 * The sign bit is a hint: "while the flag was off, something became deliverable". So a guest that
 * ors the flag in sees in the same instruction, by the sign, whether it has to look. The kernel
 * sets it, and clears it only where it delivers, which makes the word 0; it never reads it. The
 * guest keeps it when it switches the flag off, and clears it when it looks at `pending` with the
 * flag on, before it looks. Set for nothing it costs a look; a guest that always compares `pending`
 * itself may ignore it.
 */
#define POK_VIF_ENABLED 0x200u
#define POK_VIF_PENDING 0x80000000u

/*
 * Who writes: the guest owns vif, threshold and depth, and the kernel changes them only when it
 * delivers, but for the hint in vif. pending mirrors what the kernel holds; a guest's write to it
 * harms only the guest.
 */
struct pok_vcpu_page {
    uint32_t vif;       /* POK_VIF_ENABLED, POK_VIF_PENDING */
    uint32_t pending;   /* bit r: the source of rank r is pending and not masked */
    uint32_t threshold; /* deliverable when pending >= threshold; 1 outside of handlers */
    uint32_t depth;     /* handlers entered by upcall and not yet left */
    uint32_t version;   /* POK_VCPU_PAGE_VERSION */
    uint32_t vcpu;      /* index of this vCPU */
    uint32_t vcpus;
    uint32_t max_depth;                 /* past it an interrupt stays pending */
    uint8_t vector_of_rank[32];         /* 0: no source has this rank */
    uint32_t missed[POK_VECTOR_COUNT];  /* per source: raised again while pending, since its last
                                           delivery */
    uint32_t counted[POK_VECTOR_COUNT]; /* per source: raised since the start, modulo 2^32 */
    /* Set when an exception of the guest is handed over: see struct pok_exception_frame. */
    uint32_t fault_address; /* CR2 of the last page fault handed over */
};

/*
 * POK_HYPERCALL_UPCALL_SET: the guest's entry, and its way back without the kernel. The way back
 * is a code sequence that the kernel knows by its addresses: an interrupt that becomes pending
 * between `restart` and `commit` sends the guest back to `restart`; one that hits it on `leave`
 * completes the return first. So no interrupt is missed and the stack never grows.
 */
struct pok_upcall {
    uint32_t entry;   /* eax = vector, esp = &struct pok_upcall_frame, vif 0 */
    uint32_t restart; /* first instruction of the restartable sequence, esp = &frame */
    uint32_t flags;   /* popf; esp = &frame.eflags */
    uint32_t commit;  /* the instruction that sets vif; esp = &frame.eip */
    uint32_t leave;   /* ret, right behind it */
};

/*
 * What the kernel pushes on the guest's stack before it enters `entry`. The order is that of a
 * return by popf and ret: iret would do as well, but it serializes the processor.
 */
struct pok_upcall_frame {
    uint32_t eax;       /* of the interrupted code */
    uint32_t threshold; /* of the interrupted code */
    uint32_t eflags;
    uint32_t eip;
};

/*
 * What the kernel pushes for an exception: the same with what the processor told. The way back is
 * POK_HYPERCALL_EXCEPTION_RETURN: popf and ret would trap on the ret when the code is
 * single-stepped and never get further. There error_code is the value for edx, which the call
 * itself needs.
 */
struct pok_exception_frame {
    uint32_t error_code;
    uint32_t vif; /* of the interrupted code */
    struct pok_upcall_frame upcall;
};

/* POK_HYPERCALL_TIMER_SET. */
struct pok_virtual_timer {
    uint32_t clock;       /* 0: hardware clock, 1: execution clock of the partition */
    uint32_t armed;       /* 0: disarm, the rest is ignored */
    pok_time_t expiry_ns; /* instant on that clock */
    pok_time_t period_ns; /* 0: one-shot */
};

#endif
