/* SPDX-License-Identifier: BSD-2-Clause */
/* What every kernel file includes: the shared types and the kernel's own attributes. */
#ifndef CORE_TYPES_H
#define CORE_TYPES_H

#include "abi/types.h"

/* Code and data used at boot only; not mapped afterwards. */
#define INIT      __attribute__((section(".init.text"), noinline))
#define INIT_DATA __attribute__((section(".init.data")))

/*
 * Calls from assembly and call handlers pass the first three arguments in eax, edx and ecx. The
 * whole kernel is compiled so (-mregparm=3); the host's unit tests use the host's own convention.
 */
#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The structure that `pointer` is the given member of. */
#define CONTAINER_OF(pointer, type, member)                                                        \
    ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

#endif
