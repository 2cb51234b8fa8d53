/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of the core run on the plain kernel's board, whose hooks do nothing. */
#include "../../../kernel/bsp/x86-qemu/bsp.h"
