/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS's interrupt hooks, in line. An RTEMS for Bulkhead guests is compiled with
 *
 *     -include .../guests/rtems/include/bulkhead/inline_interrupts.h
 *
 * among its ABI_FLAGS. What RTEMS declares later itself, without a storage class, then means these.
 * Without, it calls the functions of the same names and meanings in guests/rtems/context.S.
 *
 * The file needs nothing else: it is read before everything in each of RTEMS's source files, so it
 * must not include anything, and stands in for abi/vcpu_page.h, which guests/rtems/irq.c checks.
 */
#ifndef BULKHEAD_INLINE_INTERRUPTS_H
#define BULKHEAD_INLINE_INTERRUPTS_H

#ifndef __ASSEMBLER__

#define BULKHEAD_VIF         0x00201000 /* the page's word vif */
#define BULKHEAD_VIF_ENABLED 0x200u
#define BULKHEAD_VIF_PENDING 0x80000000u

#ifdef __cplusplus
extern "C" {
#endif

/* The level in EFLAGS's form; perhaps with the hint, which does no harm in
 * i386_enable_interrupts().
 */
static inline __UINT32_TYPE__ i386_disable_interrupts(void)
{
    __UINT32_TYPE__ level = *(volatile __UINT32_TYPE__ *)BULKHEAD_VIF;

    __asm__ volatile("andl %[keep], %c[vif]"
                     :
                     : [keep] "i"(BULKHEAD_VIF_PENDING), [vif] "i"(BULKHEAD_VIF)
                     : "memory", "cc");
    return level;
}

/* Interrupts are off, and `level` is what they are to be. The call keeps all registers. */
static inline void i386_enable_interrupts(__UINT32_TYPE__ level)
{
    __asm__ volatile("orl %[level], %c[vif]\n\t"
                     "js 2f\n"
                     "1:\n\t"
                     ".subsection 1\n"
                     "2:\tcall virt_deliver_pending\n\t"
                     "jmp 1b\n\t"
                     ".previous"
                     :
                     : [level] "ri"(level), [vif] "i"(BULKHEAD_VIF)
                     : "memory", "cc");
}

/* Nothing waits: nothing to let through. What comes a moment later waits for the next flash. */
static inline void i386_flash_interrupts(__UINT32_TYPE__ level)
{
    __asm__ volatile(
        "cmpl $0, %c[vif]\n\t"
        "js 2f\n"
        "1:\n\t"
        ".subsection 1\n"
        "2:\torl %[level], %c[vif]\n\t"
        "call virt_deliver_pending\n\t"
        "andl %[keep], %c[vif]\n\t"
        "jmp 1b\n\t"
        ".previous"
        :
        : [level] "ri"(level), [keep] "i"(BULKHEAD_VIF_PENDING), [vif] "i"(BULKHEAD_VIF)
        : "memory", "cc");
}

/* 0 is on. */
static inline void i386_set_interrupt_level(__UINT32_TYPE__ level)
{
    if (level == 0)
        i386_enable_interrupts(BULKHEAD_VIF_ENABLED);
    else
        (void)i386_disable_interrupts();
}

static inline __UINT32_TYPE__ i386_get_interrupt_level(void)
{
    return (*(volatile __UINT32_TYPE__ *)BULKHEAD_VIF & BULKHEAD_VIF_ENABLED) == 0;
}

#ifdef __cplusplus
}
#endif

#endif
#endif
