/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shortest checked copies: one word or four. Same rules as arch_copy_to_user() and
 * arch_copy_from_user(), without their generality: these paths are counted in instructions.
 */
#ifndef USER_STORE_H
#define USER_STORE_H

#include "core/types.h"
#include "abi/layout.h"
#include "arch_thread.h"
#include <arch_index.h> /* not by quotes: a BSP may have its own */

/* A no-operation until smap_enable() puts clac (0xca) or stac (0xcb) there: see entry.h. */
#define SMAP_INSTRUCTION(opcode)                                                                   \
    "771:\tnopl (%%eax)\n\t"                                                                       \
    ".pushsection .init.smap, \"a\"\n\t"                                                           \
    ".long 771b\n\t"                                                                               \
    ".long " #opcode "\n\t"                                                                        \
    ".popsection\n\t"

/* The row that sends a fault between 772 and 773 to the label `fault`. */
#define USER_FIXUP(fault)                                                                          \
    ".pushsection .copy_fixups, \"a\"\n\t"                                                         \
    ".long 772b, 773b, %l[" #fault "]\n\t"                                                         \
    ".popsection\n\t"

/*
 * Store at a partition's address what struct pok_upcall_frame says: a context's eax, *threshold,
 * eflags and eip. False when it isn't the partition's to write. One scratch register, so that the
 * caller keeps its own.
 */
static inline bool user_store_upcall(uint32_t address, const context_t *context,
                                     const uint32_t *threshold)
{
    if (address > LAYOUT_USER_END - 16)
        return false;
    address = arch_index(address, LAYOUT_USER_END);
    __asm__ goto(SMAP_INSTRUCTION(0xcb) "movl %c[eax](%[context]), %%eax\n\t"
                                        "772:\tmovl %%eax, (%[address])\n\t"
                                        "movl %[threshold], %%eax\n\t"
                                        "movl %%eax, 4(%[address])\n\t"
                                        "movl %c[eflags](%[context]), %%eax\n\t"
                                        "movl %%eax, 8(%[address])\n\t"
                                        "movl %c[eip](%[context]), %%eax\n\t"
                                        "movl %%eax, 12(%[address])\n\t"
                                        "773:\n\t" USER_FIXUP(fault) SMAP_INSTRUCTION(0xca)
                 :
                 : [address] "r"(address), [context] "r"(context), [threshold] "m"(*threshold),
                   [eax] "i"(offsetof(context_t, eax)), [eflags] "i"(offsetof(context_t, eflags)),
                   [eip] "i"(offsetof(context_t, eip))
                 : "eax", "memory"
                 : fault);
    return true;
fault:
    __asm__ volatile(SMAP_INSTRUCTION(0xca) : : : "memory");
    return false;
}

/* Store a word of a partition; false when it isn't its to write. */
static inline bool user_store_1(uint32_t address, uint32_t value)
{
    if (address > LAYOUT_USER_END - 4)
        return false;
    address = arch_index(address, LAYOUT_USER_END);
    __asm__ goto(SMAP_INSTRUCTION(0xcb) "772:\tmovl %[value], (%[address])\n\t"
                                        "773:\n\t" USER_FIXUP(fault) SMAP_INSTRUCTION(0xca)
                 :
                 : [address] "r"(address), [value] "r"(value)
                 : "memory"
                 : fault);
    return true;
fault:
    __asm__ volatile(SMAP_INSTRUCTION(0xca) : : : "memory");
    return false;
}

/* Load a word of a partition; false, and *value as it was, when it isn't its to read. */
static inline bool user_load_1(uint32_t address, uint32_t *value)
{
    if (address > LAYOUT_USER_END - 4)
        return false;
    address = arch_index(address, LAYOUT_USER_END);
    /* Through memory: an output register of asm goto costs moves on both ways out. */
    __asm__ goto(SMAP_INSTRUCTION(0xcb) "772:\tmovl (%[address]), %%eax\n\t"
                                        "773:\tmovl %%eax, (%[value])\n\t" USER_FIXUP(fault)
                                            SMAP_INSTRUCTION(0xca)
                 :
                 : [address] "r"(address), [value] "r"(value)
                 : "eax", "memory"
                 : fault);
    return true;
fault:
    __asm__ volatile(SMAP_INSTRUCTION(0xca) : : : "memory");
    return false;
}

#endif
