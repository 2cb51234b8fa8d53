/* SPDX-License-Identifier: BSD-2-Clause */
#include "virt/interrupt.h"
#include "virt/hypercall.h"
#include "virt/bsp.h"
#include "upcall.h"

#define PAGE_OFFSET(field) (LAYOUT_VCPU_PAGE + offsetof(struct pok_vcpu_page, field))
_Static_assert(PAGE_VIF == PAGE_OFFSET(vif), "upcall.h");
_Static_assert(PAGE_PENDING == PAGE_OFFSET(pending), "upcall.h");
_Static_assert(PAGE_THRESHOLD == PAGE_OFFSET(threshold), "upcall.h");
_Static_assert(PAGE_DEPTH == PAGE_OFFSET(depth), "upcall.h");
_Static_assert(FRAME_EAX == offsetof(struct pok_upcall_frame, eax), "upcall.h");
_Static_assert(FRAME_THRESHOLD == offsetof(struct pok_upcall_frame, threshold), "upcall.h");
_Static_assert(FRAME_EFLAGS == offsetof(struct pok_upcall_frame, eflags), "upcall.h");
_Static_assert(CALL_EXCEPTION_RETURN == POK_HYPERCALL_EXCEPTION_RETURN, "upcall.h");
_Static_assert(VIF_ENABLED == POK_VIF_ENABLED, "upcall.h");
_Static_assert(VIF_PENDING == POK_VIF_PENDING, "upcall.h");
_Static_assert(FIRST_VECTOR == POK_VECTOR_BASE, "upcall.h");
/* pusha leaves eax, which is the vector here, right below the kernel's frame. */
_Static_assert(offsetof(struct virt_exception, vector) + 4 ==
                   offsetof(struct virt_exception, frame),
               "upcall.S");

extern const char virt_entry[];
extern const char virt_restart[];
extern const char virt_commit[];
extern const char virt_leave[];
extern const char virt_flags[];
extern const char virt_exception_entry[];
extern virt_handler_t *virt_handlers[POK_VECTOR_COUNT];

void virt_exception_dispatch(struct virt_exception *exception);

virt_handler_t *virt_handlers[POK_VECTOR_COUNT];
volatile uint32_t virt_reschedule;
void (*virt_switch)(void);

static virt_exception_handler_t *exception_handlers[VIRT_EXCEPTIONS];

static pok_ret_t upcall_set(void)
{
    const struct pok_upcall upcall = {
        .entry = pok_address(virt_entry),
        .restart = pok_address(virt_restart),
        .flags = pok_address(virt_flags),
        .commit = pok_address(virt_commit),
        .leave = pok_address(virt_leave),
    };

    return pok_hypercall_UPCALL_SET(pok_address(&upcall));
}

pok_ret_t _CPU_Virtual_Irq_request(uint32_t vector, virt_handler_t *handler)
{
    uint32_t source = vector - POK_VECTOR_BASE;
    uint32_t level;
    pok_ret_t ret;

    if (source < POK_VECTOR_COUNT && virt_handlers[source] != NULL &&
        virt_handlers[source] != handler)
        return POK_ERRNO_EXISTS;
    ret = upcall_set();
    if (ret != POK_ERRNO_OK)
        return ret;
    /* The handler is there before the first interrupt can be. */
    level = _CPU_Virtual_Interrupts_disable();
    ret = pok_hypercall_IRQ_REGISTER_VCPU(vector, 0);
    if (ret == POK_ERRNO_OK)
        virt_handlers[source] = handler;
    _CPU_Virtual_Interrupts_enable(level);
    return ret;
}

pok_ret_t _CPU_Virtual_Irq_detach(uint32_t vector)
{
    pok_ret_t ret = pok_hypercall_IRQ_UNREGISTER_VCPU(vector);

    if (ret == POK_ERRNO_OK)
        virt_handlers[vector - POK_VECTOR_BASE] = NULL;
    return ret;
}

pok_ret_t _CPU_Virtual_Irq_mask(uint32_t vector)
{
    return pok_hypercall_IRQ_MASK(vector);
}

pok_ret_t _CPU_Virtual_Irq_unmask(uint32_t vector)
{
    return pok_hypercall_IRQ_UNMASK(vector);
}

pok_ret_t _CPU_Virtual_Irq_acknowledge(uint32_t vector)
{
    return pok_hypercall_IRQ_PARTITION_ACK(vector);
}

void virt_exception_dispatch(struct virt_exception *exception)
{
    exception_handlers[exception->vector % VIRT_EXCEPTIONS](exception);
}

pok_ret_t _CPU_Virtual_Exception_request(uint32_t exception, virt_exception_handler_t *handler)
{
    uint32_t entry = handler == NULL ? 0 : pok_address(virt_exception_entry);

    if (exception >= VIRT_EXCEPTIONS)
        return POK_ERRNO_EINVAL;
    if (handler != NULL)
        exception_handlers[exception] = handler;
    return pok_hypercall_EXCEPTION_SET(exception, entry);
}
