/* SPDX-License-Identifier: BSD-2-Clause */
/* The cross compiler: generated tables, pristine images and a BSP's kernel become one image. */
#ifndef BULKHEAD_LINK_IMAGE_H
#define BULKHEAD_LINK_IMAGE_H

#include "home.h"
#include "layout.h"

struct link_job {
    const struct home *home;
    const char *compiler;
    const char *bsp;
    bool virtualization;
    const char *directory; /* for generated files, config.c among them */
    const char *output;
};

/* Compile and link into the job's directory; *image_end is where the image ends in physical memory.
 */
bool link_image(const struct link_job *job, const struct layout *layout, uint64_t *image_end);

/* Put the linked image at its place, whole or not at all. */
bool link_deliver(const struct link_job *job);

#endif
