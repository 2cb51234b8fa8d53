/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The least a guest needs to receive interrupts the way of 2014: hypercalls by software interrupt
 * and one common handler that ends by POK_HYPERCALL_IRQ_DO_IRET. It is written along abi/ alone,
 * so that these cases test the kernel and not libpok.
 */
#ifndef SEED_GUEST_H
#define SEED_GUEST_H

#include "abi/layout.h"
#include "abi/types.h"
#include "abi/vcpu_page.h"
#include "check.h"

enum {
#define HYPERCALL(number, name, handler, arguments, text) CALL_##name = (number),
#include "abi/hypercalls.def"
#undef HYPERCALL
};

#define VCPU_PAGE ((volatile struct pok_vcpu_page *)LAYOUT_VCPU_PAGE)

static inline uint32_t hypercall(uint32_t number, uint32_t a1, uint32_t a2, uint32_t a3)
{
    uint32_t result;

    __asm__ volatile("int %[vector]"
                     : "=a"(result), "+d"(a1), "+c"(a2)
                     : "a"(number), "b"(a3), [vector] "i"(LAYOUT_HYPERCALL_VECTOR)
                     : "memory", "cc");
    return result;
}

/* The common handler calls this one; every case has its own. */
void handle(uint32_t vector);

/* clang-format off */
__asm__(".pushsection .text\n"
        ".globl seed_handler\n"
        "seed_handler:\n"
        "    pushl %eax\n"
        "    call handle\n"
        "    addl $4, %esp\n"
        "    movl $32, %eax\n" /* POK_HYPERCALL_IRQ_DO_IRET */
        "    movl $0x600d, %edx\n"
        "    movl $0x600d, %ecx\n"
        "    int $45\n"
        "    ud2\n"
        ".popsection\n");
/* clang-format on */

extern const char seed_handler[];

static inline uint32_t vector_register(uint32_t vector)
{
    return hypercall(CALL_IRQ_REGISTER_VCPU, vector, (uint32_t)seed_handler, 0);
}

static inline void interrupts_disable(void)
{
    VCPU_PAGE->vif = 0;
}

static inline void interrupts_enable(void)
{
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    if (VCPU_PAGE->pending >= VCPU_PAGE->threshold) {
        hypercall(CALL_IRQ_PARTITION_ENABLE, 0, 0, 0);
    }
}

/* Raise the inter-vCPU interrupt (vector 60) on this vCPU itself. */
static inline uint32_t signal_self(void)
{
    return hypercall(CALL_VCPU_SIGNAL, 0, 0, 0);
}

static inline int64_t time_now(void)
{
    int64_t now = 0;

    CHECK_EQUAL(hypercall(CALL_GETTICK, (uint32_t)&now, 0, 0), POK_ERRNO_OK);
    return now;
}

/* Arm a virtual timer; an expiry of 0 is in the past and raises at once. */
static inline uint32_t timer_set(uint32_t clock, int64_t expiry_ns, int64_t period_ns)
{
    struct pok_virtual_timer timer = {
        .clock = clock,
        .armed = 1,
        .expiry_ns = expiry_ns,
        .period_ns = period_ns,
    };

    return hypercall(CALL_TIMER_SET, (uint32_t)&timer, 0, 0);
}

static inline void quiet(void)
{
    interrupts_disable();
    check_verdict();
    for (;;) {
    }
}

#endif
