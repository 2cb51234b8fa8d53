/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second serial port, driven as on bare hardware: the configuration gives the guest its I/O
 * ports and its interrupt line.
 */
#ifndef SERIAL_H
#define SERIAL_H

#include <stdint.h>

/* Open it; `received` is called by the interrupt handler for what has come. Returns an error code.
 */
int serial_open(void (*received)(void));
/* The next character that was received, or -1. */
int serial_get(void);
void serial_put(char c);
/* Characters received, and those among them lost because nobody took them in time. */
uint32_t serial_received(void);
uint32_t serial_lost(void);

#endif
