/* SPDX-License-Identifier: BSD-2-Clause */
/* Address space of a partition under PAE. Compiles on the host, too. */
#ifndef ARCH_SPACE_H
#define ARCH_SPACE_H

#include "abi/types.h"

typedef uint64_t page_entry_t;

struct arch_space {
    /* The four entries CR3 points to: user, nothing, nothing, kernel. */
    page_entry_t directory_pointer[4] __attribute__((aligned(32)));
    uint32_t cr3;
    page_entry_t *shared; /* table of LAYOUT_SHARED_BASE: partition page and vCPU pages */
};

#endif
