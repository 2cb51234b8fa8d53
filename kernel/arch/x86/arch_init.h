/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ARCH_INIT_H
#define ARCH_INIT_H

#include "core/types.h"

/* Segments, gates and the processor's features (seed: the same name). */
pok_ret_t pok_arch_init(void);

#endif
