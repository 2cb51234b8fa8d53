/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every selector in every segment register, by far jumps, calls and returns, and by task switches.
 * A partition has three descriptors: its code, its data, its thread-local storage; anything else is
 * refused, and the kernel finds its own segments whatever a partition leaves in ds, es, fs and gs.
 */
#include "attempt.h"
#include "core/call.h"

#define SELECTORS 65536u
#define TABLE     0x200u /* below it all ways are tried: more than the GDT has */

static uint32_t far_pointer[2];

/* A way to load a selector each; ret follows. eax: selector, ecx: &far_pointer, edx: 1f. */
__asm__(".pushsection .text\n"
        "load_ds: movl %eax, %ds; ret\n"
        "load_es: movl %eax, %es; ret\n"
        "load_fs: movl %eax, %fs; ret\n"
        "load_gs: movl %eax, %gs; ret\n"
        "load_ss: movl %ss, %edx; movl %eax, %ss; movl %edx, %ss; ret\n"
        "load_lss: movl %ss, %edx; movl %esp, (%ecx); lss (%ecx), %esp; movl %edx, %ss; ret\n"
        "load_les: les (%ecx), %edx; ret\n"
        "jump_far: movl $1f, (%ecx); ljmp *(%ecx); 1: ret\n"
        "call_far: movl $1f, (%ecx); lcall *(%ecx); ret; 1: lret\n"
        "return_far: pushl %eax; pushl $1f; lret; 1: ret\n"
        "return_interrupt: pushf; pushl %eax; pushl $1f; iret; 1: ret\n"
        ".popsection\n");
extern const char load_ds[], load_es[], load_fs[], load_gs[], load_ss[], load_lss[], load_les[],
    jump_far[], call_far[], return_far[], return_interrupt[];

enum what { DATA, STACK, CODE };

static const struct {
    const char *code;
    enum what what;
} ways[] = {
    {load_ds, DATA},  {load_es, DATA},    {load_fs, DATA},          {load_gs, DATA},
    {load_ss, STACK}, {load_lss, STACK},  {load_les, DATA},         {jump_far, CODE},
    {call_far, CODE}, {return_far, CODE}, {return_interrupt, CODE},
};
#define WAY_COUNT (sizeof(ways) / sizeof(ways[0]))

/* The argument: way * 65536 + selector. */
static void load(uint32_t argument)
{
    uint32_t selector = argument % SELECTORS;

    far_pointer[1] = selector;
    __asm__ volatile("pusha\n\t"
                     "call *%%ebx\n\t"
                     "popa"
                     :
                     : "a"(selector), "b"(ways[argument / SELECTORS].code), "c"(far_pointer)
                     : "memory", "cc");
    /* ds and es may be anything readable now: a call must not mind, and puts them right. */
    __asm__ volatile("int %0"
                     :
                     : "i"(LAYOUT_SYSCALL_VECTOR), "a"(POK_SYSCALL_PARTITION_ID)
                     : "memory", "cc", "edx", "ecx");
}

static bool is_null(uint32_t selector)
{
    return selector < 4;
}

static bool may_load(uint32_t argument)
{
    uint32_t selector = argument % SELECTORS;
    uint32_t descriptor = selector & ~3u;
    enum what what = ways[argument / SELECTORS].what;

    if (what == CODE) /* no way out of a privilege by a far return to the same one */
        return selector == LAYOUT_USER_CODE ||
               (descriptor == (LAYOUT_USER_CODE & ~3u) && argument / SELECTORS < 9);
    if (what == STACK)
        return selector == LAYOUT_USER_DATA || selector == LAYOUT_USER_TLS;
    return is_null(selector) || descriptor == (LAYOUT_USER_CODE & ~3u) ||
           descriptor == (LAYOUT_USER_DATA & ~3u) || descriptor == (LAYOUT_USER_TLS & ~3u);
}

static bool is_data_register(uint32_t way)
{
    return way < 2 || way == 6;
}

/* Instructions behind a null or a foreign ds fault themselves, before the call is reached. */
static void attempt_one(uint32_t way, uint32_t selector)
{
    uint32_t argument = way * SELECTORS + selector;

    if (may_load(argument) && is_data_register(way) && is_null(selector)) {
        (void)attempt(load, argument);
        return;
    }
    attempt_expect(may_load(argument) ? NO_ERROR_SEEN : SEEN_ILLEGAL_REQUEST, load, argument);
}

/* With ds and es null, both gates must work and return with the partition's own segments. */
static void null_and_call(uint32_t gate)
{
    uint32_t ds, es, result = POK_SYSCALL_PARTITION_ID;

    if (gate == GATE_FAST)
        __asm__ volatile("pushl %%ebp\n\t"
                         "movl %%esp, %%ebp\n\t"
                         "movl $1f, %%edi\n\t"
                         "movl %[null], %%ds\n\t"
                         "movl %[null], %%es\n\t"
                         "sysenter\n"
                         "1:\tpopl %%ebp"
                         : "+a"(result)
                         : [null] "r"(0)
                         : "ecx", "edx", "edi", "memory", "cc");
    else
        __asm__ volatile("movl %[null], %%ds\n\t"
                         "movl %[null], %%es\n\t"
                         "int $42"
                         : "+a"(result)
                         : [null] "r"(0)
                         : "ecx", "edx", "memory", "cc");
    __asm__ volatile("movl %%ds, %0\n\tmovl %%es, %1" : "=r"(ds), "=r"(es));
    CHECK_EQUAL(result, PARTITION_PAGE->identifier);
    CHECK_EQUAL(ds, LAYOUT_USER_DATA);
    CHECK_EQUAL(es, LAYOUT_USER_DATA);
}

static void attempts(void)
{
    for (uint32_t selector = 0; selector < TABLE; selector++) {
        for (uint32_t way = 0; way < WAY_COUNT; way++)
            attempt_one(way, selector);
    }
    for (uint32_t selector = TABLE; selector < SELECTORS; selector++)
        attempt_one(selector % WAY_COUNT, selector);
    attempt_expect(NO_ERROR_SEEN, null_and_call, GATE_SYSCALL);
    attempt_expect(NO_ERROR_SEEN, null_and_call, GATE_FAST);
}

/* Without anybody to take the error: the kernel's descriptors and tasks, and an LDT's, each way. */
static void fatal(uint32_t number)
{
    static const uint16_t selectors[] = {
        LAYOUT_KERNEL_CODE, LAYOUT_KERNEL_DATA, 0x30, 0x38, 0x40, 0x48, 0x50, 0x07, 0x1f, 0xfff8};

    load(number % WAY_COUNT * SELECTORS + selectors[number / WAY_COUNT]);
}

static enum attempt_error fatal_error(uint32_t number)
{
    (void)number;
    return SEEN_ILLEGAL_REQUEST;
}

const struct attack_class attack_class = {
    .attempts = attempts,
    .fatal_count = 10 * WAY_COUNT,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
