/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/pit.h"
#include "x86.h"

#define CHANNEL_0 0x40
#define CHANNEL_2 0x42
#define CONTROL   0x43
#define GATE      0x61 /* bit 0: gate of channel 2, bit 1: speaker, bit 5: output of channel 2 */

#define CONTROL_0_MODE_0 0x30 /* interrupt on terminal count, low and high byte */
#define CONTROL_2_MODE_0 0xb0
#define CONTROL_2_MODE_2 0xb4 /* rate generator */
#define CONTROL_2_LATCH  0x80
#define GATE_ON          0x01
#define GATE_SPEAKER     0x02
#define GATE_OUTPUT      0x20

INIT static void gate_set(bool on)
{
    uint8_t rest = inb(GATE) & (uint8_t) ~(GATE_ON | GATE_SPEAKER);

    outb(GATE, (uint8_t)(rest | (on ? GATE_ON : 0)));
}

INIT void pit_init(void)
{
    outb(CONTROL, CONTROL_0_MODE_0); /* no further interrupts before a count is written */
    gate_set(false);
}

INIT void pit_wait_prepare(uint32_t counts)
{
    gate_set(false);
    outb(CONTROL, CONTROL_2_MODE_0);
    outb(CHANNEL_2, (uint8_t)counts);
    outb(CHANNEL_2, (uint8_t)(counts >> 8));
}

INIT void pit_wait_start(void)
{
    gate_set(true);
}

INIT bool pit_wait_over(void)
{
    return (inb(GATE) & GATE_OUTPUT) != 0;
}

INIT void pit_clock_start(void)
{
    gate_set(false);
    outb(CONTROL, CONTROL_2_MODE_2);
    outb(CHANNEL_2, 0);
    outb(CHANNEL_2, 0);
    gate_set(true);
}

uint16_t pit_clock_read(void)
{
    uint8_t low;

    outb(CONTROL, CONTROL_2_LATCH);
    low = inb(CHANNEL_2);
    return (uint16_t)(low | inb(CHANNEL_2) << 8);
}

INIT void pit_timer_start(void)
{
    outb(CONTROL, CONTROL_0_MODE_0);
}

void pit_timer_set(uint32_t counts)
{
    outb(CHANNEL_0, (uint8_t)counts);
    outb(CHANNEL_0, (uint8_t)(counts >> 8));
}
