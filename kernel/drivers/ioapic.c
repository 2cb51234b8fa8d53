/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/ioapic.h"
#include "drivers/lapic.h"
#include "abi/layout.h"
#include "abi/limits.h"
#include "acpi.h"
#include "x86.h"

/* Memory: an index register and a window; behind it the registers. 82093AA datasheet, 3.2. */
#define WINDOW           0x10
#define REGISTER_VERSION 0x01
#define REGISTER_ENTRY   0x10 /* two words per input */
#define ENTRY_LOW_ACTIVE 0x2000u
#define ENTRY_LEVEL      0x8000u
#define ENTRY_MASKED     0x10000u
#define NO_INPUT         0xffu

/* Per line: the input, and the low word of its entry as the controller has it. */
static uint8_t input_of_line[POK_MAX_LINES];
static uint32_t entry_of_line[POK_MAX_LINES];

static inline void ioapic_write(uint32_t index, uint32_t value)
{
    *(volatile uint32_t *)LAYOUT_IOAPIC = index;
    *(volatile uint32_t *)(LAYOUT_IOAPIC + WINDOW) = value;
}

INIT static uint32_t ioapic_read(uint32_t index)
{
    *(volatile uint32_t *)LAYOUT_IOAPIC = index;
    return *(const volatile uint32_t *)(LAYOUT_IOAPIC + WINDOW);
}

static void entry_put(uint32_t line, uint32_t entry)
{
    if (input_of_line[line] != NO_INPUT)
        ioapic_write(REGISTER_ENTRY + 2u * input_of_line[line], entry);
}

/*
 * The controller ignores an edge while its input is masked (82093AA datasheet, 3.2.4): a line of a
 * partition whose window has ended would never interrupt again. So a masked line is always
 * level-triggered, which keeps its request, and goes back to edges after the unmasking.
 */
static void entry_write(uint32_t line, uint32_t entry)
{
    entry_of_line[line] = entry;
    entry_put(line, entry & ENTRY_MASKED ? entry | ENTRY_LEVEL : entry);
}

static void ioapic_mask(uint32_t line)
{
    if (!(entry_of_line[line] & ENTRY_MASKED))
        entry_write(line, entry_of_line[line] | ENTRY_MASKED);
}

static void ioapic_unmask(uint32_t line)
{
    uint32_t entry = entry_of_line[line] & ~ENTRY_MASKED;

    if (!(entry_of_line[line] & ENTRY_MASKED))
        return;
    entry_put(line, entry | ENTRY_LEVEL);
    entry_write(line, entry);
}

static void ioapic_acknowledge(uint32_t line)
{
    (void)line;
    lapic_acknowledge();
}

INIT static void ioapic_set_trigger(uint32_t line, bool level)
{
    uint32_t entry = entry_of_line[line] & ~ENTRY_LEVEL;

    entry_write(line, level ? entry | ENTRY_LEVEL : entry);
}

const struct irqchip ioapic_chip = {
    .name = "I/O APIC",
    .mask = ioapic_mask,
    .unmask = ioapic_unmask,
    .acknowledge = ioapic_acknowledge,
    .set_trigger = ioapic_set_trigger,
};

/* Input of a line, polarity and trigger as the firmware says; PCI's lines are low and level. */
INIT static void line_init(const struct acpi *acpi, uint32_t line, uint32_t vector, uint32_t inputs)
{
    uint32_t interrupt = line;
    uint32_t entry = vector | ENTRY_MASKED;

    if (line < ACPI_ISA_LINES) {
        interrupt = acpi->isa[line].interrupt;
        if (acpi->isa[line].low)
            entry |= ENTRY_LOW_ACTIVE;
        if (acpi->isa[line].level)
            entry |= ENTRY_LEVEL;
    } else {
        entry |= ENTRY_LOW_ACTIVE | ENTRY_LEVEL;
    }
    interrupt -= acpi->ioapic_first;
    input_of_line[line] = interrupt < inputs ? (uint8_t)interrupt : NO_INPUT;
    entry_write(line, entry);
}

/* An input that an override gave to one line is no other's. */
INIT static void inputs_unique(const struct acpi *acpi)
{
    for (uint32_t line = 0; line < ACPI_ISA_LINES; line++) {
        for (uint32_t other = 0; other < POK_MAX_LINES; other++) {
            bool by_default = other >= ACPI_ISA_LINES || acpi->isa[other].interrupt == other;

            if (other != line && acpi->isa[line].interrupt != line && by_default &&
                input_of_line[other] == input_of_line[line])
                input_of_line[other] = NO_INPUT;
        }
    }
}

INIT void ioapic_init(const struct acpi *acpi, uint32_t first_vector)
{
    uint32_t inputs = (ioapic_read(REGISTER_VERSION) >> 16 & 0xff) + 1;
    uint32_t destination = lapic_read(LAPIC_ID) & 0xff000000;

    for (uint32_t input = 0; input < inputs; input++) {
        ioapic_write(REGISTER_ENTRY + 2 * input, ENTRY_MASKED);
        ioapic_write(REGISTER_ENTRY + 2 * input + 1, destination);
    }
    for (uint32_t line = 0; line < POK_MAX_LINES; line++)
        line_init(acpi, line, first_vector + line, inputs);
    inputs_unique(acpi);
}
