/* SPDX-License-Identifier: BSD-2-Clause */
/* The 16550 at COM1: the console, polled. It is the architecture's arch_console_*(). */
#ifndef DRIVERS_UART_H
#define DRIVERS_UART_H

#include "core/types.h"

/* 115,200 baud, 8 bits, no parity, FIFO on, no interrupts. */
void uart_init(void);
/* Wait, for a bounded time, until what was written is on the line: before power off or reset. */
void uart_drain(void);

#endif
