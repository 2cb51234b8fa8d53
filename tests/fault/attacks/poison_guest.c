/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's part of poison.c: hypercalls by both gates, handlers entered out of calls and out of
 * code that is interrupted, by the guest's own stack in the first life and in the seed's style in
 * the second, exceptions and the ways back from all of these, and a second vCPU.
 */
#include "probe.h"

#include "core/call.h"
#include "guest.h"

#define ROUNDS        12u
#define SOON_NS       30000
#define WAIT_NS       12000000
#define HANDLER_FLAGS 0x54500u /* a handler is entered without RF, AC, NT, DF and TF */
#define INVALID       6u

static uint32_t vcpu_stack[1024];
static volatile uint32_t ticks, second_turns;
static uint32_t queuing_id, received;
static int64_t time_ns;

/* libpok/virt/upcall.S has these. */
extern const char virt_restart[], virt_flags[], virt_commit[], virt_leave[];

static VIRT_HANDLER void tick(uint32_t vector)
{
    (void)vector;
    ticks++;
}

/* --- calls --------------------------------------------------------------------------------------
 */

#define FAST(number) (LAYOUT_FAST_HYPERCALL + (number))
#define HYPERCALL_(name, one, two, what)                                                           \
    {probe_mine_hypercall, POK_HYPERCALL_##name, one, two, what},                                  \
    {                                                                                              \
        probe_mine_fast, FAST(POK_HYPERCALL_##name), one, two, what                                \
    }

static void try_calls(void)
{
    const struct probe_call calls[] = {
        HYPERCALL_(PARTITION_ID, 11, 12, PARTITION_PAGE->identifier),
        HYPERCALL_(VCPU_ID, 13, 14, 0),
        HYPERCALL_(GETTICK, pok_address(&time_ns), 15, POK_ERRNO_OK),
        HYPERCALL_(GETTICK, 0x1000, 16, POK_ERRNO_EFAULT),
        HYPERCALL_(VCPU_SIGNAL, 0xffffffff, 17, POK_ERRNO_EINVAL),
        HYPERCALL_(IRQ_NEXT, 1, 18, 0),
        HYPERCALL_(EXCEPTION_RETURN, 0x1000, 19, POK_ERRNO_EFAULT),
        {probe_mine_syscall, POK_SYSCALL_PARTITION_ID, 20, 21, PARTITION_PAGE->identifier},
        {probe_mine_syscall, POK_SYSCALL_TIMED_WAIT, 22, 23, POK_ERRNO_EPERM},
        {probe_mine_hypercall, 9, 24, 25, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
        {probe_mine_hypercall, 0xffffffff, 26, 27, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
        {probe_mine_fast, FAST(9), 28, 29, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
        {probe_mine_fast, 256, 30, 31, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
    };
    const struct probe_call yields[] = {HYPERCALL_(YIELD, 32, 33, POK_ERRNO_OK)};
    uint32_t turns = second_turns;

    for (uint32_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        poison_call(&calls[i], false);
    poison_call(&yields[0], true);
    poison_call(&yields[1], true);
    CHECK(second_turns >= turns + 2);
}

/* vCPU 1 gives the processor back at once, with all of its registers full. */
void poison_second(void)
{
    const struct probe_call calls[] = {
        {probe_other_hypercall, POK_HYPERCALL_YIELD, 41, 42, POK_ERRNO_OK},
        {probe_other_fast, FAST(POK_HYPERCALL_YIELD), 43, 44, POK_ERRNO_OK},
    };

    poison_fresh("vCPU", &fresh_thread);
    for (;;) {
        second_turns++;
        poison_other(&calls[second_turns % 2]);
    }
}

static void drain(void)
{
    static const int64_t at_once_ns = 0;
    uint32_t length;

    while (pok_call_QUEUING_RECEIVE(queuing_id, pok_address(&time_ns), pok_address(&length),
                                    pok_address(&at_once_ns)) == POK_ERRNO_OK)
        ;
}

/*
 * Waits, and the neighbour's message, if it has one left to send, wakes it in the neighbour's
 * window; otherwise the time-out does. Its own window is young, so it has to wait.
 */
static void try_receive(bool fast)
{
    static const int64_t long_ns = WAIT_NS;
    static uint32_t length;
    const struct probe_call call = {
        fast ? probe_mine_fast : probe_mine_hypercall,
        (fast ? FAST(64) : 64) + POK_SYSCALL_QUEUING_RECEIVE,
        queuing_id,
        pok_address(&time_ns),
        POK_ERRNO_OK,
    };
    struct probe_registers expected =
        poison_call_prepare(&probe_mine, poison_tag(false), probe_mine_end, &call, true);

    poison_arguments(&expected, pok_address(&length), pok_address(&long_ns));
    probe_mine_run();
    received += probe_mine.got.eax == POK_ERRNO_OK;
    if (probe_mine.got.eax == POK_ERRNO_TIMEOUT)
        expected.eax = POK_ERRNO_TIMEOUT;
    poison_judge("receive", &probe_mine.got, &expected);
    poison_judge_fpu(&probe_mine);
}

/* --- handlers -----------------------------------------------------------------------------------
 */

/* Where the interrupted code is: behind a call, with its result, or on the jump to itself. */
static void judge_frame(const struct probe_registers *interrupted, uint32_t eip)
{
    const struct pok_upcall_frame *frame =
        (const struct pok_upcall_frame *)(interrupted->esp - sizeof(*frame));

    CHECK_EQUAL(frame->eax, interrupted->eax);
    CHECK_EQUAL(frame->threshold, 1);
    CHECK_EQUAL(frame->eflags, interrupted->eflags);
    CHECK_EQUAL(frame->eip, eip);
}

/*
 * The handler found what the interrupted code had, but for the vector and the flags that it must
 * not see, on the stack or, in the seed's style, without anything on it.
 */
static void judge_handler(const struct probe_registers *interrupted, uint32_t vector,
                          uint32_t frame_bytes)
{
    struct probe_registers expected = *interrupted;

    expected.eax = vector;
    expected.esp -= frame_bytes;
    expected.eflags &= ~HANDLER_FLAGS;
    expected.eflags |= PLAIN_FLAGS;
    poison_judge("handler", &probe_handler, &expected);
}

static bool seed;

static void judge_upcall(const struct probe_registers *interrupted, uint32_t vector, uint32_t eip)
{
    if (seed) {
        judge_handler(interrupted, vector, 0);
        return;
    }
    judge_handler(interrupted, vector, sizeof(struct pok_upcall_frame));
    judge_frame(interrupted, eip);
}

static uint32_t handler_count(void)
{
    return seed ? probe_handled : ticks;
}

/* A call that ends in the handler, and the handler in what the call was made by. */
static void interrupting_call(const struct probe_call *call, uint32_t vector, uint32_t handlers)
{
    struct probe_registers expected;
    uint32_t before = handler_count();
    bool fast = call->way == probe_mine_fast;

    if (fast && PARTITION_PAGE->fast_gate == 0)
        return;
    expected = poison_call_prepare(&probe_mine, poison_tag(false), probe_mine_end, call, true);
    probe_mine_run();
    CHECK_EQUAL(handler_count(), before + handlers);
    judge_upcall(&expected, vector, pok_address(fast ? probe_mine_end : probe_mine_hypercall_back));
    poison_judge("back from a handler", &probe_mine.got, &expected);
    poison_judge_fpu(&probe_mine);
}

static void try_signals(void)
{
    const struct probe_call signals[] = {HYPERCALL_(VCPU_SIGNAL, 0, 51, POK_ERRNO_OK)};
    const struct probe_call enables[] = {HYPERCALL_(IRQ_PARTITION_ENABLE, 52, 53, POK_ERRNO_OK)};

    for (uint32_t i = 0; i < 2; i++) {
        interrupting_call(&signals[i], POK_VECTOR_VCPU, 1);
        /* Two, so that the kernel goes on with the second at the end of the first. */
        VCPU_PAGE->vif = 0;
        (void)pok_hypercall_VCPU_SIGNAL(0);
        (void)pok_hypercall_VCPU_SIGNAL(0);
        interrupting_call(&enables[i], POK_VECTOR_VCPU, 2);
    }
}

static void try_idle(void)
{
    const struct probe_call idles[] = {HYPERCALL_(IDLE, 54, 55, POK_ERRNO_OK)};

    for (uint32_t i = 0; i < 2; i++) {
        (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, now_ns() + SOON_NS, 0);
        interrupting_call(&idles[i], POK_VECTOR_TIMER_HARDWARE, 1);
    }
}

/* Code that does nothing is interrupted; only the handler ends it. */
static void interrupted_spin(uint32_t vector)
{
    struct probe_registers expected =
        poison_prepare(&probe_mine, poison_tag(false), probe_mine_end);

    probe_mine.way = pok_address(probe_mine_spin);
    probe_mine.target = pok_address(probe_mine_spin);
    probe_mine_run();
    judge_upcall(&expected, vector, pok_address(probe_mine_spin));
    poison_judge("interrupted", &probe_mine.got, &expected);
    poison_judge_fpu(&probe_mine);
}

static void try_interrupts(void)
{
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, now_ns() + SOON_NS, 0);
    interrupted_spin(POK_VECTOR_TIMER_HARDWARE);
    interrupted_spin(POK_VECTOR_WINDOW);
    VCPU_PAGE->vif = 0;
    poison_window();
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
}

/* The entry finds all as it was but eax, esp and the flags; so does the code behind the way back.
 */
static void try_exception(bool fast)
{
    struct probe_registers expected =
        poison_prepare(&probe_mine, poison_tag(false), probe_mine_end);
    const struct pok_exception_frame *frame =
        (const struct pok_exception_frame *)(expected.esp - sizeof(*frame));

    probe_handler_fast = fast ? 1 : 0;
    probe_mine.way = pok_address(probe_mine_invalid);
    probe_mine_run();
    judge_handler(&expected, INVALID, sizeof(*frame));
    CHECK_EQUAL(frame->vif, POK_VIF_ENABLED);
    CHECK_EQUAL(frame->upcall.eax, expected.eax);
    CHECK_EQUAL(frame->upcall.eflags, expected.eflags);
    poison_judge("back from an exception", &probe_mine.got, &expected);
    poison_judge_fpu(&probe_mine);
}

/* ------------------------------------------------------------------------------------------------
 */

static const uint32_t vectors[] = {POK_VECTOR_VCPU, POK_VECTOR_TIMER_HARDWARE, POK_VECTOR_WINDOW};

static void handlers_begin(void)
{
    const struct pok_upcall upcall = {
        .entry = pok_address(probe_upcall_entry),
        .restart = pok_address(virt_restart),
        .flags = pok_address(virt_flags),
        .commit = pok_address(virt_commit),
        .leave = pok_address(virt_leave),
    };

    for (uint32_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        if (seed)
            CHECK_EQUAL(pok_hypercall_IRQ_REGISTER_VCPU(vectors[i], pok_address(probe_seed_entry)),
                        POK_ERRNO_OK);
        else
            CHECK_EQUAL(_CPU_Virtual_Irq_request(vectors[i], tick), POK_ERRNO_OK);
    }
    if (!seed)
        CHECK_EQUAL(pok_hypercall_UPCALL_SET(pok_address(&upcall)), POK_ERRNO_OK);
    VCPU_PAGE->vif = POK_VIF_ENABLED;
}

static void one_round(uint32_t round)
{
    bool fast = round % 2 == 1 && PARTITION_PAGE->fast_gate != 0;

    try_calls();
    if (!seed)
        try_exception(fast);
    VCPU_PAGE->vif = 0;
    drain();
    try_receive(fast);
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
    probe_handler_fast = fast ? 1 : 0;
    try_signals();
    try_idle();
    try_interrupts();
}

/* The first life ends by a call, the second by an exception that nobody takes. */
static void life_end(uint32_t life)
{
    const struct probe_call call = {probe_mine_hypercall, 64 + POK_SYSCALL_PARTITION_MODE_SET,
                                    POK_PARTITION_MODE_COLD_START, 0, POK_ERRNO_OK};

    (void)poison_call_prepare(&probe_mine, poison_tag(false), probe_mine_end, &call, false);
    if (life != 0)
        probe_mine.way = pok_address(probe_mine_invalid);
    probe_mine_run();
    CHECK(!"the partition starts again");
    poison_end();
}

void poison_guest(uint32_t life)
{
    seed = life != 0;
    if (!seed)
        CHECK_EQUAL(pok_hypercall_EXCEPTION_SET(INVALID, pok_address(probe_exception_entry)),
                    POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_VCPU_START(1, pok_address(probe_thread_entry),
                                         pok_address(&vcpu_stack[1024])),
                POK_ERRNO_OK);
    CHECK(poison_port(POK_PORT_DESTINATION, &queuing_id));
    handlers_begin();
    for (uint32_t round = 0; round < ROUNDS; round++)
        one_round(round);
    printf("life %u: %u handlers, %u turns of the second, %u messages\n", (unsigned)life,
           (unsigned)handler_count(), (unsigned)second_turns, (unsigned)received);
    CHECK(received > 0 || life != 0);
    if (check_state.failed != 0)
        poison_end();
    (void)_CPU_Virtual_Interrupts_disable();
    poison_window();
    life_end(life);
}
