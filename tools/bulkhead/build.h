/* SPDX-License-Identifier: BSD-2-Clause */
/* From a module file to a bootable image. */
#ifndef BULKHEAD_BUILD_H
#define BULKHEAD_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "home.h"

#define BUILD_DEFAULT_BSP "x86-qemu-vmm"
#define BUILD_PLAIN_BSP   "x86-qemu" /* the one without virtualization */

struct build_options {
    const char *module;
    const char *output;
    const char *bsp;
    const char **directories; /* searched for images, before the module's and the output's own */
    size_t directory_count;
    const char *keep; /* directory for the generated files, NULL: temporary */
    const char *compiler;
    bool map; /* print the memory map */
};

/* Print what is wrong; returns an exit status. */
int build_image(const struct build_options *options, const struct home *home);

#endif
