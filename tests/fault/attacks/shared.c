/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page that kernel and partition share, filled with nonsense, word by word and all at once,
 * while timers fire and calls are made that look at it. What is in it concerns its partition alone:
 * calls still answer, and once it is put right, interrupts and processes go on.
 */
#include <string.h>

#include "abi/process_page.h"
#include "abi/structs.h"
#include "attempt.h"
#include "core/call.h"
#include "native_process.h"
#include "virt/virt.h"

#define TICK_NS 20000
#define WORDS   48u /* what has a meaning, and some more; the rest is waiters[] or nothing */

static const uint32_t values[] = {0,     1,          2,          3,          0x100,
                                  0x200, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
#define VALUES (sizeof(values) / sizeof(values[0]))

static volatile uint32_t ticks;

static void spin(uint32_t rounds)
{
    for (volatile uint32_t i = 0; i < rounds; i++)
        ;
}

static volatile uint32_t *shared(void)
{
    return (volatile uint32_t *)(is_guest() ? LAYOUT_VCPU_PAGE : LAYOUT_PROCESS_PAGE);
}

/* --- a guest ------------------------------------------------------------------------------------
 */

static VIRT_HANDLER void on_tick(uint32_t vector)
{
    (void)vector;
    ticks++;
}

static void guest_right(void)
{
    VCPU_PAGE->vif = 0;
    VCPU_PAGE->depth = 0;
    VCPU_PAGE->threshold = 1;
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
}

static void guest_calls(uint32_t unused)
{
    (void)unused;
    (void)pok_hypercall_VCPU_SIGNAL(0);
    (void)pok_hypercall_IRQ_NEXT(values[ticks % VALUES]);
    (void)pok_hypercall_IRQ_MASK(POK_VECTOR_VCPU);
    (void)pok_hypercall_IRQ_UNMASK(POK_VECTOR_VCPU);
    (void)pok_hypercall_IRQ_DO_IRET();
    (void)pok_hypercall_YIELD();
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
}

/*
 * The seed's style of upcalls, on the second vCPU: each handler says that none is open and makes
 * the next interrupt, until the kernel has kept as many frames as it can, and says nonsense about
 * the depth before each return.
 */
#define SEED_ENTRIES 40u

/* The last few lead as far from a vCPU's frames as there are addresses. */
static const uint32_t depths[] = {0,         1,          8,          9,
                                  0x1000,    0x100000,   0x800000,   0x1000000,
                                  0x2000000, 0x80000000, 0xfffffffe, 0xffffffff};
#define DEPTHS (sizeof(depths) / sizeof(depths[0]))

static volatile uint32_t seed_entries __attribute__((used)), seed_returned;
static volatile uint32_t seed_depth __attribute__((used));
static uint32_t seed_stack[1024];

__asm__(".pushsection .text\n"
        "seed_handler:\n"
        "    incl seed_entries\n"
        "    cmpl $40, seed_entries\n"
        "    jae 1f\n"
        "    movl $0, 0x20100c\n" /* depth */
        "    movl $1, 0x201008\n" /* threshold */
        "    movl $0x200, 0x201000\n"
        "    movl $43, %eax\n"
        "    movl $1, %edx\n"
        "    int $45\n"
        "1:  movl seed_depth, %eax\n"
        "    movl %eax, 0x20100c\n"
        "    movl $32, %eax\n"
        "    int $45\n"
        "    ud2\n"
        "seed_entry:\n"
        "    call seed_vcpu\n"
        "    ud2\n"
        ".popsection\n");
extern const char seed_handler[], seed_entry[];
void seed_vcpu(void);

/* Registers are the kernel's to keep, all through the handlers. */
void seed_vcpu(void)
{
    CHECK_EQUAL(pok_hypercall_IRQ_REGISTER_VCPU(POK_VECTOR_VCPU, pok_address(seed_handler)),
                POK_ERRNO_OK);
    for (uint32_t i = 0; i < DEPTHS; i++) {
        uint32_t ebx = 0x51d0 + i, ecx = ~i, result = POK_HYPERCALL_VCPU_SIGNAL;

        seed_entries = 0;
        seed_depth = depths[i];
        VCPU_PAGE->depth = 0;
        VCPU_PAGE->threshold = 1;
        VCPU_PAGE->vif = POK_VIF_ENABLED;
        __asm__ volatile("int $45" : "+a"(result), "+b"(ebx), "+c"(ecx) : "d"(1) : "memory", "cc");
        CHECK_EQUAL(result, POK_ERRNO_OK);
        CHECK_EQUAL(ebx, 0x51d0 + i);
        CHECK_EQUAL(ecx, ~i);
        CHECK(seed_entries >= SEED_ENTRIES);
        CHECK_EQUAL(pok_hypercall_IRQ_DO_IRET(), POK_ERRNO_NO_FRAME);
        seed_returned++;
    }
    (void)pok_hypercall_VCPU_STOP(1);
}

static void seed_begin(void)
{
    CHECK_EQUAL(
        pok_hypercall_VCPU_START(1, pok_address(seed_entry), pok_address(&seed_stack[1024])),
        POK_ERRNO_OK);
    for (uint32_t i = 0; i < 100 && seed_returned < DEPTHS; i++) {
        (void)pok_hypercall_YIELD();
        spin(10000);
    }
    CHECK_EQUAL(seed_returned, DEPTHS);
}

/* --- a native partition -------------------------------------------------------------------------
 */

static uint32_t ticker_id;

static void ticker(void)
{
    for (;;) {
        ticks++;
        (void)pok_call_TIMED_WAIT(TICK_NS, 0);
    }
}

static void native_right(void)
{
    volatile struct pok_process_page *page =
        (volatile struct pok_process_page *)LAYOUT_PROCESS_PAGE;

    page->preemption = POK_PREEMPTION_ON;
    page->ceiling = 0;
    (void)pok_call_RESCHEDULE();
}

static void native_calls(uint32_t unused)
{
    int64_t at_once_ns = 0;

    (void)unused;
    (void)pok_call_WAKE(values[ticks % VALUES], ticks);
    (void)pok_call_WAIT(1, 1, pok_address(&at_once_ns), 0);
    (void)pok_call_CEILING_PASS(1, 1, values[ticks % VALUES]);
    (void)pok_call_PREEMPTION_LOCK();
    (void)pok_call_PREEMPTION_UNLOCK();
    (void)pok_call_PROCESS_PRIORITY(ticker_id, 20);
    (void)pok_call_TIMED_WAIT(0, 0);
    (void)pok_call_RESCHEDULE();
}

/* ------------------------------------------------------------------------------------------------
 */

static void prepare(void)
{
    if (is_guest()) {
        seed_begin();
        CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, on_tick), POK_ERRNO_OK);
        CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_tick), POK_ERRNO_OK);
        CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, TICK_NS), POK_ERRNO_OK);
        return;
    }
    ticker_id = native_process_start("ticker", (uint32_t)ticker, 20);
}

static void calls_and_right(void)
{
    spin(100);
    (void)attempt(is_guest() ? guest_calls : native_calls, 0);
    spin(100);
    if (is_guest())
        guest_right();
    else
        native_right();
    CHECK_EQUAL(pok_call_PARTITION_ID(), PARTITION_PAGE->identifier);
}

/*
 * A threshold of 0 lets nothing pass too: the guest's way back from a handler, which looks for more
 * as long as there may be more, would go in circles. That harms only the guest, but ends the test.
 */
static uint32_t survivable(uint32_t word, uint32_t value)
{
    return is_guest() && word == 2 && value == 0 ? 1 : value;
}

/* One window at least passes with the page as it is. */
static void stay(uint32_t value)
{
    uint32_t windows = PARTITION_PAGE->windows;

    for (uint32_t i = 0; i < POK_PAGE_BYTES / 4; i++)
        shared()[i] = survivable(i, value);
    while (PARTITION_PAGE->windows - windows < 2)
        ;
    calls_and_right();
}

static void attempts(void)
{
    uint32_t before;

    for (uint32_t word = 0; word < WORDS; word++) {
        for (uint32_t i = 0; i < VALUES; i++) {
            shared()[word] = survivable(word, values[i]);
            calls_and_right();
        }
    }
    for (uint32_t i = 0; i < VALUES; i++)
        stay(values[i]);
    memset((void *)shared(), 0, POK_PAGE_BYTES);
    calls_and_right();
    before = ticks;
    for (uint32_t i = 0; i < 100 && ticks - before < 3; i++)
        spin(10000);
    CHECK(ticks - before >= 3);
    printf("%u ticks\n", (unsigned)ticks);
}

/* The error is taken from a partition whose page says nothing true. */
static void fatal(uint32_t number)
{
    for (uint32_t i = 0; i < POK_PAGE_BYTES / 4; i++)
        shared()[i] = values[number];
    __asm__ volatile("ud2");
}

static enum attempt_error fatal_error(uint32_t number)
{
    (void)number;
    return SEEN_ILLEGAL_REQUEST;
}

const struct attack_class attack_class = {
    .prepare = prepare,
    .attempts = attempts,
    .fatal_count = VALUES,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
