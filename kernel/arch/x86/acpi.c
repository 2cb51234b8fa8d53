/* SPDX-License-Identifier: BSD-2-Clause */
#include "acpi.h"
#include "x86.h"

#define EBDA_SEGMENT 0x40e
#define BIOS_START   0xe0000u
#define BIOS_END     0x100000u
#define RSDP_BYTES   20u
#define HEADER_BYTES 36u
#define TABLE_MAX    0x10000u /* longer ones are taken for damaged */
#define RSDT_MAX     64u      /* tables looked at */
#define SIGNATURE(a, b, c, d)                                                                      \
    ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

/* Offsets in the tables; ACPI specification 6.5, chapter 5. */
#define RSDP_RSDT           16
#define FADT_PM1A_CONTROL   64
#define FADT_BYTES          116u
#define MADT_ENTRIES        44u
#define MADT_IOAPIC         1
#define MADT_IOAPIC_BYTES   12u
#define MADT_OVERRIDE       2
#define MADT_OVERRIDE_BYTES 10u
#define POLARITY_MASK       0x3
#define POLARITY_LOW        0x3
#define TRIGGER_MASK        0xc
#define TRIGGER_LEVEL       0xc

static inline uint16_t read16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t read32(const uint8_t *bytes)
{
    return read16(bytes) | (uint32_t)read16(bytes + 2) << 16;
}

INIT static bool sums_to_zero(const uint8_t *bytes, uint32_t count)
{
    uint8_t sum = 0;

    for (uint32_t i = 0; i < count; i++)
        sum = (uint8_t)(sum + bytes[i]);
    return sum == 0;
}

/* A whole table with a right length and sum, or NULL. */
INIT static const uint8_t *table(uint32_t physical, uint32_t *bytes)
{
    const uint8_t *start;
    uint32_t length;

    if (physical == 0 || physical > UINT32_MAX - LARGE_PAGE_BYTES)
        return NULL;
    start = boot_window(physical);
    length = read32(start + 4);
    if (length < HEADER_BYTES || length > TABLE_MAX || !sums_to_zero(start, length))
        return NULL;
    *bytes = length;
    return start;
}

/* Address of the RSDT from a root pointer between two physical addresses, or 0. */
INIT static uint32_t rsdt_between(uint32_t from, uint32_t end)
{
    for (uint32_t physical = from; physical + RSDP_BYTES <= end; physical += 16) {
        const uint8_t *rsdp = boot_window(physical);

        if (read32(rsdp) == SIGNATURE('R', 'S', 'D', ' ') &&
            read32(rsdp + 4) == SIGNATURE('P', 'T', 'R', ' ') && sums_to_zero(rsdp, RSDP_BYTES))
            return read32(rsdp + RSDP_RSDT);
    }
    return 0;
}

INIT static void ioapic_entry(struct acpi *acpi, const uint8_t *entry)
{
    uint32_t address = read32(entry + 4);

    if (acpi->ioapic != 0 || address % PAGE_BYTES != 0)
        return;
    acpi->ioapic = address;
    acpi->ioapic_first = read32(entry + 8);
}

INIT static void override_entry(struct acpi *acpi, const uint8_t *entry)
{
    uint32_t line = entry[3];
    uint32_t flags = read16(entry + 8);

    if (line >= ACPI_ISA_LINES)
        return;
    acpi->isa[line].interrupt = read32(entry + 4);
    acpi->isa[line].low = (flags & POLARITY_MASK) == POLARITY_LOW;
    acpi->isa[line].level = (flags & TRIGGER_MASK) == TRIGGER_LEVEL;
}

INIT static void madt_read(struct acpi *acpi, const uint8_t *madt, uint32_t bytes)
{
    uint32_t offset = MADT_ENTRIES;

    while (offset < bytes && bytes - offset >= 2) {
        const uint8_t *entry = madt + offset;
        uint32_t length = entry[1];

        if (length < 2 || length > bytes - offset)
            return;
        if (entry[0] == MADT_IOAPIC && length >= MADT_IOAPIC_BYTES)
            ioapic_entry(acpi, entry);
        if (entry[0] == MADT_OVERRIDE && length >= MADT_OVERRIDE_BYTES)
            override_entry(acpi, entry);
        offset += length;
    }
}

INIT static void table_read(struct acpi *acpi, uint32_t physical)
{
    uint32_t bytes = 0;
    const uint8_t *start = table(physical, &bytes);

    if (start == NULL)
        return;
    if (read32(start) == SIGNATURE('A', 'P', 'I', 'C'))
        madt_read(acpi, start, bytes);
    if (read32(start) == SIGNATURE('F', 'A', 'C', 'P') && bytes >= FADT_BYTES &&
        read32(start + FADT_PM1A_CONTROL) <= UINT16_MAX)
        acpi->pm1a_control = (uint16_t)read32(start + FADT_PM1A_CONTROL);
}

INIT void acpi_read(struct acpi *acpi)
{
    uint32_t tables[RSDT_MAX];
    uint32_t count = 0;
    uint32_t bytes = 0;
    uint32_t ebda = (uint32_t)read16(boot_window(EBDA_SEGMENT)) << 4;
    uint32_t physical = rsdt_between(ebda, ebda + 1024);
    const uint8_t *rsdt;

    for (uint32_t line = 0; line < ACPI_ISA_LINES; line++)
        acpi->isa[line] = (struct acpi_line){.interrupt = line};
    if (physical == 0)
        physical = rsdt_between(BIOS_START, BIOS_END);
    rsdt = table(physical, &bytes);
    if (rsdt == NULL || read32(rsdt) != SIGNATURE('R', 'S', 'D', 'T'))
        return;
    for (uint32_t at = HEADER_BYTES; at < bytes && bytes - at >= 4 && count < RSDT_MAX; at += 4)
        tables[count++] = read32(rsdt + at);
    for (uint32_t i = 0; i < count; i++)
        table_read(acpi, tables[i]);
}
