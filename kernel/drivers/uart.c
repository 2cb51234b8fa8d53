/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/uart.h"
#include "core/arch.h"
#include "x86.h"

#define COM1           0x3f8
#define DATA           (COM1 + 0)
#define INTERRUPTS     (COM1 + 1)
#define FIFO           (COM1 + 2)
#define LINE_CONTROL   (COM1 + 3)
#define MODEM_CONTROL  (COM1 + 4)
#define LINE_STATUS    (COM1 + 5)
#define DIVISOR_ACCESS 0x80
#define EIGHT_BITS     0x03
#define FIFO_CLEAR     0x07 /* on, both directions cleared */
#define DTR_RTS        0x03
#define TRANSMIT_EMPTY 0x20
#define TRANSMIT_DONE  0x40 /* the shift register, too */
#define RECEIVED       0x01
#define FIFO_BYTES     16u
#define DRAIN_TRIES    100000u /* a port's read takes about 1 us, a full FIFO 1.4 ms */

/* Bytes the transmit FIFO takes for sure. Written by the two below. */
static uint32_t room;

bool arch_console_ready(void)
{
    if (room == 0 && (inb(LINE_STATUS) & TRANSMIT_EMPTY))
        room = FIFO_BYTES;
    return room != 0;
}

void arch_console_put(char c)
{
    outb(DATA, (uint8_t)c);
    if (room != 0)
        room--;
}

void uart_drain(void)
{
    for (uint32_t i = 0; i < DRAIN_TRIES && !(inb(LINE_STATUS) & TRANSMIT_DONE); i++)
        __asm__ volatile("pause");
}

bool arch_console_get(char *c)
{
    if (!(inb(LINE_STATUS) & RECEIVED))
        return false;
    *c = (char)inb(DATA);
    return true;
}

INIT void uart_init(void)
{
    outb(INTERRUPTS, 0);
    outb(LINE_CONTROL, DIVISOR_ACCESS);
    outb(COM1, 1); /* 115,200 / 1 */
    outb(COM1 + 1, 0);
    outb(LINE_CONTROL, EIGHT_BITS);
    outb(FIFO, FIFO_CLEAR);
    outb(MODEM_CONTROL, DTR_RTS);
}
