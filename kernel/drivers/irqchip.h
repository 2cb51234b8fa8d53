/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an interrupt controller does. Lines are those of the ISA bus up to 15, then the further
 * inputs of an I/O APIC; vectors follow each other from the one given at its initialisation.
 */
#ifndef DRIVERS_IRQCHIP_H
#define DRIVERS_IRQCHIP_H

#include "core/types.h"

struct irqchip {
    const char *name;
    void (*mask)(uint32_t line);
    void (*unmask)(uint32_t line);
    void (*acknowledge)(uint32_t line); /* the interrupt in service, which is the line's */
    void (*set_trigger)(uint32_t line, bool level); /* at boot */
};

#endif
