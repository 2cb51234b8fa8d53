/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copies. The two that touch a partition's memory do so with the partition's own mapping and with
 * read-only pages respected (CR0.WP); a fault between copy_user_begin and copy_user_end continues
 * at copy_user_fixup (trap_kernel() finds the three in .copy_fixups).
 *
 *   pok_ret_t arch_copy_from_user(void *to, uint32_t from_user, uint32_t bytes)
 *   pok_ret_t arch_copy_to_user(uint32_t to_user, const void *from, uint32_t bytes)
 *   void arch_copy_words(void *to, const void *from, uint32_t words)
 */
#include "entry.h"

        .text

        .globl  arch_copy_from_user
        .type   arch_copy_from_user, @function
arch_copy_from_user:
        pushl   %esi
        pushl   %edi
        movl    %edx, %esi
        movl    %eax, %edi
        addl    %ecx, %edx
        jc      copy_user_bad
        cmpl    $LAYOUT_USER_END, %edx
        ja      copy_user_bad
copy_user:
        movl    %ecx, %edx
        shrl    $2, %ecx
        andl    $3, %edx
        STAC
copy_user_begin:
        rep movsl
        movl    %edx, %ecx
        rep movsb
copy_user_end:
        CLAC
        xorl    %eax, %eax
        popl    %edi
        popl    %esi
        ret
        .size   arch_copy_from_user, . - arch_copy_from_user

        .globl  arch_copy_to_user
        .type   arch_copy_to_user, @function
arch_copy_to_user:
        pushl   %esi
        pushl   %edi
        movl    %edx, %esi
        movl    %eax, %edi
        addl    %ecx, %eax
        jc      copy_user_bad
        cmpl    $LAYOUT_USER_END, %eax
        jbe     copy_user
copy_user_bad:
        movl    $ERRNO_EFAULT, %eax
        popl    %edi
        popl    %esi
        ret
        .size   arch_copy_to_user, . - arch_copy_to_user

copy_user_fixup:
        CLAC
        jmp     copy_user_bad

        .globl  arch_copy_words
        .type   arch_copy_words, @function
arch_copy_words:
        pushl   %esi
        pushl   %edi
        movl    %edx, %esi
        movl    %eax, %edi
        rep movsl
        popl    %edi
        popl    %esi
        ret
        .size   arch_copy_words, . - arch_copy_words

        .section .copy_fixups, "a"
        .long   copy_user_begin, copy_user_end, copy_user_fixup

        .section .note.GNU-stack, "", @progbits
