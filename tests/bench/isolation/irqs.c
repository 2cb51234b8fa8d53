/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest flooded by its device: the second serial port's transmitter, which interrupts as soon as
 * it is let. Each handler raises the next one before it has ended.
 */
#include "virt/virt.h"

#define COM2_IER    0x2f9u
#define COM2_VECTOR (POK_VECTOR_BASE + 3u)

static inline void port_write(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static VIRT_HANDLER void transmitter(uint32_t vector)
{
    (void)vector;
    port_write(COM2_IER, 0);
    port_write(COM2_IER, 2);
}

int main(void)
{
    (void)_CPU_Virtual_Irq_request(COM2_VECTOR, transmitter);
    /* MCR.OUT2 lets the line through. */
    port_write(0x2fc, 0x08);
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
    for (;;) {
        port_write(COM2_IER, 2);
        port_write(COM2_IER, 0);
    }
}
