/* SPDX-License-Identifier: BSD-2-Clause */
/* All of the paravirtualization layer. docs/porting-a-guest.md shows how an operating system uses
 * it. */
#ifndef LIBPOK_VIRT_VIRT_H
#define LIBPOK_VIRT_VIRT_H

#include "virt/hypercall.h"
#include "virt/interrupt.h"
#include "virt/bsp.h"

#endif
