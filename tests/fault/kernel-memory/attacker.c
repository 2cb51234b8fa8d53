/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads, writes and executes the kernel's addresses, and asks the kernel to do it: each call that
 * takes a pointer gets one into the kernel and must answer with an error and change nothing.
 * Privileged instructions and segment loads are refused as well.
 */
#include "apex.h"
#include "attack.h"

static const uint32_t kernel_addresses[] = {
    LAYOUT_KERNEL_BASE,  LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL,
    LAYOUT_PRIVATE_BASE, LAYOUT_IOAPIC,
    LAYOUT_LAPIC,        0xfffffffc,
};

#define ADDRESSES  (sizeof(kernel_addresses) / sizeof(kernel_addresses[0]))
#define PRIVILEGED 10u

static void touch(uint32_t address, uint32_t how)
{
    if (how == 0) {
        printf("%x was read: %x\n", (unsigned)address, (unsigned)*(volatile uint32_t *)address);
    } else if (how == 1) {
        *(volatile uint32_t *)address = 0;
        printf("%x was written\n", (unsigned)address);
    } else {
        __asm__ volatile("call *%0" : : "r"(address) : "memory", "cc", "eax", "ecx", "edx");
        printf("%x was executed\n", (unsigned)address);
    }
}

static void privileged(uint32_t number)
{
    uint32_t zero = 0;
    uint64_t table = 0;

    switch (number) {
    case 0:
        __asm__ volatile("hlt");
        break;
    case 1:
        __asm__ volatile("mov %0, %%cr3" : : "r"(zero));
        break;
    case 2:
        __asm__ volatile("mov %%cr0, %0" : "=r"(zero));
        break;
    case 3:
        __asm__ volatile("lidt %0" : : "m"(table));
        break;
    case 4:
        __asm__ volatile("lgdt %0" : : "m"(table));
        break;
    case 5:
        __asm__ volatile("rdmsr" : : "c"(0x174) : "eax", "edx");
        break;
    case 6:
        __asm__ volatile("wrmsr" : : "c"(0x176), "a"(0), "d"(0));
        break;
    case 7:
        __asm__ volatile("invlpg (%0)" : : "r"(LAYOUT_IMAGE_BASE));
        break;
    case 8:
        __asm__ volatile("mov %0, %%ss" : : "r"(LAYOUT_KERNEL_DATA));
        break;
    default:
        __asm__ volatile("ljmp %0, $0" : : "i"(LAYOUT_KERNEL_CODE));
        break;
    }
}

static void attack(uint32_t number)
{
    if (number < ADDRESSES * 3) {
        touch(kernel_addresses[number / 3], number % 3);
    } else {
        privileged(number - ADDRESSES * 3);
    }
}

int main(void)
{
    attack_each(ADDRESSES * 3 + PRIVILEGED, attack);
}
