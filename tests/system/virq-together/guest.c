/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several interrupts pending at once are handled in the configured order, and the interrupted code
 * does nothing in between. That code is one instruction that jumps to itself and counts down ecx:
 * what a handler finds in ecx says how many were done before it. Partitions with an even number
 * have other ranks; the third and fourth receive interrupts the way of 2014, the others by upcall.
 */
#include <virt/virt.h>

#include "seed_guest.h"

#define COM2     0x2f8
#define LINE     (POK_VECTOR_BASE + 3) /* the first partition's */
#define SOURCES  5u
#define ENTRIES  8u
#define ROUNDS   8u
#define COUNT    100000u /* instructions: under -icount shift=0 as many ns */
#define EARLY_NS 30000

static const uint32_t usual[SOURCES] = {POK_VECTOR_TIMER_HARDWARE, POK_VECTOR_TIMER_EXECUTION, LINE,
                                        POK_VECTOR_WINDOW, POK_VECTOR_VCPU};
/* As the module file has it; no line. */
static const uint32_t turned[SOURCES] = {POK_VECTOR_VCPU, POK_VECTOR_TIMER_HARDWARE,
                                         POK_VECTOR_WINDOW, POK_VECTOR_TIMER_EXECUTION};

/* What each handler found, in the order in which they began. */
static volatile struct {
    uint32_t vector;
    uint32_t left;  /* ecx of the interrupted code */
    uint32_t stack; /* where the interrupted code's ends */
    uint32_t eip;   /* of the interrupted code; the way of 2014 doesn't show it: 0 */
} entries[ENTRIES];
static volatile uint32_t entry_count;
static volatile bool raise_inside; /* the hardware timer's handler signals this vCPU */
static volatile uint32_t entries_inside;

static bool is_seed, is_turned, has_line;

extern const char counting[];

static void entered(uint32_t vector, uint32_t left, uint32_t stack, uint32_t eip)
{
    uint32_t place = entry_count++ % ENTRIES;

    entries[place].vector = vector;
    entries[place].left = left;
    entries[place].stack = stack;
    entries[place].eip = eip;
    if (raise_inside && vector == POK_VECTOR_TIMER_HARDWARE) {
        interrupts_enable();
        CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
        interrupts_disable();
        entries_inside = entry_count;
    }
}

/* On the stack: ebp, the return address, edx and ecx (upcall.S), the kernel's frame. */
static VIRT_HANDLER void on_upcall(uint32_t vector)
{
    const uint32_t *stack = __builtin_frame_address(0);
    const struct pok_upcall_frame *frame = (const struct pok_upcall_frame *)(stack + 4);

    entered(vector, stack[3], pok_address(frame + 1), frame->eip);
}

/* From seed_handler, which has left ecx and edx as they were and the vector on the stack. */
/* clang-format off */
__asm__(".pushsection .text\n"
        ".globl handle\n"
        "handle:\n"
        "    movl 4(%esp), %eax\n"
        "    leal 8(%esp), %edx\n"
        "    jmp on_seed\n"
        ".popsection\n");
/* clang-format on */

__attribute__((regparm(3), used)) void on_seed(uint32_t vector, uint32_t stack, uint32_t left);

__attribute__((regparm(3))) void on_seed(uint32_t vector, uint32_t stack, uint32_t left)
{
    entered(vector, left, stack, 0);
}

static void receive(uint32_t vector)
{
    CHECK_EQUAL(is_seed ? vector_register(vector) : _CPU_Virtual_Irq_request(vector, on_upcall),
                POK_ERRNO_OK);
}

static void port_write(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

/* All but the hardware timer pending, and much of the window left. */
static uint32_t gather(void)
{
    uint32_t window = PARTITION_PAGE->windows, count = has_line ? 4 : 3;

    while (PARTITION_PAGE->windows == window) {
    }
    CHECK_EQUAL(timer_set(VIRT_CLOCK_EXECUTION, 0, 0), POK_ERRNO_OK);
    CHECK_EQUAL(signal_self(), POK_ERRNO_OK);
    if (has_line) {
        port_write(COM2 + 1, 0);
        port_write(COM2 + 1, 2);
    }
    while ((uint32_t)__builtin_popcount(VCPU_PAGE->pending) < count) {
    }
    entry_count = 0;
    return count;
}

/* Returns when the count is at its end. */
__attribute__((noinline, noclone)) static void count_down(void)
{
    uint32_t left = COUNT;

    /* Without a look at what is pending: it comes when the timer brings the kernel in. */
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    __asm__ volatile(".globl counting\n"
                     "counting:\n\t"
                     "loop counting"
                     : "+c"(left)
                     :
                     : "memory");
    interrupts_disable();
}

/* Nothing of the interrupted code ran between the first handler and the one at `place`. */
static void check_same(uint32_t place)
{
    CHECK_EQUAL(entries[place].left, entries[0].left);
    CHECK_EQUAL(entries[place].stack, entries[0].stack);
    CHECK_EQUAL(entries[place].eip, entries[0].eip);
}

static void check_order(uint32_t count)
{
    const uint32_t *order = is_turned ? turned : usual;
    uint32_t place = 0;

    CHECK_EQUAL(entry_count, count);
    for (uint32_t i = 0; i < SOURCES && place < count; i++) {
        if (order[i] != LINE || has_line) {
            CHECK_EQUAL(entries[place].vector, order[i]);
            check_same(place);
            place++;
        }
    }
    CHECK_EQUAL(place, count);
    CHECK_EQUAL(VCPU_PAGE->pending, 0);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    CHECK_EQUAL(VCPU_PAGE->threshold, 1);
}

static void check_counting(void)
{
    CHECK(entries[0].left > 0 && entries[0].left < COUNT);
    CHECK_EQUAL(entries[0].eip, is_seed ? 0 : pok_address(counting));
}

/* All of them are there when the guest switches interrupts on. */
static void check_enable(void)
{
    uint32_t count = gather() + 1;

    CHECK_EQUAL(timer_set(VIRT_CLOCK_HARDWARE, 0, 0), POK_ERRNO_OK);
    while ((uint32_t)__builtin_popcount(VCPU_PAGE->pending) < count) {
    }
    CHECK_EQUAL(entry_count, 0);
    interrupts_enable();
    interrupts_disable();
    check_order(count);
}

/* The last one comes in the middle of the count. */
static void check_interrupt(uint32_t round)
{
    uint32_t count = gather() + 1;

    CHECK_EQUAL(timer_set(VIRT_CLOCK_HARDWARE, time_now() + EARLY_NS + round, 0), POK_ERRNO_OK);
    CHECK_EQUAL(entry_count, 0);
    count_down();
    check_order(count);
    check_counting();
}

/*
 * One that is raised inside a handler with interrupts on: below the handler's rank it waits for its
 * end, and for what is between the two, and comes before the interrupted code goes on.
 */
static void check_inside(void)
{
    uint32_t later = is_turned ? 1 : 2;

    gather();
    (void)hypercall(CALL_IRQ_PARTITION_ACK, POK_VECTOR_VCPU, 0, 0);
    (void)hypercall(CALL_IRQ_PARTITION_ACK, POK_VECTOR_TIMER_EXECUTION, 0, 0);
    (void)hypercall(CALL_IRQ_PARTITION_ACK, LINE, 0, 0);
    raise_inside = true;
    CHECK_EQUAL(timer_set(VIRT_CLOCK_HARDWARE, time_now() + EARLY_NS, 0), POK_ERRNO_OK);
    count_down();
    raise_inside = false;
    CHECK_EQUAL(entry_count, 3);
    CHECK_EQUAL(entries_inside, is_turned ? 2 : 1);
    CHECK_EQUAL(entries[0].vector, POK_VECTOR_TIMER_HARDWARE);
    CHECK_EQUAL(entries[later].vector, POK_VECTOR_VCPU);
    CHECK_EQUAL(entries[3 - later].vector, POK_VECTOR_WINDOW);
    check_same(2);
    if (!is_turned) {
        check_same(1);
    }
    check_counting();
}

int main(void)
{
    is_seed = PARTITION_PAGE->identifier > 2;
    is_turned = PARTITION_PAGE->identifier % 2 == 0;
    has_line = PARTITION_PAGE->identifier == 1;
    if (has_line) {
        receive(LINE);
        port_write(COM2 + 4, 0x0b); /* OUT2 lets interrupts through */
    }
    receive(POK_VECTOR_TIMER_HARDWARE);
    receive(POK_VECTOR_TIMER_EXECUTION);
    receive(POK_VECTOR_WINDOW);
    receive(POK_VECTOR_VCPU);
    check_enable();
    for (uint32_t i = 0; i < ROUNDS; i++) {
        check_interrupt(i);
    }
    check_inside();
    quiet();
}
