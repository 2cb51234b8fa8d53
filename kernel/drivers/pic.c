/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/pic.h"
#include "x86.h"

#define MASTER_COMMAND 0x20
#define MASTER_DATA    0x21
#define SLAVE_COMMAND  0xa0
#define SLAVE_DATA     0xa1
#define ELCR_MASTER    0x4d0 /* a bit per line: level triggered */
#define ELCR_SLAVE     0x4d1

#define ICW1_INIT_ICW4 0x11
#define ICW4_8086      0x01
#define OCW2_EOI       0x20
#define OCW3_READ_ISR  0x0b
#define CASCADE_LINE   2u
#define LINES          16u
#define FIXED_EDGE                                                                                 \
    0x2107u /* lines that can't be level triggered: timer, keyboard, cascade, RTC, FPU */

/* What the mask registers hold. Written by mask and unmask. */
static uint16_t masked = 0xffff;

static void mask_write(uint32_t line)
{
    if (line < 8)
        outb(MASTER_DATA, (uint8_t)masked);
    else
        outb(SLAVE_DATA, (uint8_t)(masked >> 8));
}

static void pic_mask(uint32_t line)
{
    if (line >= LINES)
        return;
    masked |= (uint16_t)(1u << line);
    mask_write(line);
}

static void pic_unmask(uint32_t line)
{
    if (line >= LINES || line == CASCADE_LINE)
        return;
    masked &= (uint16_t) ~(1u << line);
    mask_write(line);
}

static void pic_acknowledge(uint32_t line)
{
    if (line >= 8)
        outb(SLAVE_COMMAND, OCW2_EOI);
    outb(MASTER_COMMAND, OCW2_EOI);
}

INIT static void pic_set_trigger(uint32_t line, bool level)
{
    uint16_t port = line < 8 ? ELCR_MASTER : ELCR_SLAVE;
    uint8_t bit = (uint8_t)(1u << line % 8);

    if (line >= LINES || (FIXED_EDGE >> line & 1))
        return;
    outb(port, (uint8_t)(level ? inb(port) | bit : inb(port) & ~bit));
}

const struct irqchip pic_chip = {
    .name = "8259",
    .mask = pic_mask,
    .unmask = pic_unmask,
    .acknowledge = pic_acknowledge,
    .set_trigger = pic_set_trigger,
};

bool pic_in_service(uint32_t line)
{
    uint16_t port = line < 8 ? MASTER_COMMAND : SLAVE_COMMAND;

    outb(port, OCW3_READ_ISR);
    if (inb(port) & 0x80)
        return true;
    if (line >= 8)
        outb(MASTER_COMMAND, OCW2_EOI);
    return false;
}

INIT void pic_init(uint32_t first_vector)
{
    outb(MASTER_COMMAND, ICW1_INIT_ICW4);
    outb(SLAVE_COMMAND, ICW1_INIT_ICW4);
    outb(MASTER_DATA, (uint8_t)first_vector);
    outb(SLAVE_DATA, (uint8_t)(first_vector + 8));
    outb(MASTER_DATA, 1u << CASCADE_LINE);
    outb(SLAVE_DATA, CASCADE_LINE);
    outb(MASTER_DATA, ICW4_8086);
    outb(SLAVE_DATA, ICW4_8086);
    masked = (uint16_t) ~(1u << CASCADE_LINE);
    mask_write(0);
    mask_write(8);
}
