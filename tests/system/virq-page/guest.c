/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Off, on and query are memory operations: under -icount shift=0 the time stamp counter counts
 * instructions, and there are too few of them for a way into the kernel. What is pending comes in
 * the configured order, all of it at once. The sign of `vif` says that something waits, and no
 * more.
 */
#include "guest.h"

#define ROUNDS       1000u
#define INSTRUCTIONS 12u /* both rdtsc and what saves them included; a kernel entry takes more */

static inline uint32_t counter(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return low;
}

static void check_cost(void)
{
    uint32_t most = 0, level = 0, begin;

    window_pass();
    for (uint32_t i = 0; i < ROUNDS; i++) {
        begin = counter();
        (void)_CPU_Virtual_Interrupts_disable();
        level |= _CPU_Virtual_Interrupts_level();
        _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
        begin = counter() - begin;
        most = begin > most ? begin : most;
    }
    CHECK_EQUAL(level, 0);
    CHECK_AT_MOST(most, INSTRUCTIONS);
    /* That more than this is what the kernel costs. */
    begin = counter();
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
    begin = counter() - begin;
    CHECK(begin > INSTRUCTIONS);
    printf("off, query, on: at most %u instructions; hypercall: %u\n", (unsigned)most,
           (unsigned)begin);
}

/* The hint is there when something waits and interrupts are off, and means nothing to the kernel.
 */
static void check_hint(void)
{
    uint32_t level;

    guest_request(POK_VECTOR_VCPU);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), 1);
    CHECK_EQUAL(_CPU_Virtual_Interrupts_disable(), POK_VIF_ENABLED);
    CHECK_EQUAL(VCPU_PAGE->vif, 0);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(VCPU_PAGE->vif, POK_VIF_PENDING);
    CHECK_EQUAL(pok_hypercall_IRQ_PARTITION_DISABLE(), POK_ERRNO_OK);
    CHECK_EQUAL(VCPU_PAGE->vif, POK_VIF_PENDING);
    level = _CPU_Virtual_Interrupts_disable();
    _CPU_Virtual_Interrupts_flash(level);
    _CPU_Virtual_Interrupts_enable(level);
    CHECK_EQUAL(VCPU_PAGE->vif, POK_VIF_PENDING);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), 1);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    CHECK_EQUAL(VCPU_PAGE->vif, POK_VIF_ENABLED);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), 2);
    /* Nothing waits, but the guest says so. */
    VCPU_PAGE->vif = POK_VIF_ENABLED | POK_VIF_PENDING;
    CHECK_EQUAL(pok_hypercall_IRQ_MASK(POK_VECTOR_VCPU), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_IRQ_UNMASK(POK_VECTOR_VCPU), POK_ERRNO_OK);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), 2);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), 3);
    VCPU_PAGE->vif = ~POK_VIF_ENABLED;
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), 3);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), 4);
    CHECK_EQUAL(VCPU_PAGE->vif, POK_VIF_ENABLED);
    CHECK_EQUAL(_CPU_Virtual_Irq_detach(POK_VECTOR_VCPU), POK_ERRNO_OK);
}

/* The module file turns the usual order around: port, other vCPU, execution clock, hardware clock.
 */
static void check_order(void)
{
    static const uint32_t order[] = {POK_VECTOR_VCPU, POK_VECTOR_WINDOW, POK_VECTOR_TIMER_EXECUTION,
                                     POK_VECTOR_TIMER_HARDWARE};

    (void)_CPU_Virtual_Interrupts_disable();
    for (uint32_t i = 0; i < 4; i++) {
        guest_request(order[i]);
    }
    guest_order_count = 0;
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, 0), POK_ERRNO_OK);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, 0), POK_ERRNO_OK);
    window_pass();
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(guest_order_count, 0);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    CHECK_EQUAL(guest_order_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        CHECK_EQUAL(guest_order[i], order[i]);
    }
    CHECK_EQUAL(VCPU_PAGE->pending, 0);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
}

/* Masked ones wait, dropped ones are gone, nonsense in the page hurts nobody else. */
static void check_masks(void)
{
    uint32_t before = handled(POK_VECTOR_VCPU);

    CHECK_EQUAL(_CPU_Virtual_Irq_mask(POK_VECTOR_VCPU), POK_ERRNO_OK);
    for (uint32_t i = 0; i < 3; i++) {
        CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    }
    CHECK_EQUAL(VCPU_PAGE->pending, 0);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), before);
    CHECK_EQUAL(_CPU_Virtual_Irq_unmask(POK_VECTOR_VCPU), POK_ERRNO_OK);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), before + 3);
    (void)_CPU_Virtual_Interrupts_disable();
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_acknowledge(POK_VECTOR_VCPU), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), before + 3);
    CHECK_EQUAL(_CPU_Virtual_Irq_mask(POK_VECTOR_PORT), POK_ERRNO_NOTFOUND);
    CHECK_EQUAL(_CPU_Virtual_Irq_mask(31), POK_ERRNO_VECTOR_RESERVED);
    CHECK_EQUAL(_CPU_Virtual_Irq_unmask(62), POK_ERRNO_VECTOR_UNKNOWN);
    CHECK_EQUAL(_CPU_Virtual_Irq_acknowledge(POK_VECTOR_BASE + 3), POK_ERRNO_VECTOR_OWNER);
    /* The kernel doesn't read its own words back from the page. */
    VCPU_PAGE->pending = 0xffffffff;
    VCPU_PAGE->counted[0] = 0xffffffff;
    VCPU_PAGE->max_depth = 1000;
    VCPU_PAGE->vector_of_rank[0] = 99;
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), before + 3);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), before + 4);
    CHECK_EQUAL(VCPU_PAGE->pending, 0);
    /* Too deep, it says: nothing comes until it says otherwise. */
    VCPU_PAGE->depth = 0xffffffff;
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), before + 4);
    VCPU_PAGE->depth = 0;
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), before + 5);
}

int main(void)
{
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    check_cost();
    check_hint();
    check_order();
    check_masks();
    guest_end();
}
