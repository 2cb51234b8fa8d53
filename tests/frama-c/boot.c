/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel reads of the machine at boot: any boot loader's information, any ACPI tables. */
#include "arch/x86/acpi.h"
#include "arch/x86/multiboot.h"
#include "harness.h"

/* boot_window() promises 2 MiB from an address on. */
#define WINDOW_BYTES 0x200000u

static uint8_t window[WINDOW_BYTES];

const uint8_t *boot_window(uint32_t physical)
{
    (void)physical;
    return window;
}

void analyse_multiboot(void)
{
    static uint8_t info[MULTIBOOT_BYTES];
    char line[16]; /* as long as it is worth: each length is looked at apart */
    const char *options;

    Frama_C_make_unknown((char *)info, sizeof(info));
    Frama_C_make_unknown((char *)window, sizeof(window));
    options = multiboot_options(info, line, sizeof(line));
    /*@ assert inside: \valid_read(options); */
    (void)multiboot_memory_end(info);
}

void analyse_acpi(void)
{
    struct acpi acpi = {0};

    Frama_C_make_unknown((char *)window, sizeof(window));
    acpi_read(&acpi);
}
