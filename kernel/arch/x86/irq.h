/* SPDX-License-Identifier: BSD-2-Clause */
/* Hardware interrupts: choice of the controller, dispatch. */
#ifndef IRQ_H
#define IRQ_H

#include "core/types.h"
#include "trap.h"

struct acpi;

/* Choose by what there is and by the boot options; every line is masked afterwards. */
void irq_init(const struct acpi *acpi);
/* A line that the kernel itself uses: handle its interrupts and let them in. */
void irq_take_line(uint32_t line, irq_handler_t handler);
/* The same for one of the other vectors, LAYOUT_IRQ_VECTOR + `index`. */
void irq_set_handler(uint32_t index, irq_handler_t handler);
/* Acknowledge at the controller. */
void irq_acknowledge(uint32_t line);
const char *irq_controller_name(void);

#endif
