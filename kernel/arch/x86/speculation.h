/* SPDX-License-Identifier: BSD-2-Clause */
/* What the processor can do against leaks through speculation, by configuration;
 * docs/speculation.md. */
#ifndef SPECULATION_H
#define SPECULATION_H

#include "core/types.h"

/* Set up what the module asks for, and say what the processor hasn't got. */
void speculation_init(void);
/* Forget what the partition before has left in the processor. */
void speculation_barrier(void);

/*
 * On the switch from partition to partition: nothing, until speculation_init() makes a call of
 * speculation_barrier() of it. Once in the kernel.
 */
static inline void speculation_barrier_site(void)
{
    __asm__ volatile("771:\t.byte 0x0f, 0x1f, 0x44, 0x00, 0x00\n\t" /* nopl 0(%eax, %eax) */
                     ".pushsection .init.rodata, \"a\"\n\t"
                     ".balign 4\n\t"
                     ".globl speculation_site\n"
                     "speculation_site:\n\t"
                     ".long 771b\n\t"
                     ".popsection"
                     :
                     :
                     : "eax", "ecx", "edx", "cc", "memory");
}

#endif
