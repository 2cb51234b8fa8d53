/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pieces that all entries of ring 3 share; for assembly. docs/architecture.md, "Entering the
 * kernel", has the whole picture.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include "abi/layout.h"
#include "x86.h"
#include "asm_offsets.h"

/*
 * One instruction of SMAP's, a no-operation of the same length until smap_enable() finds that the
 * processor has it. opcode: 0xca clac, 0xcb stac.
 */
.macro SMAP opcode
771:
        nopl    (%eax)
        .pushsection .init.smap, "a"
        .long   771b
        .long   \opcode
        .popsection
.endm
.macro CLAC
        SMAP    0xca
.endm
.macro STAC
        SMAP    0xcb
.endm

/*
 * After the processor, error code and vector: the other registers of the context, and what C code
 * expects of the processor. Interrupt gates leave AC and DF as the partition had them. `scratch`
 * is overwritten.
 */
.macro ENTER scratch
        pusha
        CLAC
        cld
        movl    $LAYOUT_USER_DATA, \scratch
        movl    \scratch, %ds
        movl    \scratch, %es
.endm

/* The context of a caller by the fast gate; ecx is overwritten. */
.macro SYSENTER_SAVE flags
        movl    processor + PROCESSOR_CURRENT, %ecx
        movl    \flags, CONTEXT_EFLAGS(%ecx)
        movl    %eax, CONTEXT_EAX(%ecx)
        movl    %ebx, CONTEXT_EBX(%ecx)
        movl    %esi, CONTEXT_ESI(%ecx)
        movl    %edi, CONTEXT_EDI(%ecx)
        movl    %ebp, CONTEXT_EBP(%ecx)
        movl    %edi, CONTEXT_EIP(%ecx)
        movl    %ebp, CONTEXT_ESP(%ecx)
        movl    $LAYOUT_USER_DATA, CONTEXT_SS(%ecx)
.endm

/*
 * Call the function that a table, whose first entry is for `first`, has for eax: one instruction, or
 * with RETPOLINE, which mk/instrument.mk defines for one of the BSPs, several that aren't predicted.
 * No register changes.
 */
.macro CALL_TABLE table, first=0
        .ifdef  RETPOLINE
        call    772f
        jmp     773f
772:    pushl   \table - 4 * \first(, %eax, 4)
        jmp     retpoline_stack
773:
        .else
        call    *\table - 4 * \first(, %eax, 4)
        .endif
.endm

/*
 * With RETPOLINE: the index, which a comparison has just found below its bound, is 0 where the
 * processor only supposes that. The carry is still the comparison's. kernel/bsp/x86-qemu-retpoline/arch_index.h.
 */
.macro MASK_INDEX index, scratch
        .ifdef RETPOLINE
        sbbl    \scratch, \scratch
        andl    \scratch, \index
        .endif
.endm

/* The same with a partition's address, before anything has been compared: a kernel's becomes 0. */
.macro MASK_ADDRESS address, scratch
        .ifdef RETPOLINE
        cmpl    $LAYOUT_USER_END, \address
        MASK_INDEX \address, \scratch
        .endif
.endm

/*
 * A gate of a software interrupt: eax is the number, edx, ecx, ebx and esi are arguments 1 to 4.
 * `table` has CALL_TABLE_COUNT handlers.
 */
.macro CALL_GATE name, vector, table
        .globl  \name
        .type   \name, @function
\name:
        pushl   $0
        pushl   $\vector
        ENTER   %edi
        movl    %esp, %ebp
        movl    $kernel_stack_top, %esp
        cmpl    $CALL_TABLE_COUNT, %eax
        jae     call_unknown
        MASK_INDEX %eax, %edi
        pushl   %esi
        pushl   %ebx
        CALL_TABLE \table
        jmp     call_leave
        .size   \name, . - \name
.endm

#endif
