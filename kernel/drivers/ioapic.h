/* SPDX-License-Identifier: BSD-2-Clause */
/* The I/O APIC at LAYOUT_IOAPIC; it delivers to the local APIC, which acknowledges. */
#ifndef DRIVERS_IOAPIC_H
#define DRIVERS_IOAPIC_H

#include "drivers/irqchip.h"

struct acpi;

extern const struct irqchip ioapic_chip;

/* All inputs masked; line l has vector first + l at the input that ACPI says. */
void ioapic_init(const struct acpi *acpi, uint32_t first_vector);

#endif
