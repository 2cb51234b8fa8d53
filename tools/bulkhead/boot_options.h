/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's command line: words key=value. */
#ifndef BULKHEAD_BOOT_OPTIONS_H
#define BULKHEAD_BOOT_OPTIONS_H

#include <stdbool.h>

struct boot_options {
    char *text; /* NULL: none */
};

/* Add a word; false with a message when it isn't key=value in printable characters. */
bool boot_options_add(struct boot_options *options, const char *word);
/* Add the number of major frames after which the module shuts down. */
bool boot_options_frames(struct boot_options *options, const char *number);
void boot_options_free(struct boot_options *options);

#endif
