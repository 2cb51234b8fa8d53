/* SPDX-License-Identifier: BSD-2-Clause */
/* The vCPU's frames are plain C: unit tests use the processor's own. */
#include "../../../kernel/arch/x86/arch_vcpu.h"
