/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual interrupts of a guest: abi/vcpu_page.h has the contract, docs/virtual-interrupts.md the
 * argument. Off, on, flash and level are memory operations; the kernel is entered only when
 * interrupts are switched on and one is waiting. A level has the form of EFLAGS: POK_VIF_ENABLED
 * says that interrupts are on, the other bits are for enable() and flash() only.
 */
#ifndef LIBPOK_VIRT_INTERRUPT_H
#define LIBPOK_VIRT_INTERRUPT_H

#include "abi/layout.h"
#include "abi/vcpu_page.h"

/* The page of the vCPU that runs. */
#define VCPU_PAGE ((volatile struct pok_vcpu_page *)LAYOUT_VCPU_PAGE)

/*
 * Switch off; returns the level before. Two instructions. The hint stays: what it stands for still
 * waits.
 */
static inline uint32_t _CPU_Virtual_Interrupts_disable(void)
{
    uint32_t level = VCPU_PAGE->vif;

    __asm__ volatile("andl %[keep], %c[vif]"
                     :
                     : [keep] "i"(POK_VIF_PENDING), [vif] "i"(&VCPU_PAGE->vif)
                     : "memory", "cc");
    return level;
}

/*
 * With interrupts off, go back to a level; what waits is delivered before this returns. Two
 * instructions while nothing waits. The call out of the way keeps all registers.
 */
static inline void _CPU_Virtual_Interrupts_enable(uint32_t level)
{
    __asm__ volatile("orl %[level], %c[vif]\n\t"
                     "js 2f\n"
                     "1:\n\t"
                     ".subsection 1\n"
                     "2:\tcall virt_deliver_pending\n\t"
                     "jmp 1b\n\t"
                     ".previous"
                     :
                     : [level] "ri"(level), [vif] "i"(&VCPU_PAGE->vif)
                     : "memory", "cc");
}

/* Let through what waits, if `level` does, and switch off again. Three instructions. */
static inline void _CPU_Virtual_Interrupts_flash(uint32_t level)
{
    _CPU_Virtual_Interrupts_enable(level);
    (void)_CPU_Virtual_Interrupts_disable();
}

/* The present level: POK_VIF_ENABLED or 0. */
static inline uint32_t _CPU_Virtual_Interrupts_level(void)
{
    return VCPU_PAGE->vif & POK_VIF_ENABLED;
}

/*
 * The page's threshold was lowered: what it holds back no longer is delivered now, or, with
 * interrupts off, when they are switched on. The kernel hasn't been told and has left no hint.
 */
static inline void _CPU_Virtual_Interrupts_lowered(void)
{
    _CPU_Virtual_Interrupts_enable(POK_VIF_PENDING);
}

/* Handlers entered and not left: 0 outside of handlers. */
static inline uint32_t _CPU_Virtual_Interrupts_depth(void)
{
    return VCPU_PAGE->depth;
}

/*
 * A handler gets the vector in eax and runs on the stack of the code that was interrupted, with
 * virtual interrupts off. It may switch them on: only more urgent vectors then come. It must leave
 * the FPU as it was. Define one as  static VIRT_HANDLER void name(uint32_t vector).
 */
#define VIRT_HANDLER __attribute__((regparm(1)))
typedef void virt_handler_t(uint32_t vector) VIRT_HANDLER;

/*
 * Receive a vector (POK_VECTOR_BASE and up). The first request tells the kernel the way into and
 * out of handlers.
 *
 * POK_ERRNO_OK               done
 * POK_ERRNO_EXISTS           this vCPU receives it already
 * POK_ERRNO_VECTOR_RESERVED  below 32
 * POK_ERRNO_VECTOR_UNKNOWN   no source has it
 * POK_ERRNO_VECTOR_OWNER     a line that the configuration gives to no or another vCPU
 * POK_ERRNO_VECTOR_HANDLER   a handler of the other style is registered
 */
pok_ret_t _CPU_Virtual_Irq_request(uint32_t vector, virt_handler_t *handler);

/* No longer receive it. POK_ERRNO_OK, POK_ERRNO_NOTFOUND (it was not requested), or as above. */
pok_ret_t _CPU_Virtual_Irq_detach(uint32_t vector);

/*
 * Hold a requested vector back, and let it through again. What is raised meanwhile waits.
 * POK_ERRNO_OK, POK_ERRNO_NOTFOUND, or as above.
 */
pok_ret_t _CPU_Virtual_Irq_mask(uint32_t vector);
pok_ret_t _CPU_Virtual_Irq_unmask(uint32_t vector);

/* The device behind a level line is served: it may interrupt again. Drops what is pending of it. */
pok_ret_t _CPU_Virtual_Irq_acknowledge(uint32_t vector);

/* Times this vector was raised while it was pending and so merged with that; and start anew. */
static inline uint32_t _CPU_Virtual_Irq_take_missed(uint32_t vector)
{
    return __atomic_exchange_n(&VCPU_PAGE->missed[vector - POK_VECTOR_BASE], 0, __ATOMIC_RELAXED);
}

/*
 * For a scheduler. When virt_reschedule is not 0 at the end of the outermost handler, virt_switch
 * is called, with interrupts off, at the level and on the stack of the interrupted code; it may run
 * another context there and return when this one shall go on. It sets virt_reschedule back.
 */
extern volatile uint32_t virt_reschedule;
extern void (*virt_switch)(void);

/* Processor exceptions, as the guest's handler gets them; changes of it count when it returns. */
struct virt_exception {
    uint32_t edi;
    uint32_t esi;
    uint32_t ebp;
    uint32_t esp_of_frame; /* not used on return */
    uint32_t ebx;
    uint32_t edx;
    uint32_t ecx;
    uint32_t vector; /* 0 to 31 */
    struct pok_exception_frame frame;
};

#define VIRT_EXCEPTIONS 32u

typedef void virt_exception_handler_t(struct virt_exception *exception);

/*
 * Handle a processor exception of this vCPU, with interrupts off, on the stack that it happened on.
 * NULL: let health monitoring have it again.
 *
 * POK_ERRNO_OK      done
 * POK_ERRNO_EINVAL  an exception that guests can't have
 */
pok_ret_t _CPU_Virtual_Exception_request(uint32_t exception, virt_exception_handler_t *handler);

/* In virt/upcall.S, for the code above only: looks, whatever the hint says. */
void virt_deliver_pending(void);

#endif
