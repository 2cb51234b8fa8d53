/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The few things taken from ACPI's tables: where the I/O APIC is, how ISA lines reach it, how to
 * power off. The tables come from the firmware and are read with every length checked; what isn't
 * there or doesn't add up is 0, and the defaults of a PC apply.
 */
#ifndef ACPI_H
#define ACPI_H

#include "core/types.h"

#define ACPI_ISA_LINES 16u

struct acpi {
    uint32_t ioapic;       /* physical address, page aligned; 0: none */
    uint32_t ioapic_first; /* its first global interrupt */
    struct acpi_line {
        uint32_t interrupt; /* global interrupt of an ISA line */
        bool low;           /* active low */
        bool level;
    } isa[ACPI_ISA_LINES];
    uint16_t pm1a_control;
};

void acpi_read(struct acpi *acpi);

/* Physical memory at boot, 2 MiB from `physical` on for sure, until the next call; boot.c. */
const uint8_t *boot_window(uint32_t physical);

#endif
