/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Nothing of one partition is readable in another, nor of a past life in the next. Each attacker
 * fills all registers, the FPU's with its hidden pointers, and SSE's with a pattern of its own,
 * keeps it over windows of the others, and finds exactly that again; what begins anew, a process, a
 * vCPU, begins with nothing; calls leave nothing of the kernel's in registers; and after a cold
 * start none of the words that memory was filled with is to be found.
 */
#include <string.h>

#include "abi/structs.h"
#include "attempt.h"
#include "core/call.h"
#include "fxsave.h"
#include "native_process.h"
#include "virt/hypercall.h"

#define WINDOWS   6u
#define BSS_WORDS 8192u
#define FRESH     8u

struct registers {
    uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
    uint32_t flags, fs, gs, ds, es;
};

static struct fxsave poison_fpu __attribute__((aligned(16)));
static struct fxsave seen_fpu __attribute__((aligned(16)));
static struct registers seen __attribute__((used));
static uint32_t filled[BSS_WORDS];
static uint32_t fresh_id;
static volatile uint32_t fresh_dumps;

/* Never written in one piece, so that only what was filled with it has it. */
static uint32_t poison_word(void)
{
    volatile uint32_t low = is_guest() ? 0x9e37 : 0x79b9;

    return low << 16 | (low ^ 0xffff);
}

/* Everything that a thread finds at its first instruction. */
__asm__(".pushsection .text\n"
        "fresh_entry:\n"
        "    pusha\n"
        "    fxsave seen_fpu\n"
        "    pushf\n"
        "    popl seen + 32\n"
        "    movw %fs, seen + 36\n"
        "    movw %gs, seen + 40\n"
        "    movw %ds, seen + 44\n"
        "    movw %es, seen + 48\n"
        "    movl %esp, %esi\n"
        "    movl $seen, %edi\n"
        "    movl $8, %ecx\n"
        "    cld\n"
        "    rep movsl\n"
        "    incl fresh_dumps\n"
        "    call fresh_end\n"
        ".popsection\n");
extern const char fresh_entry[];
void fresh_end(void);

/* The thread poisons everything in its turn, and ends. */
static void poison_and_call(uint32_t gate, uint32_t number, uint32_t argument);

void fresh_end(void)
{
    if (is_guest())
        poison_and_call(GATE_HYPERCALL, POK_HYPERCALL_VCPU_STOP, 1);
    else
        poison_and_call(GATE_SYSCALL, POK_SYSCALL_PROCESS_STOP, fresh_id);
    for (;;)
        ;
}

/* With every register a poison, a call; the callee-saved ones come back. */
static void poison_and_call(uint32_t gate, uint32_t number, uint32_t argument)
{
    uint32_t word = poison_word();

    fxsave_fill(&poison_fpu, poison_word());
    __asm__ volatile("pusha\n\t"
                     "fxrstor poison_fpu\n\t"
                     "movl %%ecx, %%ebx\n\t"
                     "movl %%ecx, %%edi\n\t"
                     "movl %%ecx, %%ebp\n\t"
                     "cmpl $42, %%esi\n\t"
                     "movl %%ecx, %%esi\n\t"
                     "jne 1f\n\t"
                     "int $42\n\t"
                     "jmp 2f\n"
                     "1:\tint $45\n"
                     "2:\tfninit\n\t"
                     "popa"
                     :
                     : "a"(number), "d"(argument), "c"(word), "S"(gate)
                     : "memory", "cc");
}

static void check_fresh(void)
{
    CHECK_EQUAL(seen.eax, 0);
    CHECK_EQUAL(seen.ebx, 0);
    CHECK_EQUAL(seen.ecx, 0);
    CHECK_EQUAL(seen.edx, 0);
    CHECK_EQUAL(seen.esi, 0);
    CHECK_EQUAL(seen.edi, 0);
    CHECK_EQUAL(seen.ebp, 0);
    CHECK_EQUAL(seen.flags, 0x202);
    CHECK_EQUAL(seen.fs, 0);
    CHECK_EQUAL(seen.gs, 0);
    CHECK_EQUAL(seen.ds, LAYOUT_USER_DATA);
    CHECK_EQUAL(seen.es, LAYOUT_USER_DATA);
    fxsave_check_fresh(&seen_fpu);
}

/* It is more urgent, but runs only when preemption is possible again. */
static void start_locked(void)
{
    CHECK_EQUAL(pok_call_PREEMPTION_LOCK(), POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_PROCESS_START(fresh_id, 0, 0), POK_ERRNO_OK);
}

/* A process or vCPU that begins while the processor is full of poison. */
static void try_fresh(void)
{
    static uint32_t stack[1024];

    for (uint32_t i = 0; i < FRESH; i++) {
        if (is_guest())
            CHECK_EQUAL(
                pok_hypercall_VCPU_START(1, (uint32_t)fresh_entry, pok_address(&stack[1024])),
                POK_ERRNO_OK);
        else
            start_locked();
        if (is_guest())
            poison_and_call(GATE_HYPERCALL, POK_HYPERCALL_YIELD, 0);
        else
            poison_and_call(GATE_SYSCALL, POK_SYSCALL_PREEMPTION_UNLOCK, 0);
        CHECK_EQUAL(fresh_dumps, i + 1);
        check_fresh();
    }
}

/* --- over the windows of others ----------------------------------------------------------------
 */

static struct registers kept __attribute__((used));
static struct fxsave before __attribute__((aligned(16), used));
static struct fxsave after __attribute__((aligned(16), used));
static uint32_t kept_esp __attribute__((used));

/* The loop that waits uses eax and ecx; everything else holds the poison meanwhile. */
static void keep(void)
{
    uint32_t word = poison_word(), windows = PARTITION_PAGE->windows;

    fxsave_fill(&poison_fpu, poison_word());
    __asm__ volatile("pusha\n\t"
                     "movl %%esp, kept_esp\n\t"
                     "fxrstor poison_fpu\n\t"
                     "fxsave before\n\t"
                     "movl $0x23, %%esi\n\t"
                     "movl %%esi, %%fs\n\t"
                     "movl $0x1b, %%esi\n\t"
                     "movl %%esi, %%gs\n\t"
                     "pushl $0x240cd7\n\t" /* what popf takes and a comparison leaves */
                     "popf\n\t"
                     "movl %%edx, %%ebx\n\t"
                     "movl %%edx, %%esi\n\t"
                     "movl %%edx, %%edi\n\t"
                     "movl %%edx, %%ebp\n\t"
                     "movl %%edx, %%esp\n"
                     "1:\tcmpl (%%ecx), %%eax\n\t"
                     "je 1b\n\t"
                     "movl %%edi, kept\n\t"
                     "movl %%esi, kept + 4\n\t"
                     "movl %%ebp, kept + 8\n\t"
                     "movl %%esp, kept + 12\n\t"
                     "movl %%ebx, kept + 16\n\t"
                     "movl %%edx, kept + 20\n\t"
                     "movl %%ecx, kept + 24\n\t"
                     "movl %%eax, kept + 28\n\t"
                     "movl kept_esp, %%esp\n\t"
                     "pushf\n\t"
                     "popl kept + 32\n\t"
                     "movw %%fs, kept + 36\n\t"
                     "movw %%gs, kept + 40\n\t"
                     "fxsave after\n\t"
                     "fninit\n\t"
                     "pushl $2\n\t"
                     "popf\n\t"
                     "popa"
                     :
                     : "d"(word), "a"(windows), "c"(&PARTITION_PAGE->windows)
                     : "memory", "cc");
    CHECK_EQUAL(kept.ebx, word);
    CHECK_EQUAL(kept.edx, word);
    CHECK_EQUAL(kept.esi, word);
    CHECK_EQUAL(kept.edi, word);
    CHECK_EQUAL(kept.ebp, word);
    CHECK_EQUAL(kept.esp, word);
    CHECK_EQUAL(kept.flags & 0x247700, 0x240600);
    CHECK_EQUAL(kept.fs & 0xffff, 0x23);
    CHECK_EQUAL(kept.gs & 0xffff, 0x1b);
    CHECK_EQUAL(memcmp(&before, &after, 32 + 256), 0);
    CHECK_EQUAL(memcmp(before.xmm, poison_fpu.xmm, sizeof(before.xmm)), 0);
}

/* --- after calls --------------------------------------------------------------------------------
 */

/* Each register after a call: the result, what it was before, or what the gate itself puts there.
 */
static void try_calls(void)
{
    uint32_t eax = POK_SYSCALL_PARTITION_ID, ecx = poison_word(), edx = ~ecx;
    uint32_t esp;

    __asm__ volatile("int $42" : "+a"(eax), "+c"(ecx), "+d"(edx) : : "memory");
    CHECK_EQUAL(eax, PARTITION_PAGE->identifier);
    CHECK_EQUAL(ecx, poison_word());
    CHECK_EQUAL(edx, ~poison_word());
    eax = POK_SYSCALL_PARTITION_ID;
    __asm__ volatile("pushl %%ebp\n\t"
                     "movl %%esp, %%ebp\n\t"
                     "movl %%esp, %%esi\n\t"
                     "movl $1f, %%edi\n\t"
                     "sysenter\n"
                     "1:\tpopl %%ebp"
                     : "+a"(eax), "+c"(ecx), "+d"(edx), "=S"(esp)
                     :
                     : "edi", "memory");
    CHECK_EQUAL(eax, PARTITION_PAGE->identifier);
    CHECK_EQUAL(ecx, esp);
    CHECK(edx >= LAYOUT_IMAGE_BASE && edx < LAYOUT_HEAP_BASE);
}

/* --- memory -------------------------------------------------------------------------------------
 */

static void fill(uint32_t *from, uint32_t *to)
{
    while (from < to)
        *from++ = poison_word();
}

static void fill_memory(void)
{
    uint32_t *heap = (uint32_t *)(PARTITION_PAGE->heap_base + PARTITION_PAGE->heap_bytes / 2);
    uint32_t stack[512];

    fill(filled, filled + BSS_WORDS);
    fill(heap, heap + PARTITION_PAGE->heap_bytes / 8);
    fill(stack, stack + 512);
    __asm__ volatile("" : : "r"(stack) : "memory");
    fill((uint32_t *)(is_guest() ? LAYOUT_VCPU_PAGES : LAYOUT_PROCESS_PAGE) + 64,
         (uint32_t *)(is_guest() ? LAYOUT_VCPU_PAGES : LAYOUT_PROCESS_PAGE) + 1024);
}

static uint32_t found_in(uint32_t start, uint32_t end)
{
    uint32_t found = 0;

    for (const volatile uint32_t *word = (const volatile uint32_t *)start;
         word < (const volatile uint32_t *)end; word++)
        found += *word == poison_word();
    return found;
}

extern char __bss_start[], __bss_end[];

static void search_memory(void)
{
    uint32_t page = is_guest() ? LAYOUT_VCPU_PAGES : LAYOUT_PROCESS_PAGE;

    CHECK_EQUAL(found_in((uint32_t)__bss_start & ~3u, (uint32_t)__bss_end & ~3u), 0);
    CHECK_EQUAL(
        found_in(PARTITION_PAGE->heap_base, PARTITION_PAGE->heap_base + PARTITION_PAGE->heap_bytes),
        0);
    CHECK_EQUAL(found_in(page, page + POK_PAGE_BYTES), 0);
    CHECK_EQUAL(
        found_in(LAYOUT_STACK_BASE + POK_PAGE_BYTES, (uint32_t)__builtin_frame_address(0) - 512),
        0);
}

/* ------------------------------------------------------------------------------------------------
 */

static void prepare(void)
{
    if (!is_guest())
        fresh_id = native_process("fresh", (uint32_t)fresh_entry, 20);
}

static void attempts(void)
{
    for (uint32_t i = 0; i < WINDOWS; i++)
        keep();
    try_fresh();
    try_calls();
    fill_memory();
}

/* After a cold start nothing is left; before the next one everything is filled again. */
static void fatal(uint32_t number)
{
    search_memory();
    fill_memory();
    if (number % 2 == 0)
        __asm__ volatile("movl $0, 0x1000");
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_COLD_START);
}

static enum attempt_error fatal_error(uint32_t number)
{
    return number % 2 == 0 ? SEEN_MEMORY_VIOLATION : NO_ERROR_SEEN;
}

const struct attack_class attack_class = {
    .prepare = prepare,
    .attempts = attempts,
    .fatal_count = 4,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
