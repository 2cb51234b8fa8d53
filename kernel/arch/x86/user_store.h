/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shortest checked copy: a frame of four words onto a guest's stack. Same rules as
 * arch_copy_to_user(), without its generality: interrupt delivery is counted in instructions.
 */
#ifndef USER_STORE_H
#define USER_STORE_H

#include "core/types.h"
#include "abi/layout.h"

/* A no-operation until smap_enable() puts clac (0xca) or stac (0xcb) there: see entry.h. */
#define SMAP_INSTRUCTION(opcode)                                                                   \
    "771:\tnopl (%%eax)\n\t"                                                                       \
    ".pushsection .init.smap, \"a\"\n\t"                                                           \
    ".long 771b\n\t"                                                                               \
    ".long " #opcode "\n\t"                                                                        \
    ".popsection\n\t"

/* Store at a partition's address; false when it isn't its to write. */
static inline bool user_store_4(uint32_t address, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    if (address > LAYOUT_USER_END - 16)
        return false;
    __asm__ goto(SMAP_INSTRUCTION(0xcb) "772:\tmovl %[a], (%[address])\n\t"
                                        "movl %[b], 4(%[address])\n\t"
                                        "movl %[c], 8(%[address])\n\t"
                                        "movl %[d], 12(%[address])\n\t"
                                        "773:\n\t"
                                        ".pushsection .copy_fixups, \"a\"\n\t"
                                        ".long 772b, 773b, %l[fault]\n\t"
                                        ".popsection\n\t" SMAP_INSTRUCTION(0xca)
                 :
                 : [address] "r"(address), [a] "r"(a), [b] "r"(b), [c] "r"(c), [d] "r"(d)
                 : "memory"
                 : fault);
    return true;
fault:
    __asm__ volatile(SMAP_INSTRUCTION(0xca) : : : "memory");
    return false;
}

#endif
