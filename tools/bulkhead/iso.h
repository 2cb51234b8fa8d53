/* SPDX-License-Identifier: BSD-2-Clause */
/* Boot disks. */
#ifndef BULKHEAD_ISO_H
#define BULKHEAD_ISO_H

#include <stdbool.h>

/* Write a boot disk with GRUB that starts `image` with the kernel's `options`. */
bool iso_write(const char *image, const char *output, const char *options);
/* Whether a file is a disk image with an ISO 9660 file system. */
bool iso_is(const char *path);

#endif
