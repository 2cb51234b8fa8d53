/* SPDX-License-Identifier: BSD-2-Clause */
/* How many pages the kernel needs for the module's address spaces. */
#ifndef BULKHEAD_POOL_H
#define BULKHEAD_POOL_H

#include "layout.h"

uint32_t pool_pages(const struct layout *layout);

#endif
