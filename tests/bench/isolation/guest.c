/* SPDX-License-Identifier: BSD-2-Clause */
/* A guest with the fastest timers it can have, both clocks, and interrupts it never finishes. */
#include "virt/virt.h"

static VIRT_HANDLER void tick(uint32_t vector)
{
    (void)vector;
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, POK_TIMER_PERIOD_MIN_NS);
}

int main(void)
{
    (void)_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, tick);
    (void)_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, tick);
    (void)_CPU_Virtual_Irq_request(POK_VECTOR_WINDOW, tick);
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, POK_TIMER_PERIOD_MIN_NS);
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, POK_TIMER_PERIOD_MIN_NS);
    for (;;)
        (void)pok_hypercall_IRQ_PARTITION_ENABLE();
}
