/* SPDX-License-Identifier: BSD-2-Clause */
/* Functions that the compiler expects of every environment; the core doesn't call them by name. */
#ifndef CORE_MEMORY_H
#define CORE_MEMORY_H

#include "core/types.h"

void *memset(void *to, int value, size_t bytes);
void *memcpy(void *restrict to, const void *restrict from, size_t bytes);

#endif
