/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every flag that popf and iret take from ring 3, set while the kernel is entered in each way there
 * is: calls that come back at once, that block, whose pointer is wrong; faults; the end of a
 * window. The kernel works as without them, and neither I/O privilege, virtual-8086 mode nor the
 * interrupt flag can be had. Then single steps through all gates.
 */
#include "abi/vcpu_page.h"
#include "attempt.h"
#include "core/call.h"
#include "virt/hypercall.h"

#define FLAG_TF     0x00000100u
#define FLAG_IF     0x00000200u
#define FLAG_DF     0x00000400u
#define FLAG_IOPL   0x00003000u
#define FLAG_NT     0x00004000u
#define FLAG_RF     0x00010000u
#define FLAG_VM     0x00020000u
#define FLAG_AC     0x00040000u
#define FLAG_VIF    0x00080000u
#define FLAG_VIP    0x00100000u
#define FLAG_ID     0x00200000u
#define FLAGS_KEPT  (FLAG_DF | FLAG_NT | FLAG_AC)
#define FLAGS_NEVER (FLAG_IOPL | FLAG_VM | FLAG_VIF | FLAG_VIP)

static const uint32_t flag_sets[] = {
    0,
    FLAG_DF,
    FLAG_IOPL,
    FLAG_NT,
    FLAG_RF,
    FLAG_VM,
    FLAG_AC,
    FLAG_ID,
    FLAG_VIF,
    FLAG_VIP,
    FLAG_DF | FLAG_AC,
    FLAG_NT | FLAG_AC,
    FLAG_VIF | FLAG_VIP,
    0x3f7cd5,
};
#define FLAG_SETS (sizeof(flag_sets) / sizeof(flag_sets[0]))

/* Arguments for both kinds of partitions; the call's own check says what must come out. */
static const struct way {
    uint32_t gate;
    uint32_t number;
    uint32_t argument;
    uint32_t result;
} native_ways[] =
    {
        {GATE_SYSCALL, POK_SYSCALL_TIME_GET, LAYOUT_KERNEL_BASE + 0x100000, POK_ERRNO_EFAULT},
        {GATE_SYSCALL, POK_SYSCALL_TIME_GET, LAYOUT_IMAGE_BASE, POK_ERRNO_EFAULT},
        {GATE_SYSCALL, POK_SYSCALL_TIMED_WAIT, 0, POK_ERRNO_OK},
        {GATE_SYSCALL, POK_SYSCALL_TIMED_WAIT, 1000, POK_ERRNO_OK},
        {GATE_SYSCALL, 127, 0, POK_ERRNO_CALL_UNKNOWN},
        {GATE_HYPERCALL, POK_HYPERCALL_YIELD, 0, POK_ERRNO_EPERM},
        {GATE_FAST, POK_SYSCALL_TIME_GET, LAYOUT_IMAGE_BASE, POK_ERRNO_EFAULT},
        {GATE_FAST, POK_SYSCALL_TIMED_WAIT, 0, POK_ERRNO_OK},
        {GATE_FAST, POK_SYSCALL_TIMED_WAIT, 1000, POK_ERRNO_OK},
        {GATE_FAST, 0xffffffff, 0, POK_ERRNO_CALL_UNKNOWN},
},
  guest_ways[] = {
      {GATE_SYSCALL, POK_SYSCALL_TIME_GET, LAYOUT_KERNEL_BASE + 0x100000, POK_ERRNO_EFAULT},
      {GATE_HYPERCALL, POK_HYPERCALL_GETTICK, LAYOUT_IMAGE_BASE, POK_ERRNO_EFAULT},
      {GATE_HYPERCALL, POK_HYPERCALL_YIELD, 0, POK_ERRNO_OK},
      {GATE_HYPERCALL, POK_HYPERCALL_VCPU_PRIORITY, 0, POK_ERRNO_PARAM},
      {GATE_HYPERCALL, 64 + POK_SYSCALL_TIMED_WAIT, 0, POK_ERRNO_EPERM},
      {GATE_FAST, LAYOUT_FAST_HYPERCALL + POK_HYPERCALL_GETTICK, LAYOUT_IMAGE_BASE,
       POK_ERRNO_EFAULT},
      {GATE_FAST, LAYOUT_FAST_HYPERCALL + POK_HYPERCALL_YIELD, 0, POK_ERRNO_OK},
      {GATE_FAST, POK_SYSCALL_TIME_GET, 4, POK_ERRNO_EFAULT},
      {GATE_FAST, 0xffffffff, 0, POK_ERRNO_CALL_UNKNOWN},
};
#define WAYS(list) (sizeof(list) / sizeof((list)[0]))

static uint32_t flags_then, flags_after;

/* The call with these flags, loaded by popf or by iret. */
static uint32_t call_with(uint32_t flags, uint32_t by_iret, const struct way *way)
{
    uint32_t eax = way->number, edx = way->argument;

    __asm__ volatile("pushl %%ebp\n\t"
                     "pushf\n\t"
                     "movl %%esp, %%ebp\n\t"
                     "orl %%ebx, (%%esp)\n\t"
                     "testl %%ecx, %%ecx\n\t"
                     "jz 1f\n\t"
                     "pushl %%cs\n\t"
                     "pushl $2f\n\t"
                     "iret\n"
                     "1:\tpopf\n"
                     "2:\tmovl %%ebp, %%esp\n\t"
                     "pushf\n\t"
                     "popl %[then]\n\t"
                     "movl $4f, %%edi\n\t"
                     "xorl %%ecx, %%ecx\n\t" /* the higher half of a time */
                     "cmpl $42, %%esi\n\t"
                     "je 5f\n\t"
                     "cmpl $45, %%esi\n\t"
                     "je 6f\n\t"
                     "sysenter\n"
                     "5:\tint $42\n\t"
                     "jmp 4f\n"
                     "6:\tint $45\n"
                     "4:\tpushf\n\t"
                     "popl %[after]\n\t"
                     "andl $0xffd0baff, (%%esp)\n\t"
                     "popf\n\t"
                     "cld\n\t"
                     "popl %%ebp"
                     : "+a"(eax), "+d"(edx),
                       "+c"(by_iret), [then] "=m"(flags_then), [after] "=m"(flags_after)
                     : "b"(flags), "S"(way->gate)
                     : "edi", "memory", "cc");
    return eax;
}

static void check_flags(uint32_t flags, bool by_gate)
{
    CHECK_EQUAL(flags_then & FLAGS_NEVER, 0);
    CHECK_EQUAL(flags_then & FLAGS_KEPT, flags & FLAGS_KEPT);
    CHECK_EQUAL(flags_after & FLAGS_NEVER, 0);
    CHECK_EQUAL(flags_then & flags_after & FLAG_IF, FLAG_IF);
    if (by_gate) /* the fast gate says nothing about flags */
        CHECK_EQUAL(flags_after & FLAGS_KEPT, flags & FLAGS_KEPT);
}

static void try_calls(uint32_t flags, uint32_t by_iret)
{
    const struct way *ways = is_guest() ? guest_ways : native_ways;
    uint32_t count = is_guest() ? WAYS(guest_ways) : WAYS(native_ways);

    for (uint32_t i = 0; i < count; i++) {
        if (!bsp_has_hypercalls() && ways[i].gate == GATE_HYPERCALL)
            continue;
        CHECK_EQUAL(call_with(flags, by_iret, &ways[i]), ways[i].result);
        check_flags(flags, ways[i].gate != GATE_FAST);
    }
}

/* The window ends with these flags, and another begins. */
static void try_window(uint32_t flags)
{
    uint32_t windows = PARTITION_PAGE->windows;

    __asm__ volatile(
        "pushf\n\t"
        "orl %[flags], (%%esp)\n\t"
        "popf\n\t"
        "pushf\n\t"
        "popl %[then]\n"
        "1:\tmovl (%[place]), %%eax\n\t"
        "subl %[windows], %%eax\n\t"
        "jz 1b\n\t"
        "pushf\n\t"
        "popl %[after]\n\t"
        "pushl $2\n\t"
        "popf"
        : [then] "=m"(flags_then), [after] "=m"(flags_after)
        : [flags] "r"(flags), [place] "r"(&PARTITION_PAGE->windows), [windows] "r"(windows)
        : "eax", "memory", "cc");
    check_flags(flags, true);
}

static void fault_with(uint32_t flags)
{
    __asm__ volatile("pushf\n\torl %0, (%%esp)\n\tpopf\n\tud2" : : "r"(flags) : "memory", "cc");
}

static void iret_with(uint32_t flags)
{
    __asm__ volatile("pushl %%esp\n\t"
                     "pushl %0\n\t"
                     "pushl %%cs\n\t"
                     "pushl $1f\n\t"
                     "pushl %0\n\t"
                     "popf\n\t"
                     "iret\n"
                     "1:\tpopl %%ecx\n\t"
                     "pushl $2\n\t"
                     "popf"
                     :
                     : "r"(flags)
                     : "ecx", "memory", "cc");
}

/*
 * A return to virtual-8086 mode, which only ring 0 has: with the partition's own code segment the
 * processor overlooks the flag, with another it refuses. (QEMU's doesn't overlook it: the kernel
 * finds the partition in that mode, which is refused as well.)
 */
static void iret_to_86(uint32_t code_segment)
{
    uint32_t flags = FLAG_VM | FLAG_IOPL | 2;

    __asm__ volatile("movl %%esp, %%ebx\n\t"
                     "pushl %[gs]\n\t" /* gs, fs, ds, es, ss: what cs and eip would be taken from */
                     "pushl $0x10\n\t"
                     "pushl $0x3202\n\t"
                     "pushl %[es]\n\t"
                     "pushl $0x1000\n\t"
                     "pushl $0x2000\n\t"
                     "pushl %[flags]\n\t"
                     "pushl %[cs]\n\t"
                     "pushl $1f\n\t"
                     "iret\n"
                     "1:\tmovl %%ebx, %%esp"
                     :
                     : [flags] "r"(flags), [cs] "r"(code_segment), [es] "i"(LAYOUT_KERNEL_CODE),
                       [gs] "i"(LAYOUT_KERNEL_DATA)
                     : "ebx", "memory", "cc");
}

static const uint32_t segments[] = {0,      3,     LAYOUT_KERNEL_CODE, LAYOUT_KERNEL_DATA, 0x11,
                                    0xffff, 0xf000};
#define SEGMENTS (sizeof(segments) / sizeof(segments[0]))

static void try_86(void)
{
    enum attempt_error seen;

    for (uint32_t i = 0; i < SEGMENTS; i++)
        attempt_expect(SEEN_ILLEGAL_REQUEST, iret_to_86, segments[i]);
    seen = attempt(iret_to_86, LAYOUT_USER_CODE);
    CHECK(seen == NO_ERROR_SEEN || seen == SEEN_ILLEGAL_REQUEST);
}

/* --- single steps ------------------------------------------------------------------------------
 */

static void step_into(uint32_t gate)
{
    const struct way way = {gate, is_guest() ? POK_HYPERCALL_YIELD : POK_SYSCALL_PARTITION_ID, 0,
                            0};

    (void)call_with(FLAG_TF, 0, &way);
}

static volatile uint32_t steps;

/* A guest's own single steps: count, and go on. */
__asm__(".pushsection .text\n"
        "step_entry:\n"
        "    incl steps\n"
        "    movl %edx, (%esp)\n"
        "    movl %esp, %edx\n"
        "    movl $47, %eax\n"
        "    int $45\n"
        ".popsection\n");
extern const char step_entry[];

static void try_steps(void)
{
    static const struct way stepped[] = {
        {GATE_SYSCALL, POK_SYSCALL_TIME_GET, 4, POK_ERRNO_EFAULT},
        {GATE_HYPERCALL, POK_HYPERCALL_YIELD, 0, POK_ERRNO_OK},
        {GATE_FAST, POK_SYSCALL_TIME_GET, 4, POK_ERRNO_EFAULT},
        {GATE_FAST, LAYOUT_FAST_HYPERCALL + POK_HYPERCALL_YIELD, 0, POK_ERRNO_OK},
        {GATE_FAST, 0xffffffff, 0, POK_ERRNO_CALL_UNKNOWN},
    };
    CHECK_EQUAL(pok_hypercall_EXCEPTION_SET(1, (uint32_t)step_entry), POK_ERRNO_OK);
    for (uint32_t i = 0; i < 5 * WAYS(stepped); i++) {
        const struct way *way = &stepped[i % WAYS(stepped)];

        steps = 0;
        CHECK_EQUAL(call_with(FLAG_TF, 0, way), way->result);
        /* The fast gate may or may not give the flag back. */
        CHECK(way->gate == GATE_FAST ? steps >= 6 : steps >= 12);
    }
    CHECK_EQUAL(pok_hypercall_EXCEPTION_SET(1, (uint32_t)attempt_exception), POK_ERRNO_OK);
}

static void attempts(void)
{
    for (uint32_t i = 0; i < FLAG_SETS; i++) {
        uint32_t flags = flag_sets[i] & ~FLAG_TF;

        try_calls(flags, 0);
        try_calls(flags & ~FLAG_VM, 1);
        try_window(flags);
        attempt_expect(SEEN_ILLEGAL_REQUEST, fault_with, flags);
        if ((flags & FLAG_VM) == 0)
            attempt_expect((flags & FLAG_NT) != 0 ? SEEN_ILLEGAL_REQUEST : NO_ERROR_SEEN, iret_with,
                           flags);
    }
    /* Where QEMU enters the mode, a guest could not handle the error itself: its stack is gone. */
    if (!is_guest())
        try_86();
    attempt_expect(SEEN_ILLEGAL_REQUEST, step_into, GATE_SYSCALL);
    attempt_expect(SEEN_ILLEGAL_REQUEST, step_into, GATE_HYPERCALL);
    attempt_expect(SEEN_ILLEGAL_REQUEST, step_into, GATE_FAST);
    if (is_guest())
        try_steps();
}

static void fatal(uint32_t number)
{
    if (number < FLAG_SETS)
        fault_with(flag_sets[number]);
    else if (number == FLAG_SETS)
        step_into(GATE_SYSCALL);
    else if (number == FLAG_SETS + 1)
        step_into(GATE_FAST);
    else if (number == FLAG_SETS + 2)
        iret_with(FLAG_NT);
    else
        iret_to_86(segments[number - FLAG_SETS - 3]);
}

static enum attempt_error fatal_error(uint32_t number)
{
    (void)number;
    return SEEN_ILLEGAL_REQUEST;
}

const struct attack_class attack_class = {
    .attempts = attempts,
    .fatal_count = FLAG_SETS + 3 + SEGMENTS,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
