/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the tool finds its schema, the kernel's headers and the kernels' objects. */
#ifndef BULKHEAD_HOME_H
#define BULKHEAD_HOME_H

#include <stdbool.h>

struct home {
    char *root;   /* has abi/, kernel/ and schema/ */
    char *schema; /* the XSD */
    char *build;  /* has kernel/<bsp>/kernel.o */
};

/*
 * Look at `option` (--home, may be NULL), the environment's BULKHEAD_HOME, the place compiled in,
 * the directories above the program, the current directory, in this order. False, with a message,
 * when none of them has a schema.
 */
bool home_find(struct home *home, const char *option);
void home_free(struct home *home);

#endif
