/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options on the boot loader's command line: words `key=value`, separated by blanks. The loader's
 * own first word (the image's name) is skipped by the caller.
 */
#ifndef CORE_OPTIONS_H
#define CORE_OPTIONS_H

#include "core/types.h"

#define OPTIONS_LINE_BYTES 256u

enum option_clock { OPTION_CLOCK_AUTO, OPTION_CLOCK_TSC, OPTION_CLOCK_PIT };
enum option_timer { OPTION_TIMER_AUTO, OPTION_TIMER_LAPIC, OPTION_TIMER_PIT };
enum option_irqchip { OPTION_IRQCHIP_AUTO, OPTION_IRQCHIP_PIC, OPTION_IRQCHIP_IOAPIC };

struct boot_options {
    uint32_t major_frames; /* the module shuts down after so many; 0: never */
    uint32_t loglevel;     /* messages above this level are dropped; 0 error to 3 debug */
    enum option_clock clock;
    enum option_timer timer;
    enum option_irqchip irqchip;
};

/* Written once, at boot. */
extern struct boot_options boot_options;

/*
 * Read a command line into `options`, which holds the defaults. Each word that isn't understood is
 * handed to `complain` and changes nothing.
 */
void options_parse(struct boot_options *options, const char *line,
                   void (*complain)(const char *word, uint32_t length));

#endif
