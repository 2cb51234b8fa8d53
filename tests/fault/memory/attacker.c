/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Uses memory against its rights: writes to code, constants and the partition page, executes data,
 * stack, heap and constants (needs NX), and touches what is not mapped: null, guard pages, gaps and
 * other partitions' addresses.
 */
#include "attack.h"

static uint8_t code_in_data[16] = {0xc3};
static const uint8_t code_in_constants[16] = {0xc3};
static uint8_t bss[16];

static void write_byte(uint32_t address)
{
    *(volatile uint8_t *)address = 0;
    printf("%x was written\n", (unsigned)address);
}

static void read_byte(uint32_t address)
{
    printf("%x was read: %x\n", (unsigned)address, *(volatile uint8_t *)address);
}

static void execute(uint32_t address)
{
    __asm__ volatile("call *%0" : : "r"(address) : "memory", "cc", "eax", "ecx", "edx");
    printf("%x was executed\n", (unsigned)address);
}

static uint32_t here(const volatile void *object)
{
    return (uint32_t)object;
}

static void attack_execute(uint32_t number)
{
    uint8_t code_on_stack[16] = {0xc3};

    switch (number) {
    case 0:
        execute(here(code_in_data));
        break;
    case 1:
        execute(here(code_in_constants));
        break;
    case 2:
        bss[0] = 0xc3;
        execute(here(bss));
        break;
    case 3:
        execute(here(code_on_stack));
        break;
    case 4:
        execute(LAYOUT_PARTITION_PAGE);
        break;
    default:
        execute(0);
        break;
    }
}

#define EXECUTIONS 6u

static void attack(uint32_t number)
{
    static const uint32_t unmapped[] = {
        0,
        0xfff,
        LAYOUT_SHARED_BASE - 1,
        LAYOUT_VCPU_PAGES,
        LAYOUT_SHARED_END - 4,
        LAYOUT_IMAGE_BASE - 1,
        LAYOUT_STACK_BASE,
        LAYOUT_DEVICE_BASE,
        LAYOUT_USER_END,
        LAYOUT_USER_END + 0x1000,
        0x80000000,
    };
    const uint32_t count = sizeof(unmapped) / sizeof(unmapped[0]);

    if (number < EXECUTIONS) {
        attack_execute(number);
    } else if (number < EXECUTIONS + count) {
        read_byte(unmapped[number - EXECUTIONS]);
    } else if (number == EXECUTIONS + count) {
        write_byte(here((const void *)attack));
    } else if (number == EXECUTIONS + count + 1) {
        write_byte(here(code_in_constants));
    } else {
        write_byte(LAYOUT_PARTITION_PAGE);
    }
}

int main(void)
{
    attack_each(EXECUTIONS + 11 + 3, attack);
}
