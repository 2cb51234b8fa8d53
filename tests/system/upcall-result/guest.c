/* SPDX-License-Identifier: BSD-2-Clause */
/* do_iret restores the interrupted registers; its own return value is in none of them. The
 * interrupted code is a loop with a known value in every register, and a hypercall. */
#include "seed_guest.h"

static volatile uint32_t count;
/* Of `count`, before the timer is set: the window may end, and the timer fire, right behind that.
 */
static uint32_t start;

void handle(uint32_t vector)
{
    (void)vector;
    count++;
    __asm__ volatile("fninit; fldz" ::
                         : "memory"); /* the handler may use the FPU: it is the guest's own */
    __asm__ volatile("fstp %%st(0)" ::: "memory");
}

struct registers {
    uint32_t eax, ebx, ecx, edx, esi, edi, ebp, eflags;
};

/* Wait for the next interrupt with a known value in every register; what they are afterwards. */
static void wait_in_registers(struct registers *after)
{
    __asm__ volatile("pushl %%ebp\n"
                     "pushl %%eax\n"
                     "movl $0xcafe0001, %%eax\n"
                     "movl $0xcafe0003, %%ecx\n"
                     "movl $0xcafe0005, %%esi\n"
                     "movl $0xcafe0006, %%edi\n"
                     "movl $0xcafe0007, %%ebp\n"
                     "movl %[start], %%ebx\n"
                     "movl $0xcafe0004, %%edx\n"
                     "stc\n"
                     "1: pushfl\n"
                     "cmpl %[count], %%ebx\n"
                     "jne 2f\n"
                     "popfl\n"
                     "jmp 1b\n"
                     "2: pushl %%eax\n"
                     "movl 8(%%esp), %%eax\n"
                     "movl %%ebx, 4(%%eax)\n"
                     "movl %%ecx, 8(%%eax)\n"
                     "movl %%edx, 12(%%eax)\n"
                     "movl %%esi, 16(%%eax)\n"
                     "movl %%edi, 20(%%eax)\n"
                     "movl %%ebp, 24(%%eax)\n"
                     "popl 0(%%eax)\n"
                     "popl 28(%%eax)\n"
                     "popl %%eax\n"
                     "popl %%ebp\n"
                     : "+a"(after)
                     : [start] "m"(start), [count] "m"(count)
                     : "ebx", "ecx", "edx", "esi", "edi", "cc", "memory");
}

int main(void)
{
    struct registers after = {0};

    CHECK_EQUAL(vector_register(POK_VECTOR_TIMER_HARDWARE), POK_ERRNO_OK);
    CHECK_EQUAL(vector_register(POK_VECTOR_VCPU), POK_ERRNO_OK);
    interrupts_enable();
    for (uint32_t round = 0; round < 200; round++) {
        /* A different distance each time, so that another instruction is hit. */
        start = count;
        timer_set(0, time_now() + 20000 + round * 97LL, 0);
        wait_in_registers(&after);
        CHECK_EQUAL(after.eax, 0xcafe0001u);
        CHECK_EQUAL(after.ecx, 0xcafe0003u);
        CHECK_EQUAL(after.edx, 0xcafe0004u);
        CHECK_EQUAL(after.esi, 0xcafe0005u);
        CHECK_EQUAL(after.edi, 0xcafe0006u);
        CHECK_EQUAL(after.ebp, 0xcafe0007u);
        CHECK_EQUAL(after.eflags & 1, 1);
        CHECK_EQUAL(count, after.ebx + 1);
    }
    /* The hypercall that raises the interrupt is interrupted by it: its result survives the
     * handler. */
    for (uint32_t round = 0; round < 20; round++) {
        uint32_t before = count;

        CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
        CHECK_EQUAL(count, before + 1);
        CHECK_EQUAL(hypercall(CALL_VCPU_SIGNAL, 99, 0, 0), POK_ERRNO_EINVAL);
    }
    quiet();
}
