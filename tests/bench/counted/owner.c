/* SPDX-License-Identifier: BSD-2-Clause */
/* The guest whose line, of policy COUNTED, is taken in the victim's windows. */
#include "virt/virt.h"

#define COM2_VECTOR (POK_VECTOR_BASE + 3u)

static volatile uint32_t interrupts;

static VIRT_HANDLER void count(uint32_t vector)
{
    (void)vector;
    interrupts++;
}

int main(void)
{
    (void)_CPU_Virtual_Irq_request(COM2_VECTOR, count);
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
    for (;;)
        ;
}
