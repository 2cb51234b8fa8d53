/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest that nests handlers as deep as it may and writes rubbish into the page that it shares
 * with the kernel, while its two vCPUs interrupt each other and its timers fire.
 */
#include "core/page.h"
#include "virt/virt.h"

static uint32_t seed = 1;

static uint32_t rubbish(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

static VIRT_HANDLER void deeper(uint32_t vector)
{
    (void)vector;
    VCPU_PAGE->threshold = 0;
    VCPU_PAGE->pending = rubbish();
    (void)pok_hypercall_VCPU_SIGNAL(0);
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
}

int main(void)
{
    (void)_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, deeper);
    (void)_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, deeper);
    (void)_CPU_Virtual_Irq_request(POK_VECTOR_WINDOW, deeper);
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, POK_TIMER_PERIOD_MIN_NS);
    for (;;) {
        VCPU_PAGE->pending = rubbish();
        VCPU_PAGE->threshold = rubbish() & 1 ? 1 : rubbish();
        VCPU_PAGE->depth = rubbish() & 7;
        VCPU_PAGE->vif = POK_VIF_ENABLED | rubbish();
        (void)pok_hypercall_VCPU_SIGNAL(0);
        (void)pok_hypercall_IRQ_PARTITION_ENABLE();
    }
}
