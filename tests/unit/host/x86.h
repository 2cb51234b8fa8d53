/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's constants, and ports that a unit test simulates. */
#ifndef HOST_X86_H
#define HOST_X86_H

#define inb  x86_inb
#define outb x86_outb
#include "../../../kernel/arch/x86/x86.h"
#undef inb
#undef outb

uint8_t inb(uint16_t port);
void outb(uint16_t port, uint8_t value);

#endif
