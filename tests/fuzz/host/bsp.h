/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's fuzz targets have guests, the unit tests of the core have none. */
#include "../../../kernel/bsp/x86-qemu-vmm/bsp.h"
