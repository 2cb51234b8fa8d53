/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ARCH_TIMER_H
#define ARCH_TIMER_H

#include "core/arch.h"

static inline void arch_timer_arm_soon(uint32_t delay)
{
    arch_timer_arm(arch_time_ns() + delay);
}

static inline bool arch_timer_by_delay(void)
{
    return true;
}

#endif
