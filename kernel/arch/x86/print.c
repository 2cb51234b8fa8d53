/* SPDX-License-Identifier: BSD-2-Clause */
#include "print.h"
#include "core/arch.h"
#include "power.h"

/* Tries until the device is given up: boot must not end at a broken one. */
#define READY_TRIES 100000u

INIT static void print_char(char c)
{
    for (uint32_t i = 0; i < READY_TRIES && !arch_console_ready(); i++)
        __asm__ volatile("pause");
    arch_console_put(c);
}

INIT void print(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            print_char('\r');
        print_char(*text);
    }
}

INIT void print_hex(uint32_t value)
{
    for (int shift = 28; shift >= 0; shift -= 4)
        print_char("0123456789abcdef"[value >> shift & 0xf]);
}

INIT void print_decimal(uint32_t value)
{
    char digits[11];
    uint32_t place = sizeof(digits) - 1;

    digits[place] = '\0';
    do {
        digits[--place] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    print(&digits[place]);
}

INIT void boot_stop(const char *reason)
{
    print("[kernel] boot: ");
    print(reason);
    print("\n");
    power_stop(DEBUG_EXIT_BOOT);
}
