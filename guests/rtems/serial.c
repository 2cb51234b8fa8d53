/* SPDX-License-Identifier: BSD-2-Clause */
/* Serial ports by the ns16550 driver that comes with RTEMS, in interrupt mode. */
#include <libchip/ns16550.h>
#include <stdlib.h>

#include "internal.h"

#define UART_CLOCK 1843200u

static uint8_t get_register(uintptr_t port, uint8_t reg)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"((uint16_t)(port + reg)));
    return value;
}

static void set_register(uintptr_t port, uint8_t reg, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"((uint16_t)(port + reg)));
}

rtems_status_code bulkhead_serial_install(const char *path, uint16_t port, uint32_t line,
                                          uint32_t baud)
{
    ns16550_context *context = calloc(1, sizeof(*context));

    if (context == NULL)
        return RTEMS_NO_MEMORY;
    rtems_termios_device_context_initialize(&context->base, "ns16550");
    context->get_reg = get_register;
    context->set_reg = set_register;
    context->port = port;
    context->irq = line;
    context->clock = UART_CLOCK;
    context->initial_baud = baud;
    if (!ns16550_probe(&context->base)) {
        free(context);
        return RTEMS_IO_ERROR;
    }
    return rtems_termios_device_install(path, &ns16550_handler_interrupt, NULL, &context->base);
}
