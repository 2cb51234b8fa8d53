/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Never gives the processor back and disturbs what a partition can reach, another way in each of
 * its lives. A way that is no error is kept up over several window ends; then an undefined
 * instruction ends the life.
 */
#include <string.h>

#include "abi/types.h"
#include "apex.h"
#include "attack.h"

#define WINDOWS 3u

static uint32_t first_window;

static bool time_is_left(void)
{
    return PARTITION_PAGE->windows - first_window < WINDOWS;
}

static void spin(void)
{
    while (time_is_left()) {
    }
}

static void flags_set(uint32_t bits)
{
    __asm__ volatile("pushfl; orl %0, (%%esp); popfl" : : "r"(bits) : "cc", "memory");
}

static void flags_clear(uint32_t bits)
{
    __asm__ volatile("pushfl; andl %0, (%%esp); popfl" : : "r"(~bits) : "cc", "memory");
}

/*
 * Call the kernel, and be interrupted, with a flag set that ring 0 must not keep: what the call
 * writes must be where it belongs.
 */
static void spin_with_flag(uint32_t bit)
{
    static volatile uint32_t place[6];

    while (time_is_left()) {
        uint32_t result = 2; /* TIME_GET */
        uint32_t address = (uint32_t)&place[2];

        memset((void *)place, 0xa5, sizeof(place));
        flags_set(bit);
        __asm__ volatile("int %[vector]"
                         : "+a"(result), "+d"(address)
                         : [vector] "i"(LAYOUT_SYSCALL_VECTOR)
                         : "ecx", "memory", "cc");
        spin();
        flags_clear(bit);
        CHECK_EQUAL(result, POK_ERRNO_OK);
        CHECK(place[2] != 0xa5a5a5a5);
        CHECK(place[3] != 0xa5a5a5a5);
        CHECK_EQUAL(place[0] & place[1], 0xa5a5a5a5);
        CHECK_EQUAL(place[4] & place[5], 0xa5a5a5a5);
    }
}

static void spin_calling(void)
{
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;

    while (time_is_left()) {
        GET_TIME(&now, &code);
    }
}

static void spin_printing(void)
{
    while (time_is_left()) {
        printf("the hog writes as much as it can, and more than the device takes\n");
    }
}

/* Every number with every kind of argument: an error each, or done, but always an answer. */
static void spin_calling_nonsense(uint32_t vector)
{
    uint32_t seed = 12345;

    while (time_is_left()) {
        uint32_t eax, a, b, c, d;

        seed = seed * 1664525u + 1013904223u;
        eax = seed >> 24;
        a = seed;
        b = seed * 7;
        c = LAYOUT_KERNEL_BASE + (seed & 0xffffff);
        d = 0xffffffff;
        /* Not those that end this life or sleep. */
        if (eax == 4 || (eax >= 5 && eax <= 11) || eax == 17 || eax == 18) {
            continue;
        }
        if (vector == LAYOUT_SYSCALL_VECTOR) {
            __asm__ volatile("int %[vector]"
                             : "+a"(eax), "+d"(a), "+c"(b)
                             : "b"(c), "S"(d), [vector] "i"(LAYOUT_SYSCALL_VECTOR)
                             : "memory", "cc");
        } else {
            __asm__ volatile("int %[vector]"
                             : "+a"(eax), "+d"(a), "+c"(b)
                             : "b"(c), "S"(d), [vector] "i"(LAYOUT_HYPERCALL_VECTOR)
                             : "memory", "cc");
        }
    }
}

/* An interrupt arrives while the stack pointer leads nowhere, or into the kernel. */
static void spin_without_stack(uint32_t stack)
{
    uint32_t last = first_window + WINDOWS;

    __asm__ volatile("mov %%esp, %%ebx\n"
                     "mov %[stack], %%esp\n"
                     "1: cmpl (%[place]), %[last]\n"
                     "jne 1b\n"
                     "mov %%ebx, %%esp\n"
                     :
                     : [stack] "r"(stack), [place] "r"(&PARTITION_PAGE->windows), [last] "r"(last)
                     : "ebx", "cc", "memory");
}

static void spin_with_segments(uint32_t selector)
{
    __asm__ volatile("mov %w0, %%ds; mov %w0, %%es; mov %w0, %%fs; mov %w0, %%gs"
                     :
                     : "r"(selector)
                     : "memory");
    __asm__ volatile("1: cmpl $0, %%ss:(%0); je 2f; incl %%ecx; cmpl $10000000, %%ecx; jb 1b; 2:"
                     :
                     : "r"(&first_window), "c"(0)
                     : "cc", "memory");
    __asm__ volatile("mov %w0, %%ds; mov %w0, %%es" : : "r"(LAYOUT_USER_DATA) : "memory");
    spin();
}

static void spin_with_fpu(void)
{
    uint32_t control = 0x0300; /* all exceptions unmasked */

    __asm__ volatile("fninit; fldcw %0; fld1; fldz" : : "m"(control));
    spin();
    __asm__ volatile("fdivrp; fwait");
}

/* sysenter and its registers are the caller's own choice. */
static void sysenter_with(uint32_t number, uint32_t return_address, uint32_t stack)
{
    __asm__ volatile("push %%ebp\n"
                     "mov %[stack], %%ebp\n"
                     "sysenter\n"
                     :
                     : "a"(number), "D"(return_address), [stack] "r"(stack), "d"(0), "c"(0), "b"(0),
                       "S"(0)
                     : "memory", "cc");
}

static void trap_flag(void)
{
    flags_set(0x100);
    spin();
}

static void spin_with_direction(void)
{
    spin_with_flag(0x400);
}

static void spin_with_nested_task(void)
{
    spin_with_flag(0x4000);
}

/* In ring 0 the same flag would lift SMAP. */
static void spin_with_alignment_check(void)
{
    spin_with_flag(0x40000);
}

static void call_nonsense(void)
{
    spin_calling_nonsense(LAYOUT_SYSCALL_VECTOR);
}

static void hypercall_nonsense(void)
{
    spin_calling_nonsense(LAYOUT_HYPERCALL_VECTOR);
}

static void stack_null(void)
{
    spin_without_stack(0);
}

static void stack_in_kernel(void)
{
    spin_without_stack(LAYOUT_KERNEL_BASE + 0x200000);
}

static void stack_odd(void)
{
    spin_without_stack(1);
}

static void segments_null(void)
{
    spin_with_segments(0);
}

static void segments_tls(void)
{
    spin_with_segments(LAYOUT_USER_TLS);
}

static void sysenter_to_null(void)
{
    sysenter_with(0, 0, 0);
}

static void sysenter_to_kernel(void)
{
    sysenter_with(0xffffffff, LAYOUT_KERNEL_BASE, LAYOUT_KERNEL_BASE);
}

static void sysenter_to_end(void)
{
    sysenter_with(2, 0xfffffff0, 0xfffffff0);
}

static void sysenter_traced(void)
{
    flags_set(0x100);
    sysenter_with(0, 0x1000, 0x1000);
}

static void fpu_state_wrong(void)
{
    static uint8_t fxsave_area[512] __attribute__((aligned(16)));

    memset(fxsave_area, 0xff, sizeof(fxsave_area));
    __asm__ volatile("fxrstor %0" : : "m"(fxsave_area));
}

static void fpu_full(void)
{
    __asm__ volatile("fninit; fldpi; fldpi; fldpi; fldpi; fldpi; fldpi; fldpi; fldpi");
    spin();
}

static void push_over_the_top(void)
{
    __asm__ volatile("mov $0xfffffffc, %esp; push %eax");
}

static void (*const ways[])(void) = {
    spin,
    spin_with_direction,
    spin_with_nested_task,
    spin_with_alignment_check,
    trap_flag,
    spin_calling,
    spin_printing,
    call_nonsense,
    hypercall_nonsense,
    stack_null,
    stack_in_kernel,
    stack_odd,
    segments_null,
    segments_tls,
    spin_with_fpu,
    sysenter_to_null,
    sysenter_to_kernel,
    sysenter_to_end,
    sysenter_traced,
    fpu_state_wrong,
    fpu_full,
    push_over_the_top,
};

static void disturb(uint32_t way)
{
    ways[way]();
    __asm__ volatile("ud2");
}

int main(void)
{
    first_window = PARTITION_PAGE->windows;
    attack_each(sizeof(ways) / sizeof(ways[0]), disturb);
}
