/* SPDX-License-Identifier: BSD-2-Clause */
/* The pair of 8259 interrupt controllers. */
#ifndef DRIVERS_PIC_H
#define DRIVERS_PIC_H

#include "drivers/irqchip.h"

#define PIC_SPURIOUS_MASTER 7u
#define PIC_SPURIOUS_SLAVE  15u

extern const struct irqchip pic_chip;

/* Programme both, all lines masked; line l has vector first + l. */
void pic_init(uint32_t first_vector);
/*
 * Whether an interrupt of line 7 or 15 is one; those that aren't need nothing further (the cascade
 * of a spurious line 15 has been acknowledged).
 */
bool pic_in_service(uint32_t line);

#endif
