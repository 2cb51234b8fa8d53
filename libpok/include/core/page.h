/* SPDX-License-Identifier: BSD-2-Clause */
/* The page that tells a partition everything about itself: see abi/partition_page.h. */
#ifndef LIBPOK_CORE_PAGE_H
#define LIBPOK_CORE_PAGE_H

#include "abi/layout.h"
#include "abi/partition_page.h"

/* Read-only. The kernel changes the mode, the lock level and the window while the partition runs.
 */
#define POK_PAGE ((const volatile struct pok_partition_page *)LAYOUT_PARTITION_PAGE)

/* The clock's parameters, constant while partitions run. */
#define POK_CLOCK        ((const struct pok_clock *)(LAYOUT_PARTITION_PAGE + POK_CLOCK_OFFSET))
#define POK_CLOCK_OFFSET offsetof(struct pok_partition_page, clock)

#endif
