/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An interrupt at every instruction of the way back from a handler. Under -icount shift=0 an
 * instruction takes 1 ns, so a timer armed a nanosecond later each time hits one after the other.
 * None is overlooked, and none leaves anything on the stack.
 *
 * That the sweep does reach the dangerous places is shown by a first pass in which the kernel isn't
 * told where they are: there it must find some.
 */
#include "guest.h"

#define FIRST_NS 100u
#define LAST_NS  1200u
#define LATE_NS  5000
#define FLAG_DF  0x400u

extern const char virt_entry[], virt_restart[], virt_flags[], virt_commit[], virt_leave[];

static volatile uint32_t ticks, signals, at_leave, backwards;

/* On the stack: ebp, the return address, edx and ecx (upcall.S), the kernel's frame. */
static VIRT_HANDLER void on_tick(uint32_t vector)
{
    const uint32_t *stack = __builtin_frame_address(0);
    const struct pok_upcall_frame *frame = (const struct pok_upcall_frame *)(stack + 4);

    uint32_t flags;

    (void)vector;
    __asm__ volatile("pushf\n\tpopl %0" : "=r"(flags));
    backwards += (flags & FLAG_DF) != 0;
    at_leave += frame->eip == pok_address(virt_leave);
    ticks++;
}

static VIRT_HANDLER void on_signal(uint32_t vector)
{
    (void)vector;
    signals++;
}

/* Nobody calls it: an address for a way back that is never taken. */
__attribute__((used, noinline)) static void nowhere(void)
{
    __asm__ volatile("nop");
}

static void way_back_set(bool known)
{
    const struct pok_upcall upcall = {
        .entry = pok_address(virt_entry),
        .restart = known ? pok_address(virt_restart) : (uint32_t)nowhere,
        .flags = known ? pok_address(virt_flags) : (uint32_t)nowhere,
        .commit = known ? pok_address(virt_commit) : (uint32_t)nowhere,
        .leave = known ? pok_address(virt_leave) : (uint32_t)nowhere,
    };

    CHECK_EQUAL(pok_hypercall_UPCALL_SET(pok_address(&upcall)), POK_ERRNO_OK);
}

struct result {
    uint32_t overlooked; /* pending, on, and nobody noticed */
    uint32_t wrong_stack;
    uint32_t lost;
    uint32_t at_leave; /* frames that went on top of the one being left */
};

/* One timer, `delay_ns` after a signal whose handler is on its way back about then. */
static __attribute__((noinline)) void shot(uint32_t delay_ns, struct result *result)
{
    uint32_t before = ticks, begin, end, call = POK_HYPERCALL_VCPU_SIGNAL;
    pok_time_t armed_ns;

    if (POK_PAGE->window_end_ns - now_ns() < 10 * LATE_NS) {
        window_pass();
    }
    __asm__ volatile("movl %%esp, %0" : "=r"(begin));
    armed_ns = now_ns();
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, armed_ns + 1000 + delay_ns, 0);
    while (now_ns() < armed_ns + 900) {
    }
    /* With the direction flag set, which no handler may see: VCPU_SIGNAL of vCPU 0. */
    __asm__ volatile("std\n\t"
                     "int $45\n\t"
                     "cld"
                     : "+a"(call)
                     : "d"(0)
                     : "ecx", "memory", "cc");
    while (ticks == before && now_ns() < armed_ns + delay_ns + LATE_NS) {
    }
    __asm__ volatile("movl %%esp, %0" : "=r"(end));
    result->wrong_stack += begin != end;
    if (ticks == before) {
        result->overlooked += VCPU_PAGE->pending != 0 && VCPU_PAGE->vif != 0;
        (void)pok_hypercall_IRQ_PARTITION_ENABLE();
        result->lost += ticks == before;
    }
}

static struct result sweep(bool known)
{
    struct result result = {0};

    way_back_set(known);
    ticks = 0;
    signals = 0;
    at_leave = 0;
    for (uint32_t delay_ns = FIRST_NS; delay_ns < LAST_NS; delay_ns++) {
        shot(delay_ns, &result);
    }
    CHECK_EQUAL(ticks, LAST_NS - FIRST_NS);
    CHECK_EQUAL(signals, LAST_NS - FIRST_NS);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    CHECK_EQUAL(VCPU_PAGE->threshold, 1);
    result.at_leave = at_leave;
    return result;
}

int main(void)
{
    struct result unknown, known;

    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, on_tick), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_signal), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    unknown = sweep(false);
    known = sweep(true);
    printf("way back unknown: %u overlooked, %u on top; known: %u, %u\n",
           (unsigned)unknown.overlooked, (unsigned)unknown.at_leave, (unsigned)known.overlooked,
           (unsigned)known.at_leave);
    CHECK(unknown.overlooked > 0);
    CHECK_EQUAL(known.overlooked, 0);
    CHECK_EQUAL(known.lost, 0);
    CHECK_EQUAL(unknown.lost, 0);
    CHECK_EQUAL(known.wrong_stack, 0);
    CHECK_EQUAL(backwards, 0);
    /* At the last instruction the old frame is off the stack before the new one goes there. */
    CHECK(unknown.at_leave > 0);
    CHECK_EQUAL(known.at_leave, 0);
    guest_end();
}
