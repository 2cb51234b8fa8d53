/* SPDX-License-Identifier: BSD-2-Clause */
/* The address space is plain C: unit tests use the processor's own. */
#include "../../../kernel/arch/x86/arch_space.h"
