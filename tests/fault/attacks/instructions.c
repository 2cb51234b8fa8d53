/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every instruction that is the kernel's, every software interrupt, every port, every MSR near
 * those that exist: all refused, and what a partition may read tells it nothing of others.
 */
#include "attempt.h"

#define PORTS         65536u
#define OWN_PORTS     0x2f8u /* of the guest */
#define OWN_PORTS_END 0x300u
#define MSR_RANGE     0x400u
#define FATAL_VECTORS 8u
#define VECTOR_OF     4u
#define HARMLESS      6u     /* at the end of the list */
#define EITHER        0x100u /* or nothing at all */

/*
 * INSTRUCTION(name, what it must end in, text): eax 0, ecx 0x174 (an MSR that exists), edx 0x80,
 * ebx and esi and edi point to 64 bytes of the attacker's own memory.
 */
#define INSTRUCTIONS                                                                               \
    INSTRUCTION(hlt, SEEN_ILLEGAL_REQUEST, "hlt")                                                  \
    INSTRUCTION(cli, SEEN_ILLEGAL_REQUEST, "cli")                                                  \
    INSTRUCTION(sti, SEEN_ILLEGAL_REQUEST, "sti")                                                  \
    INSTRUCTION(clts, SEEN_ILLEGAL_REQUEST, "clts")                                                \
    INSTRUCTION(lgdt, SEEN_ILLEGAL_REQUEST, "lgdt (%ebx)")                                         \
    INSTRUCTION(lidt, SEEN_ILLEGAL_REQUEST, "lidt (%ebx)")                                         \
    INSTRUCTION(lldt, SEEN_ILLEGAL_REQUEST, "lldt %ax")                                            \
    INSTRUCTION(ltr, SEEN_ILLEGAL_REQUEST, "ltr %ax")                                              \
    INSTRUCTION(lmsw, SEEN_ILLEGAL_REQUEST, "lmsw %ax")                                            \
    INSTRUCTION(to_cr0, SEEN_ILLEGAL_REQUEST, "movl %eax, %cr0")                                   \
    INSTRUCTION(to_cr2, SEEN_ILLEGAL_REQUEST, "movl %eax, %cr2")                                   \
    INSTRUCTION(to_cr3, SEEN_ILLEGAL_REQUEST, "movl %eax, %cr3")                                   \
    INSTRUCTION(to_cr4, SEEN_ILLEGAL_REQUEST, "movl %eax, %cr4")                                   \
    INSTRUCTION(to_cr8, SEEN_ILLEGAL_REQUEST, ".byte 0xf0, 0x0f, 0x22, 0xc0")                      \
    INSTRUCTION(to_cr1, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x22, 0xc8")                            \
    INSTRUCTION(from_cr0, SEEN_ILLEGAL_REQUEST, "movl %cr0, %eax")                                 \
    INSTRUCTION(from_cr2, SEEN_ILLEGAL_REQUEST, "movl %cr2, %eax")                                 \
    INSTRUCTION(from_cr3, SEEN_ILLEGAL_REQUEST, "movl %cr3, %eax")                                 \
    INSTRUCTION(from_cr4, SEEN_ILLEGAL_REQUEST, "movl %cr4, %eax")                                 \
    INSTRUCTION(to_dr0, SEEN_ILLEGAL_REQUEST, "movl %eax, %db0")                                   \
    INSTRUCTION(to_dr3, SEEN_ILLEGAL_REQUEST, "movl %eax, %db3")                                   \
    INSTRUCTION(to_dr6, SEEN_ILLEGAL_REQUEST, "movl %eax, %db6")                                   \
    INSTRUCTION(to_dr7, SEEN_ILLEGAL_REQUEST, "movl %eax, %db7")                                   \
    INSTRUCTION(from_dr0, SEEN_ILLEGAL_REQUEST, "movl %db0, %eax")                                 \
    INSTRUCTION(from_dr1, SEEN_ILLEGAL_REQUEST, "movl %db1, %eax")                                 \
    INSTRUCTION(from_dr2, SEEN_ILLEGAL_REQUEST, "movl %db2, %eax")                                 \
    INSTRUCTION(from_dr3, SEEN_ILLEGAL_REQUEST, "movl %db3, %eax")                                 \
    INSTRUCTION(from_dr6, SEEN_ILLEGAL_REQUEST, "movl %db6, %eax")                                 \
    INSTRUCTION(from_dr7, SEEN_ILLEGAL_REQUEST, "movl %db7, %eax")                                 \
    INSTRUCTION(rdmsr, SEEN_ILLEGAL_REQUEST, "rdmsr")                                              \
    INSTRUCTION(wrmsr, SEEN_ILLEGAL_REQUEST, "wrmsr")                                              \
    INSTRUCTION(rdpmc, SEEN_ILLEGAL_REQUEST, "rdpmc")                                              \
    INSTRUCTION(invd, SEEN_ILLEGAL_REQUEST, "invd")                                                \
    INSTRUCTION(wbinvd, SEEN_ILLEGAL_REQUEST, "wbinvd")                                            \
    INSTRUCTION(invlpg, SEEN_ILLEGAL_REQUEST, "invlpg (%ebx)")                                     \
    INSTRUCTION(sysexit, SEEN_ILLEGAL_REQUEST, "sysexit")                                          \
    INSTRUCTION(sysret, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x07")                                  \
    INSTRUCTION(rsm, SEEN_ILLEGAL_REQUEST, "rsm")                                                  \
    INSTRUCTION(getsec, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x37")                                  \
    INSTRUCTION(monitor, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xc8")                           \
    INSTRUCTION(mwait, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xc9")                             \
    INSTRUCTION(clac, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xca")                              \
    INSTRUCTION(stac, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xcb")                              \
    INSTRUCTION(xsetbv, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xd1")                            \
    INSTRUCTION(swapgs, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xf8")                            \
    INSTRUCTION(vmcall, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xc1")                            \
    INSTRUCTION(vmlaunch, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xc2")                          \
    INSTRUCTION(vmxoff, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xc4")                            \
    INSTRUCTION(vmrun, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xd8")                             \
    INSTRUCTION(vmload, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xda")                            \
    INSTRUCTION(vmsave, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xdb")                            \
    INSTRUCTION(stgi, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xdc")                              \
    INSTRUCTION(clgi, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xdd")                              \
    INSTRUCTION(invlpga, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xdf")                           \
    INSTRUCTION(vmmcall, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x01, 0xd9")                           \
    INSTRUCTION(vmread, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0x78, 0xc0")                            \
    INSTRUCTION(invept, SEEN_ILLEGAL_REQUEST, ".byte 0x66, 0x0f, 0x38, 0x80, 0x03")                \
    INSTRUCTION(invpcid, SEEN_ILLEGAL_REQUEST, ".byte 0x66, 0x0f, 0x38, 0x82, 0x03")               \
    INSTRUCTION(inb, SEEN_ILLEGAL_REQUEST, "inb %dx, %al")                                         \
    INSTRUCTION(inw, SEEN_ILLEGAL_REQUEST, "inw %dx, %ax")                                         \
    INSTRUCTION(inl, SEEN_ILLEGAL_REQUEST, "inl %dx, %eax")                                        \
    INSTRUCTION(in_constant, SEEN_ILLEGAL_REQUEST, "inb $0x21, %al")                               \
    INSTRUCTION(outb, SEEN_ILLEGAL_REQUEST, "outb %al, %dx")                                       \
    INSTRUCTION(outw, SEEN_ILLEGAL_REQUEST, "outw %ax, %dx")                                       \
    INSTRUCTION(outl, SEEN_ILLEGAL_REQUEST, "outl %eax, %dx")                                      \
    INSTRUCTION(out_constant, SEEN_ILLEGAL_REQUEST, "outb %al, $0x21")                             \
    INSTRUCTION(insb, SEEN_ILLEGAL_REQUEST, "insb")                                                \
    INSTRUCTION(insl, SEEN_ILLEGAL_REQUEST, "insl")                                                \
    INSTRUCTION(rep_insw, SEEN_ILLEGAL_REQUEST, "rep insw")                                        \
    INSTRUCTION(outsb, SEEN_ILLEGAL_REQUEST, "outsb")                                              \
    INSTRUCTION(rep_outsl, SEEN_ILLEGAL_REQUEST, "rep outsl")                                      \
    INSTRUCTION(ud0, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0xff, 0xc0")                               \
    INSTRUCTION(ud1, SEEN_ILLEGAL_REQUEST, ".byte 0x0f, 0xb9, 0xc0")                               \
    INSTRUCTION(ud2, SEEN_ILLEGAL_REQUEST, "ud2")                                                  \
    INSTRUCTION(lock_nop, SEEN_ILLEGAL_REQUEST, ".byte 0xf0, 0x90")                                \
    INSTRUCTION(lock_register, SEEN_ILLEGAL_REQUEST, ".byte 0xf0, 0x01, 0xc0")                     \
    INSTRUCTION(too_long, SEEN_ILLEGAL_REQUEST, ".fill 15, 1, 0x66; nop")                          \
    INSTRUCTION(to_cs, SEEN_ILLEGAL_REQUEST, ".byte 0x8e, 0xc8")                                   \
    INSTRUCTION(int1, SEEN_ILLEGAL_REQUEST, ".byte 0xf1")                                          \
    INSTRUCTION(int3, SEEN_ILLEGAL_REQUEST, "int3")                                                \
    INSTRUCTION(into, SEEN_NUMERIC_ERROR, "movb $0x7f, %al; addb %al, %al; into")                  \
    INSTRUCTION(bound, SEEN_NUMERIC_ERROR,                                                         \
                "movl $-5, %eax; movl $0, (%ebx); movl $1, 4(%ebx); "                              \
                "bound %eax, (%ebx)")                                                              \
    INSTRUCTION(divide, SEEN_NUMERIC_ERROR, "divl (%ebx)")                                         \
    INSTRUCTION(int_min, SEEN_NUMERIC_ERROR,                                                       \
                "movl $0x80000000, %eax; cltd; movl $-1, %ecx; "                                   \
                "idivl %ecx")                                                                      \
    INSTRUCTION(fpu, SEEN_NUMERIC_ERROR,                                                           \
                "movl $0x370, (%ebx); fldcw (%ebx); fldz; fld1; fdivp; "                           \
                "fwait")                                                                           \
    INSTRUCTION(fxrstor, SEEN_ILLEGAL_REQUEST, "fxrstor 1(%ebx)")                                  \
    /* What everybody may do, or what not every processor refuses. */                              \
    INSTRUCTION(sse, SEEN_NUMERIC_ERROR | EITHER,                                                  \
                "movl $0x1d80, (%ebx); ldmxcsr (%ebx); xorps %xmm0, "                              \
                "%xmm0; divps %xmm0, %xmm0")                                                       \
    INSTRUCTION(mxcsr, SEEN_ILLEGAL_REQUEST | EITHER, "movl $0xffff0000, (%ebx); ldmxcsr (%ebx)")  \
    INSTRUCTION(cpuid, NO_ERROR_SEEN, "cpuid")                                                     \
    INSTRUCTION(rdtsc, NO_ERROR_SEEN, "rdtsc")                                                     \
    INSTRUCTION(verr, NO_ERROR_SEEN, "verr %ax")                                                   \
    INSTRUCTION(nothing, NO_ERROR_SEEN, "nop")

#define INSTRUCTION(name, expected, text)                                                          \
    __asm__(".pushsection .text\ncode_" #name ": " text "; ret\n.popsection");                     \
    extern const char code_##name[];
INSTRUCTIONS
#undef INSTRUCTION

static const struct {
    const char *code;
    const char *name;
    uint32_t expected;
} instructions[] = {
#define INSTRUCTION(name, expected, text) {code_##name, #name, expected},
    INSTRUCTIONS
#undef INSTRUCTION
};
#define COUNT (sizeof(instructions) / sizeof(instructions[0]))

/* A vector can't be in a register: 256 pairs of "int n; ret". */
__asm__(".pushsection .text\n"
        "    .balign 4\n"
        "interrupts:\n"
        "    .set vector, 0\n"
        "    .rept 256\n"
        "    .byte 0xcd, vector, 0xc3, 0x90\n"
        "    .set vector, vector + 1\n"
        "    .endr\n"
        ".popsection\n");
extern const char interrupts[];

static uint32_t buffer[64];

static void execute(const char *code, uint32_t ecx, uint32_t edx)
{
    __asm__ volatile("pusha\n\t"
                     "movl %[buffer], %%ebx\n\t"
                     "movl %%ebx, %%esi\n\t"
                     "movl %%ebx, %%edi\n\t"
                     "movl %%eax, %%ebp\n\t"
                     "xorl %%eax, %%eax\n\t"
                     "call *%%ebp\n\t"
                     "popa"
                     :
                     : "a"(code), "c"(ecx), "d"(edx), [buffer] "i"(buffer)
                     : "memory", "cc");
}

static void do_instruction(uint32_t number)
{
    for (uint32_t i = 0; i < sizeof(buffer) / sizeof(buffer[0]); i++)
        buffer[i] = 0;
    execute(instructions[number].code, 0x174, 0x80);
}

static void do_interrupt(uint32_t vector)
{
    execute(interrupts + vector * 4, 0, 0);
}

static void do_msr_read(uint32_t number)
{
    execute(code_rdmsr, number, 0);
}

static void do_msr_write(uint32_t number)
{
    execute(code_wrmsr, number, 0);
}

static void do_port_read(uint32_t port)
{
    execute(code_inb, 0, port);
}

static void do_port_write(uint32_t port)
{
    execute(code_outb, 0, port);
}

/* Four ports at once: one of them may be open. */
static void do_port_long(uint32_t port)
{
    execute(code_inl, 0, port);
}

static enum attempt_error interrupt_error(uint32_t vector)
{
    if (vector == LAYOUT_SYSCALL_VECTOR || vector == LAYOUT_HYPERCALL_VECTOR)
        return vector == LAYOUT_HYPERCALL_VECTOR && !bsp_has_hypercalls() ? SEEN_ILLEGAL_REQUEST
                                                                          : NO_ERROR_SEEN;
    /* The same as `into` with the overflow flag set. */
    return vector == VECTOR_OF ? SEEN_NUMERIC_ERROR : SEEN_ILLEGAL_REQUEST;
}

static void attempt_msrs(void)
{
    static const uint32_t bases[] = {0, 0x800, 0xc0000080, 0xc0010000, 0x40000000};

    for (uint32_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
        for (uint32_t n = 0; n < MSR_RANGE; n += is_guest() ? 1 : 5) {
            attempt_expect(SEEN_ILLEGAL_REQUEST, do_msr_read, bases[i] + n);
            attempt_expect(SEEN_ILLEGAL_REQUEST, do_msr_write, bases[i] + n);
        }
    }
}

static void attempt_ports(void)
{
    for (uint32_t port = 0; port < PORTS; port++) {
        bool own = is_guest() && port >= OWN_PORTS && port < OWN_PORTS_END;

        attempt_expect(own ? NO_ERROR_SEEN : SEEN_ILLEGAL_REQUEST,
                       port % 2 == 0 || own ? do_port_read : do_port_write, port);
    }
    /* The edges of what the guest has, and the end of the bitmap. */
    attempt_expect(SEEN_ILLEGAL_REQUEST, do_port_long, OWN_PORTS - 1);
    attempt_expect(SEEN_ILLEGAL_REQUEST, do_port_long, OWN_PORTS_END - 1);
    attempt_expect(SEEN_ILLEGAL_REQUEST, do_port_long, PORTS - 1);
    attempt_expect(SEEN_ILLEGAL_REQUEST, do_port_long, PORTS - 4);
}

static void attempts(void)
{
    for (uint32_t i = 0; i < COUNT; i++) {
        enum attempt_error seen = attempt(do_instruction, i);

        if ((instructions[i].expected & EITHER) != 0 && seen == NO_ERROR_SEEN)
            continue;
        if (seen != (instructions[i].expected & ~EITHER))
            printf("%s: error %d\n", instructions[i].name, seen);
        CHECK_EQUAL(seen, instructions[i].expected & ~EITHER);
    }
    for (uint32_t vector = 0; vector < 256; vector++)
        attempt_expect(interrupt_error(vector), do_interrupt, vector);
    attempt_msrs();
    attempt_ports();
}

static void fatal(uint32_t number)
{
    if (number < COUNT - HARMLESS)
        do_instruction(number);
    else
        do_interrupt(number - (COUNT - HARMLESS));
}

static enum attempt_error fatal_error(uint32_t number)
{
    return number < COUNT - HARMLESS ? (enum attempt_error)instructions[number].expected
                                     : interrupt_error(number - (COUNT - HARMLESS));
}

/* Those before the harmless ones, then the first vectors. */
const struct attack_class attack_class = {
    .attempts = attempts,
    .fatal_count = COUNT - HARMLESS + FATAL_VECTORS,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
