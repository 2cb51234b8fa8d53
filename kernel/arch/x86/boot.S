/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the boot loader (Multiboot 1: protected mode, flat segments, paging off, eax magic, ebx
 * information) to boot_main() in the upper half. What the kernel can't do without is checked here,
 * before any C code runs.
 */
#include "abi/layout.h"
#include "x86.h"

#define PHYSICAL(symbol) ((symbol) - LAYOUT_KERNEL_BASE)

#define MULTIBOOT_MAGIC  0x1badb002
#define MULTIBOOT_LOADED 0x2badb002
#define MULTIBOOT_FLAGS  0x3 /* modules on page boundaries, memory map wanted */

#define NEEDED_EDX (CPUID_1_EDX_MSR | CPUID_1_EDX_PAE | CPUID_1_EDX_CMOV | CPUID_1_EDX_FXSR)

#define COM1        0x3f8
#define DEBUG_EXIT  0xf4
#define BOOT_FAILED 0x12 /* DEBUG_EXIT_BOOT of power.h */

        .section .multiboot, "a"
        .balign 4
        .long   MULTIBOOT_MAGIC
        .long   MULTIBOOT_FLAGS
        .long   -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

        .section .init.text, "ax"
        .globl  boot_start
        .type   boot_start, @function
boot_start:
        cli
        cld
        movl    $PHYSICAL(kernel_stack_top), %esp
        movl    %ebx, %ebp

        movl    $PHYSICAL(text_multiboot), %esi
        cmpl    $MULTIBOOT_LOADED, %eax
        jne     boot_fail

        /* CPUID exists when EFLAGS.ID can be changed. */
        movl    $PHYSICAL(text_processor), %esi
        pushfl
        popl    %eax
        movl    %eax, %ecx
        xorl    $EFLAGS_ID, %eax
        pushl   %eax
        popfl
        pushfl
        popl    %eax
        xorl    %ecx, %eax
        testl   $EFLAGS_ID, %eax
        jz      boot_fail
        movl    $1, %eax
        cpuid
        testl   $CPUID_1_EDX_PAE, %edx
        movl    $PHYSICAL(text_pae), %esi
        jz      boot_fail
        andl    $NEEDED_EDX, %edx
        cmpl    $NEEDED_EDX, %edx
        movl    $PHYSICAL(text_processor), %esi
        jne     boot_fail

        /* First tables: physical 0 to 1 GiB in 2 MiB pages, where it is and at LAYOUT_KERNEL_BASE. */
        movl    $PHYSICAL(boot_directory), %edi
        movl    $PAGE_PRESENT | PAGE_WRITE | PAGE_LARGE, %eax
        movl    $512, %ecx
1:      movl    %eax, (%edi)
        movl    $0, 4(%edi)
        addl    $8, %edi
        addl    $LARGE_PAGE_BYTES, %eax
        loop    1b
        movl    $PHYSICAL(boot_directory) + PAGE_PRESENT, %eax
        movl    %eax, PHYSICAL(boot_pointers)
        movl    %eax, PHYSICAL(boot_pointers) + 8 * (LAYOUT_KERNEL_BASE >> 30)

        movl    %cr4, %eax
        orl     $CR4_PAE, %eax
        movl    %eax, %cr4
        movl    $PHYSICAL(boot_pointers), %eax
        movl    %eax, %cr3
        movl    $CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_PG, %eax
        movl    %eax, %cr0
        movl    $1f, %eax
        jmp     *%eax
1:
        movl    $kernel_stack_top, %esp
        movl    %ebp, %eax
        xorl    %ebp, %ebp
        call    boot_main
        jmp     start_module

/* esi: physical address of a text. Written to the serial port, then the machine stops. */
boot_fail:
        movl    $COM1 + 3, %edx
        movb    $0x03, %al      /* 8 bits, no parity */
        outb    %al, %dx
1:      lodsb
        testb   %al, %al
        jz      3f
        movb    %al, %bl
        movl    $COM1 + 5, %edx
        movl    $100000, %ecx
2:      inb     %dx, %al
        testb   $0x20, %al
        loopz   2b
        movb    %bl, %al
        movl    $COM1, %edx
        outb    %al, %dx
        jmp     1b
3:      movb    $BOOT_FAILED, %al
        outb    %al, $DEBUG_EXIT
4:      cli
        hlt
        jmp     4b
        .size   boot_start, . - boot_start

        .section .init.rodata, "a"
text_multiboot:
        .asciz  "[kernel] boot: not started by a Multiboot loader\r\n"
text_pae:
        .asciz  "[kernel] boot: the processor has no physical address extension (PAE), which is required\r\n"
text_processor:
        .asciz  "[kernel] boot: the processor lacks CPUID, MSR, CMOV or FXSR, which are required\r\n"

        .section .init.bss, "aw", @nobits
        .balign 4096
        .globl  boot_directory
boot_directory:
        .skip   4096
boot_pointers:
        .skip   32

        /*
         * The stack of this processor. Below it is a page that is never mapped, so that an overflow
         * ends in the double fault task and not in other data.
         */
        .section .stack, "aw", @nobits
        .balign 4096
        .globl  kernel_stack_guard
        .globl  kernel_stack
        .globl  kernel_stack_top
kernel_stack_guard:
        .skip   4096
kernel_stack:
        .skip   8192
kernel_stack_top:

        /* What the linker script repeats of abi/layout.h; it compares. */
        .globl  layout_kernel_base
        .globl  layout_image_physical
        .globl  layout_physical_limit
        .set    layout_kernel_base, LAYOUT_KERNEL_BASE
        .set    layout_image_physical, LAYOUT_IMAGE_PHYSICAL
        .set    layout_physical_limit, LAYOUT_PHYSICAL_LIMIT

        .section .note.GNU-stack, "", @progbits
