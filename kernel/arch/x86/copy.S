/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copies. The two that touch a partition's memory do so with the partition's own mapping and with
 * read-only pages respected (CR0.WP); a fault between copy_user and copy_user_end continues at
 * copy_user_fixup (trap_kernel() finds such rows of three in .copy_fixups).
 *
 *   pok_ret_t arch_copy_from_user(void *to, uint32_t from_user, uint32_t bytes)
 *   pok_ret_t arch_copy_message(void *to, uint32_t from_user, uint32_t bytes)
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
        MASK_ADDRESS %esi, %eax
        addl    %ecx, %edx
        jc      copy_user_bad
        cmpl    $LAYOUT_USER_END, %edx
        ja      copy_user_bad
copy_user:
        STAC
        movl    %ecx, %edx
        shrl    $2, %ecx
        andl    $3, %edx
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
        MASK_ADDRESS %edi, %edx
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

        .globl  arch_copy_message
        .type   arch_copy_message, @function
arch_copy_message:
        pushl   %esi
        pushl   %edi
        MASK_ADDRESS %edx, %esi
        movl    %edx, %esi
        movl    %eax, %edi
        /* With at most a page to go, one comparison does for all but the last page. */
        cmpl    $LAYOUT_USER_END - PAGE_BYTES, %edx
        ja      copy_message_high
copy_message_open:
        STAC
copy_message_begin:
        testb   %al, -1(%edx, %ecx)
        movl    %ecx, %edx
        shrl    $2, %ecx
        andl    $3, %edx /* rep movsl leaves the flags */
        rep movsl
        jnz     copy_message_rest
copy_message_done:
        CLAC
        xorl    %eax, %eax
        popl    %edi
        popl    %esi
        ret
copy_message_rest:
        movl    %edx, %ecx
        rep movsb
        jmp     copy_message_done
copy_message_end:
copy_message_high:
        addl    %ecx, %edx
        jc      copy_user_bad
        cmpl    $LAYOUT_USER_END, %edx
        ja      copy_user_bad
        movl    %esi, %edx
        jmp     copy_message_open
        .size   arch_copy_message, . - arch_copy_message

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
        .long   copy_user, copy_user_end, copy_user_fixup
        .long   copy_message_begin, copy_message_end, copy_user_fixup

        .section .note.GNU-stack, "", @progbits
