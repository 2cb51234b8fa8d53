/* SPDX-License-Identifier: BSD-2-Clause */
#include "irq.h"
#include "core/arch.h"
#include "core/options.h"
#include "abi/layout.h"
#include "abi/limits.h"
#include "drivers/ioapic.h"
#include "drivers/irqchip.h"
#include "drivers/lapic.h"
#include "drivers/pic.h"
#include "acpi.h"
#include "bsp.h"
#include "cpu.h"
#include "x86.h"

_Static_assert(IRQ_LINES == POK_MAX_LINES, "a vector for each line");

/* Written at boot. */
irq_handler_t irq_handler[IRQ_VECTORS];
/* The controller in use. Written at boot. */
static const struct irqchip *irqchip;
/* Interrupts of unknown vectors; for the debugger. */
static uint32_t unexpected_count;

void arch_line_mask(uint32_t line)
{
    irqchip->mask(line);
}

void arch_line_unmask(uint32_t line)
{
    irqchip->unmask(line);
}

INIT void arch_line_set_trigger(uint32_t line, bool level)
{
    irqchip->set_trigger(line, level);
}

void irq_acknowledge(uint32_t line)
{
    irqchip->acknowledge(line);
}

/* The owner first: it may mask the line, which must be done before the acknowledgement. */
static void irq_line(uint32_t vector)
{
    uint32_t line = vector - LAYOUT_IRQ_VECTOR;

    bsp_line_interrupt(line);
    irqchip->acknowledge(line);
}

/* The same with the I/O APIC, where the local APIC takes the acknowledgement. */
static void irq_line_apic(uint32_t vector)
{
    bsp_line_interrupt(vector - LAYOUT_IRQ_VECTOR);
    lapic_acknowledge();
}

/* The last line of each 8259 also reports interrupts that went away; those aren't acknowledged. */
static void irq_line_or_spurious(uint32_t vector)
{
    if (pic_in_service(vector - LAYOUT_IRQ_VECTOR))
        irq_line(vector);
}

/* The local APIC's spurious vector needs no acknowledgement. */
static void irq_spurious(uint32_t vector)
{
    (void)vector;
}

void irq_unexpected(const context_t *context)
{
    (void)context;
    unexpected_count++;
}

void irq_set_handler(uint32_t index, irq_handler_t handler)
{
    irq_handler[index] = handler;
}

void irq_take_line(uint32_t line, irq_handler_t handler)
{
    irq_set_handler(line, handler);
    arch_line_unmask(line);
}

INIT void irq_init(const struct acpi *acpi)
{
    bool ioapic = boot_options.irqchip != OPTION_IRQCHIP_PIC && acpi->ioapic != 0 && cpu.apic;

    for (uint32_t i = 0; i < IRQ_VECTORS; i++)
        irq_handler[i] = i >= IRQ_LINES ? irq_spurious : ioapic ? irq_line_apic : irq_line;
    pic_init(LAYOUT_IRQ_VECTOR);
    if (cpu.apic)
        lapic_init(LAYOUT_IRQ_VECTOR + IRQ_SPURIOUS, !ioapic);
    if (ioapic) {
        ioapic_init(acpi, LAYOUT_IRQ_VECTOR);
        irqchip = &ioapic_chip;
        return;
    }
    irqchip = &pic_chip;
    irq_set_handler(PIC_SPURIOUS_MASTER, irq_line_or_spurious);
    irq_set_handler(PIC_SPURIOUS_SLAVE, irq_line_or_spurious);
}

INIT const char *irq_controller_name(void)
{
    return irqchip->name;
}
