/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stack pointer leads anywhere, or nowhere, while the kernel is entered: by each gate, by a
 * fault, by the interrupt that ends the window; and the fast gate's return address does. The kernel
 * never uses a partition's stack. (A guest's, to deliver an interrupt there: guest-stack.)
 */
#include "attempt.h"
#include "core/call.h"

static uint32_t page[2048] __attribute__((aligned(4096)));

static const uint32_t stacks[] = {
    0,
    1,
    4,
    0xfff,
    LAYOUT_SHARED_BASE,
    LAYOUT_PARTITION_PAGE + 2048,
    LAYOUT_IMAGE_BASE,
    LAYOUT_IMAGE_BASE + 0x10,
    LAYOUT_STACK_BASE,
    LAYOUT_STACK_BASE + 0xffe,
    LAYOUT_USER_END,
    LAYOUT_USER_END - 2,
    0x7fffffff,
    0x80000000,
    LAYOUT_KERNEL_BASE,
    LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL + 0x1000,
    LAYOUT_PRIVATE_BASE + 0x1000,
    LAYOUT_LAPIC,
    0xfffffffc,
    0xffffffff,
};
#define STACKS (sizeof(stacks) / sizeof(stacks[0]))
/* Pages the processor can't return to. */
#define RETURNS STACKS

static uint32_t stack_of(uint32_t number)
{
    if (number < STACKS)
        return stacks[number];
    /* The attacker's own, at and around a page's edge, odd and even. */
    return (uint32_t)&page[1024] + (number - STACKS) - 8;
}
#define ALL_STACKS (STACKS + 16)

static uint32_t esp_after;

static uint32_t call_int(uint32_t stack)
{
    uint32_t eax = POK_SYSCALL_PARTITION_ID;

    __asm__ volatile("movl %%esp, %%edi\n\t"
                     "movl %[stack], %%esp\n\t"
                     "int $42\n\t"
                     "movl %%esp, %[stack]\n\t"
                     "movl %%edi, %%esp"
                     : "+a"(eax), [stack] "+b"(stack)
                     :
                     : "edi", "ecx", "edx", "memory", "cc");
    esp_after = stack;
    return eax;
}

static uint32_t call_fast(uint32_t stack)
{
    uint32_t eax = POK_SYSCALL_PARTITION_ID;

    __asm__ volatile("movl %%esp, %%ebx\n\t"
                     "pushl %%ebp\n\t"
                     "movl %%esi, %%ebp\n\t"
                     "movl $1f, %%edi\n\t"
                     "sysenter\n"
                     "1:\tmovl %%esp, %%esi\n\t"
                     "movl %%ebx, %%esp\n\t"
                     "movl -4(%%esp), %%ebp"
                     : "+a"(eax), "+S"(stack)
                     :
                     : "ebx", "edi", "ecx", "edx", "memory", "cc");
    esp_after = stack;
    return eax;
}

/* Until another window has begun. */
static void pass_window(uint32_t stack)
{
    uint32_t windows = PARTITION_PAGE->windows;

    __asm__ volatile("movl %%esp, %%edi\n\t"
                     "movl %[stack], %%esp\n"
                     "1:\tcmpl (%[place]), %[windows]\n\t"
                     "je 1b\n\t"
                     "movl %%esp, %[stack]\n\t"
                     "movl %%edi, %%esp"
                     : [stack] "+b"(stack)
                     : [place] "c"(&PARTITION_PAGE->windows), [windows] "d"(windows)
                     : "edi", "memory", "cc");
    esp_after = stack;
}

static void fault_on(uint32_t stack)
{
    __asm__ volatile("movl %0, %%esp\n\tud2" : : "r"(stack) : "memory");
}

static void push_on(uint32_t stack)
{
    __asm__ volatile("movl %0, %%esp\n\tpusha" : : "r"(stack) : "memory");
}

static void return_to(uint32_t address)
{
    __asm__ volatile("pushl %%ebp\n\t"
                     "movl %%esp, %%ebp\n\t"
                     "sysenter"
                     :
                     : "a"(POK_SYSCALL_PARTITION_ID), "D"(address)
                     : "memory", "cc");
}

/* The page below the main stack. */
static bool below_a_stack(uint32_t address)
{
    return address - LAYOUT_STACK_BASE < POK_PAGE_BYTES;
}

static enum attempt_error error_at(uint32_t address)
{
    return below_a_stack(address) ? SEEN_STACK_OVERFLOW : SEEN_MEMORY_VIOLATION;
}

/* A return address that is no code of the partition's. */
static void attempt_return(uint32_t address)
{
    attempt_expect(is_guest() ? SEEN_MEMORY_VIOLATION : error_at(address), return_to, address);
    CHECK_EQUAL(attempt_state.address, address);
}

static void attempts(void)
{
    for (uint32_t i = 0; i < ALL_STACKS; i++) {
        uint32_t stack = stack_of(i);

        CHECK_EQUAL(call_int(stack), PARTITION_PAGE->identifier);
        CHECK_EQUAL(esp_after, stack);
        CHECK_EQUAL(call_fast(stack), PARTITION_PAGE->identifier);
        CHECK_EQUAL(esp_after, stack);
        if (i % 2 == 0) {
            pass_window(stack);
            CHECK_EQUAL(esp_after, stack);
        }
        /* A guest's handler has no stack then: below, in lives of their own. */
        if (!is_guest())
            attempt_expect(SEEN_ILLEGAL_REQUEST, fault_on, stack);
    }
    for (uint32_t i = 0; i < RETURNS; i++) {
        if (stacks[i] < LAYOUT_IMAGE_BASE || stacks[i] > LAYOUT_IMAGE_BASE + 0x1000)
            attempt_return(stacks[i]);
    }
    attempt_return((uint32_t)page);
}

static void fatal(uint32_t number)
{
    if (number < STACKS)
        fault_on(stacks[number]);
    else if (number < 2 * STACKS)
        push_on(stacks[number - STACKS]);
    else
        return_to(stacks[number - 2 * STACKS]);
}

static enum attempt_error fatal_error(uint32_t number)
{
    if (number < STACKS)
        return SEEN_ILLEGAL_REQUEST;
    if (number < 2 * STACKS) /* the first word that is pushed */
        return error_at(stacks[number - STACKS] - 4);
    return error_at(stacks[number - 2 * STACKS]);
}

const struct attack_class attack_class = {
    .attempts = attempts,
    .fatal_count = 2 * STACKS + 6,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
