/* SPDX-License-Identifier: BSD-2-Clause */
#include "power.h"
#include "core/arch.h"
#include "drivers/uart.h"
#include "acpi.h"
#include "dump.h"
#include "x86.h"

#define PM1_SLP_EN    0x2000 /* sleep type 0, which is off in QEMU's firmware */
#define PM1A_FALLBACK 0x604  /* where QEMU's firmware puts it */

#define RESET_CONTROL    0xcf9
#define RESET_HARD       0x06
#define KEYBOARD_CONTROL 0x64
#define KEYBOARD_RESET   0xfe

/* Port of ACPI's PM1a control register. Written by power_init(). */
static uint16_t pm1a_control = PM1A_FALLBACK;

INIT void power_init(const struct acpi *acpi)
{
    if (acpi->pm1a_control != 0)
        pm1a_control = acpi->pm1a_control;
}

static _Noreturn void power_halt(void)
{
    for (;;)
        __asm__ volatile("cli; hlt");
}

void power_stop(uint8_t status)
{
    uart_drain();
    outb(DEBUG_EXIT_PORT, status);
    power_halt();
}

void arch_power_off(void)
{
    uart_drain();
    outw(pm1a_control, PM1_SLP_EN);
    outw(PM1A_FALLBACK, PM1_SLP_EN);
    power_halt();
}

void arch_reset(void)
{
    uart_drain();
    outb(RESET_CONTROL, RESET_HARD);
    outb(KEYBOARD_CONTROL, KEYBOARD_RESET);
    power_halt();
}

void arch_stop(void)
{
    dump_stack((uint32_t)__builtin_frame_address(0));
    power_stop(DEBUG_EXIT_STOP);
}
