/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads have no registers here. */
#ifndef ARCH_SWITCH_H
#define ARCH_SWITCH_H

#include "core/thread.h"

static inline void arch_thread_switch(struct thread *from, struct thread *to)
{
    (void)from;
    (void)to;
}

#endif
