/* SPDX-License-Identifier: BSD-2-Clause */
/* What an image says about the machine it needs. */
#ifndef BULKHEAD_IMAGE_FACTS_H
#define BULKHEAD_IMAGE_FACTS_H

#include <stdint.h>

/*
 * The memory that an image made by bulkhead build needs. With a message and an exit status other
 * than STATUS_OK when it isn't one, or was built for another BSP than `bsp` (NULL: any).
 */
int image_facts_read(const char *image, const char *bsp, uint64_t *memory_bytes);

#endif
