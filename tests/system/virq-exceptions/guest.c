/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest's own processor exceptions come to its handlers with the whole frame. Each that it has no
 * handler for goes to health monitoring, which starts it anew here: in its first life it handles
 * them, in the following ones it doesn't, and afterwards it counts its lives.
 */
#include "guest.h"

#define VECTOR_DE 0u
#define VECTOR_DB 1u
#define VECTOR_BP 3u
#define VECTOR_OF 4u
#define VECTOR_BR 5u
#define VECTOR_UD 6u
#define VECTOR_GP 13u
#define VECTOR_PF 14u
#define VECTOR_MF 16u
#define VECTOR_AC 17u

#define FLAG_TF 0x100u
#define FLAG_AC 0x40000u
#define LIVES   8u

static volatile uint32_t seen[32], error_code, skip, flags_seen, vif_seen, at, steps;
static volatile bool vif_inside;

static void on_exception(struct virt_exception *exception)
{
    seen[exception->vector]++;
    error_code = exception->frame.error_code;
    flags_seen = exception->frame.upcall.eflags;
    vif_seen = exception->frame.vif;
    at = exception->frame.upcall.eip;
    vif_inside |= VCPU_PAGE->vif != 0;
    if (exception->vector == VECTOR_DB) {
        steps++;
        return;
    }
    if (exception->vector == VECTOR_MF) {
        __asm__ volatile("fnclex");
        return;
    }
    if (exception->vector == VECTOR_AC) {
        exception->frame.upcall.eflags &= ~FLAG_AC;
        return;
    }
    exception->frame.upcall.eip += skip;
}

static void check_memory(void)
{
    uint32_t value = 7;

    skip = 6; /* with ecx the instruction has six bytes */
    __asm__ volatile("movl 0x2345678, %0" : "=c"(value) : "0"(value) : "memory");
    CHECK_EQUAL(seen[VECTOR_PF], 1);
    CHECK_EQUAL(VCPU_PAGE->fault_address, 0x2345678);
    CHECK_EQUAL(error_code & 7, 4); /* a read in user mode of what isn't there */
    CHECK_EQUAL(value, 7);
    __asm__ volatile("movl %0, 0xc0100000" : : "c"(value) : "memory");
    CHECK_EQUAL(seen[VECTOR_PF], 2);
    CHECK_EQUAL(VCPU_PAGE->fault_address, 0xc0100000);
    CHECK_EQUAL(error_code & 6, 6); /* a write in user mode */
}

static void check_protection(void)
{
    skip = 1;
    __asm__ volatile("cli");
    CHECK_EQUAL(seen[VECTOR_GP], 1);
    CHECK_EQUAL(error_code, 0);
    __asm__ volatile("hlt");
    CHECK_EQUAL(seen[VECTOR_GP], 2);
    skip = 2;
    __asm__ volatile("mov %0, %%fs" : : "c"(0x77f8));
    CHECK_EQUAL(seen[VECTOR_GP], 3);
    CHECK_EQUAL(error_code, 0x77f8);
    skip = 2;
    __asm__ volatile("int $0x20");
    CHECK_EQUAL(seen[VECTOR_GP], 4);
    skip = 2;
    __asm__ volatile("ud2");
    CHECK_EQUAL(seen[VECTOR_UD], 1);
    skip = 0;
    __asm__ volatile("int3");
    CHECK_EQUAL(seen[VECTOR_BP], 1);
    skip = 2;
    __asm__ volatile("divl %%ecx" : : "c"(0) : "eax", "edx", "cc");
    CHECK_EQUAL(seen[VECTOR_DE], 1);
}

/* `into` is a trap: what follows it is next. Without an overflow it is nothing. */
static void check_overflow(void)
{
    static const int32_t bounds[2] = {0, 1};

    skip = 0;
    __asm__ volatile("movb $0x7f, %%al\n\taddb %%al, %%al\n\tinto" : : : "eax", "cc");
    CHECK_EQUAL(seen[VECTOR_OF], 1);
    __asm__ volatile("xorl %%eax, %%eax\n\tinto" : : : "eax", "cc");
    CHECK_EQUAL(seen[VECTOR_OF], 1);
    __asm__ volatile("int $4");
    CHECK_EQUAL(seen[VECTOR_OF], 2);
    skip = 2;
    __asm__ volatile("bound %0, (%1)" : : "a"(5), "d"(bounds) : "memory");
    CHECK_EQUAL(seen[VECTOR_BR], 1);
}

static void check_fpu(void)
{
    static const uint16_t open_divide = 0x0373; /* the division by 0 is not masked */
    static const uint16_t closed = 0x037f;

    __asm__ volatile("fldcw %0\n\t"
                     "fld1\n\t"
                     "fldz\n\t"
                     "fdivrp\n\t"
                     "fwait\n\t"
                     "fninit\n\t"
                     "fldcw %1"
                     :
                     : "m"(open_divide), "m"(closed));
    CHECK_EQUAL(seen[VECTOR_MF], 1);
}

/* Each instruction between the two popf is one step, interrupts on or off. */
static void check_single_step(void)
{
    uint32_t value = 1;

    for (uint32_t level = 0; level <= POK_VIF_ENABLED; level += POK_VIF_ENABLED) {
        steps = 0;
        _CPU_Virtual_Interrupts_enable(level);
        __asm__ volatile("pushf\n\t"
                         "orl %1, (%%esp)\n\t"
                         "popf\n\t"
                         "addl %0, %0\n\t"
                         "addl %0, %0\n\t"
                         "pushf\n\t"
                         "andl %2, (%%esp)\n\t"
                         "popf"
                         : "+r"(value)
                         : "i"(FLAG_TF), "i"(~FLAG_TF)
                         : "memory", "cc");
        CHECK_EQUAL(_CPU_Virtual_Interrupts_disable(), level);
        CHECK_EQUAL(vif_seen, level);
        /* The last popf is stepped, too: the flag counts as it was before. */
        CHECK_EQUAL(steps, 5);
    }
    CHECK_EQUAL(value, 16);
}

static void check_alignment(void)
{
    static volatile uint32_t words[2];
    uint32_t value = 0;

    words[0] = 0x44332211;
    words[1] = 0x88776655;
    __asm__ volatile("pushf\n\t"
                     "orl %1, (%%esp)\n\t"
                     "popf\n\t"
                     "movl 1(%2), %0"
                     : "+r"(value)
                     : "i"(FLAG_AC), "r"(words)
                     : "memory", "cc");
    CHECK_EQUAL(value, 0x55443322);
    printf("alignment checks: %u\n", (unsigned)seen[VECTOR_AC]);
}

static void life_with_handlers(void)
{
    static const uint32_t mine[] = {VECTOR_DE, VECTOR_DB, VECTOR_BP, VECTOR_OF, VECTOR_BR,
                                    VECTOR_UD, VECTOR_GP, VECTOR_PF, VECTOR_MF, VECTOR_AC};

    for (uint32_t i = 0; i < sizeof(mine) / sizeof(mine[0]); i++) {
        CHECK_EQUAL(_CPU_Virtual_Exception_request(mine[i], on_exception), POK_ERRNO_OK);
    }
    /* NMI, double fault, coprocessor segment, machine check are none of a guest's. */
    CHECK_EQUAL(_CPU_Virtual_Exception_request(2, on_exception), POK_ERRNO_EINVAL);
    CHECK_EQUAL(_CPU_Virtual_Exception_request(8, on_exception), POK_ERRNO_EINVAL);
    CHECK_EQUAL(_CPU_Virtual_Exception_request(18, on_exception), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_hypercall_EXCEPTION_SET(3, 0xc0100000), POK_ERRNO_HANDLER_RANGE);
    CHECK_EQUAL(pok_hypercall_EXCEPTION_SET(3, pok_address(&seen)), POK_ERRNO_HANDLER_RANGE);
    check_memory();
    check_protection();
    check_overflow();
    check_fpu();
    check_single_step();
    check_alignment();
    CHECK(!vif_inside);
    CHECK_EQUAL(_CPU_Virtual_Exception_request(VECTOR_PF, NULL), POK_ERRNO_OK);
    printf("VERDICT of the first life: %u checks, %u failed\n", (unsigned)check_state.made,
           (unsigned)check_state.failed);
    __asm__ volatile("movl %%eax, 0x10" : : : "memory");
}

static void life_without(uint32_t life)
{
    switch (life) {
    case 1:
        __asm__ volatile("ud2");
        break;
    case 2:
        __asm__ volatile("divl %%ecx" : : "c"(0) : "eax", "edx", "cc");
        break;
    case 3:
        __asm__ volatile("cli");
        break;
    case 4:
        __asm__ volatile("int3");
        break;
    case 5:
        __asm__ volatile("movb $0x7f, %%al\n\taddb %%al, %%al\n\tinto" : : : "eax", "cc");
        break;
    case 6:
        /* A handler whose stack can't take the frame is no handler. */
        CHECK_EQUAL(_CPU_Virtual_Exception_request(VECTOR_UD, on_exception), POK_ERRNO_OK);
        __asm__ volatile("movl $0x1000, %esp\n\tud2");
        break;
    default:
        /* The same for an interrupt. */
        CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_WINDOW, guest_count), POK_ERRNO_OK);
        _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
        __asm__ volatile("movl $0x1000, %esp\n\t1: jmp 1b");
    }
}

int main(void)
{
    uint32_t life = POK_PAGE->restarts;

    if (life == 0) {
        life_with_handlers();
    } else if (life < LIVES) {
        life_without(life);
    }
    CHECK_EQUAL(life, LIVES);
    CHECK_EQUAL(POK_PAGE->start_condition, POK_START_HM_PARTITION_RESTART);
    guest_end();
}
