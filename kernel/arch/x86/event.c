/* SPDX-License-Identifier: BSD-2-Clause */
#include "event.h"
#include "abi/layout.h"
#include "bsp.h"
#include "gdt.h"
#include "trap.h"
#include "x86.h"

/* SDM vol. 3, 6.11. */
struct gate {
    uint16_t offset_low;
    uint16_t selector;
    uint8_t zero;
    uint8_t type; /* present, DPL, kind */
    uint16_t offset_high;
};

#define GATE_INTERRUPT 0x8e /* present, DPL 0; clears IF on entry */
#define GATE_TASK      0x85
#define GATE_DPL3      0x60
#define GATES          256u

/* The table the processor reads. Written at boot only. */
static struct gate idt[GATES] __attribute__((aligned(8)));

INIT static void gate_set(uint32_t vector, uint32_t selector, uint32_t offset, uint32_t type)
{
    idt[vector].offset_low = (uint16_t)offset;
    idt[vector].offset_high = (uint16_t)(offset >> 16);
    idt[vector].selector = (uint16_t)selector;
    idt[vector].zero = 0;
    idt[vector].type = (uint8_t)type;
}

/* `int3` and `into` are exceptions that the gate's privilege is asked for (SDM vol. 3, 6.12.1.2).
 */
INIT static bool ring3_may_raise(uint32_t vector)
{
    return vector == VECTOR_BP || vector == VECTOR_OF || vector == LAYOUT_SYSCALL_VECTOR ||
           bsp_gate(vector);
}

INIT pok_ret_t pok_arch_event_register(uint8_t vector, void (*handler)(void))
{
    gate_set(vector, LAYOUT_KERNEL_CODE, (uint32_t)handler,
             GATE_INTERRUPT | (ring3_may_raise(vector) ? GATE_DPL3 : 0));
    return POK_ERRNO_OK;
}

INIT void pok_event_init(void)
{
    struct {
        uint16_t limit;
        uint32_t base;
    } __attribute__((packed)) descriptor = {sizeof(idt) - 1, (uint32_t)idt};

    /* Registered anew below or later; as everywhere, by default out of ring 3's reach. */
    for (uint32_t vector = 0; vector < GATES; vector++)
        gate_set(vector, LAYOUT_KERNEL_CODE, (uint32_t)unexpected_entry, GATE_INTERRUPT);
    for (const struct exception_entry *e = exception_entries; e < exception_entries_end; e++)
        pok_arch_event_register((uint8_t)e->vector, e->entry);
    gate_set(VECTOR_DOUBLE_FAULT, SELECTOR_TSS_DOUBLE_FAULT, 0, GATE_TASK);
    gate_set(VECTOR_NMI, SELECTOR_TSS_NMI, 0, GATE_TASK);
    gate_set(VECTOR_MACHINE_CHECK, SELECTOR_TSS_MACHINE_CHECK, 0, GATE_TASK);
    for (uint32_t i = 0; i < IRQ_VECTORS; i++) {
        gate_set(LAYOUT_IRQ_VECTOR + i, LAYOUT_KERNEL_CODE,
                 (uint32_t)irq_entries + i * IRQ_ENTRY_BYTES, GATE_INTERRUPT);
    }
    pok_arch_event_register(LAYOUT_SYSCALL_VECTOR, syscall_gate);
    __asm__ volatile("lidt %0" : : "m"(descriptor));
}
