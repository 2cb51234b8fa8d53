/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Poison and search, on every way out of the kernel. Each partition fills all its registers with
 * values that nothing else has, enters the kernel in each way there is, and says of every register
 * exactly what it must be afterwards: its own value, the call's result, or what the gate puts
 * there. So anything of a neighbour, of another thread or of the kernel is found; what it is, is
 * said. Each window ends with all registers full, and the neighbour's begins right behind it.
 *
 * Lives: the first ends with a restart that is asked for, the second with an error that health
 * monitoring treats, and the third looks at what it begins with, and gives the verdict.
 */
#include <string.h>

#include "probe.h"
#include "core/call.h"
#include "native_process.h"

#define ROUNDS      12u
#define STACK_WORDS 512u
#define SOON_NS     20000u
#define WINDOW_NS   4500000u /* the next window has begun */
#define KERNEL      0xc0000000u
#define AC          0x40000u
/* Of the flags, what the fast gate leaves as it was, and what the kernel's last comparison says. */
#define FAST_KEPT  0x204200u
#define FAST_EQUAL 0x46u
#define SMAP_BIT   20u

struct check_state check_state;
struct probe probe_mine __attribute__((aligned(16)));
struct probe probe_other __attribute__((aligned(16)));
struct probe_registers probe_handler;
volatile uint32_t probe_handled;
uint32_t probe_handler_fast;

static uint32_t stack[STACK_WORDS], other_stack[STACK_WORDS] __attribute__((aligned(16)));
static uint32_t prober_id, other_id;
static uint32_t round, sequence;
static volatile uint32_t preempted;
static bool smap, has_port;
static uint32_t queuing_id;
static int64_t time_ns;

/* --- what registers hold, and must hold ---------------------------------------------------------
 */

/* The upper half of each poison; each partition has another, and each of its threads. */
uint32_t poison_tag(bool other)
{
    return (PARTITION_PAGE->identifier << 4 | (other ? 1u : 0u)) * 0x0101u ^ 0x5ac3u;
}

static bool is_neighbours(uint32_t value)
{
    uint32_t owner = value >> 16 ^ 0x5ac3u;

    return owner % 0x0101u == 0 && (owner & 0x0eu) == 0 && owner >> 12 != 0 && owner >> 12 < 4 &&
           owner >> 12 != PARTITION_PAGE->identifier;
}

static const char *kind(uint32_t value)
{
    if (is_neighbours(value))
        return "a neighbour's";
    return value >= KERNEL ? "the kernel's" : "not its own";
}

static void judge_one(const char *what, const char *name, uint32_t got, uint32_t expected)
{
    if (got != expected)
        printf("%s: %s is %x instead of %x: %s\n", what, name, (unsigned)got, (unsigned)expected,
               kind(got));
    CHECK_EQUAL(got, expected);
}

void poison_judge(const char *what, const struct probe_registers *got,
                  const struct probe_registers *expected)
{
    judge_one(what, "eax", got->eax, expected->eax);
    judge_one(what, "ebx", got->ebx, expected->ebx);
    judge_one(what, "ecx", got->ecx, expected->ecx);
    judge_one(what, "edx", got->edx, expected->edx);
    judge_one(what, "esi", got->esi, expected->esi);
    judge_one(what, "edi", got->edi, expected->edi);
    judge_one(what, "ebp", got->ebp, expected->ebp);
    judge_one(what, "esp", got->esp, expected->esp);
    judge_one(what, "eflags", got->eflags, expected->eflags);
    judge_one(what, "fs", got->fs, expected->fs);
    judge_one(what, "gs", got->gs, expected->gs);
    judge_one(what, "ds", got->ds, expected->ds);
    judge_one(what, "es", got->es, expected->es);
}

/* Registers, control words and the hidden pointers; what lies behind them is nobody's. */
#define FPU_BYTES offsetof(struct fxsave, rest)

void poison_judge_fpu(const struct probe *probe)
{
    CHECK_EQUAL(memcmp(&probe->before, &probe->after, FPU_BYTES), 0);
}

struct probe_registers poison_prepare(struct probe *probe, uint32_t tag, const char *end)
{
    static const uint8_t selectors[] = {LAYOUT_USER_CODE, LAYOUT_USER_DATA, LAYOUT_USER_TLS, 3};
    uint32_t top = pok_address((probe == &probe_mine ? stack : other_stack) + STACK_WORDS);
    uint32_t word = tag << 16 | (sequence++ & 0xfffu) << 4;
    struct probe_registers expected;

    probe->want = (struct probe_registers){
        .edi = pok_address(end), /* where the fast gate returns to */
        .esi = word | 1,
        .ebp = top, /* its stack pointer */
        .esp = top,
        .ebx = word | 2,
        .edx = word | 3,
        .ecx = word | 4,
        .eax = word | 5,
        .eflags = POISON_FLAGS,
        .fs = selectors[sequence % 4],
        .gs = selectors[(sequence + 1) % 4],
        .ds = LAYOUT_USER_CODE,
        .es = sequence % 2 == 0 ? LAYOUT_USER_CODE : 0,
    };
    fxsave_fill(&probe->fpu, word | 6);
    expected = probe->want;
    expected.ds = LAYOUT_USER_DATA;
    expected.es = LAYOUT_USER_DATA;
    return expected;
}

/* --- calls --------------------------------------------------------------------------------------
 */

static bool is_fast(const struct probe_call *call)
{
    return call->way == probe_mine_fast || call->way == probe_other_fast;
}

/* A software interrupt brings all back but the result. */
struct probe_registers poison_call_prepare(struct probe *probe, uint32_t tag, const char *end,
                                           const struct probe_call *call, bool kept)
{
    struct probe_registers expected = poison_prepare(probe, tag, end);

    probe->way = pok_address(call->way);
    probe->number = call->number;
    probe->want.eax = call->number;
    probe->want.edx = call->a1;
    probe->want.ecx = call->a2;
    expected.eax = call->result;
    expected.edx = call->a1;
    expected.ecx = call->a2;
    if (!is_fast(call))
        return expected;
    if (kept) {
        /* As the call before left them in the context, which is what they are. */
        expected.eflags = PLAIN_FLAGS;
        return expected;
    }
    expected.edx = expected.edi;
    expected.ecx = expected.ebp;
    expected.eflags = (POISON_FLAGS & (FAST_KEPT | (smap ? 0 : AC))) | FAST_EQUAL;
    return expected;
}

void poison_arguments(struct probe_registers *expected, uint32_t a3, uint32_t a4)
{
    expected->ebx = probe_mine.want.ebx = a3;
    expected->esi = probe_mine.want.esi = a4;
}

static const char *call_name(const struct probe_call *call)
{
    static char name[32];

    snprintf(name, sizeof(name), "call %x, %s gate", (unsigned)call->number,
             is_fast(call) ? "fast" : "int");
    return name;
}

void poison_call(const struct probe_call *call, bool kept)
{
    struct probe_registers expected;

    if (is_fast(call) && PARTITION_PAGE->fast_gate == 0)
        return;
    expected = poison_call_prepare(&probe_mine, poison_tag(false), probe_mine_end, call, kept);
    probe_mine_run();
    poison_judge(call_name(call), &probe_mine.got, &expected);
    poison_judge_fpu(&probe_mine);
}

/* The same by another thread, which always gives way. */
void poison_other(const struct probe_call *call)
{
    struct probe_registers expected;

    if (is_fast(call) && PARTITION_PAGE->fast_gate == 0)
        return;
    expected = poison_call_prepare(&probe_other, poison_tag(true), probe_other_end, call, true);
    probe_other_run();
    poison_judge("another thread", &probe_other.got, &expected);
    poison_judge_fpu(&probe_other);
}

/* To the end of the window, with all registers full, and into the next. */
void poison_window(void)
{
    struct probe_registers expected =
        poison_prepare(&probe_mine, poison_tag(false), probe_mine_end);
    uint32_t windows = PARTITION_PAGE->windows;

    probe_mine.way = pok_address(probe_mine_window);
    probe_mine.want.edx = 0 - windows;
    expected.edx = 0 - windows;
    expected.ecx = 1;
    probe_mine_run();
    CHECK_EQUAL(PARTITION_PAGE->windows, windows + 1);
    poison_judge("window", &probe_mine.got, &expected);
    poison_judge_fpu(&probe_mine);
}

/* --- beginnings ---------------------------------------------------------------------------------
 */

void poison_fresh(const char *what, const struct probe_fresh *fresh)
{
    struct probe_registers expected = {
        .esp = fresh->registers.esp, /* the next two lines look at it */
        .eflags = PLAIN_FLAGS,
        .ds = LAYOUT_USER_DATA,
        .es = LAYOUT_USER_DATA,
    };

    CHECK_EQUAL(fresh->registers.esp % 16, 12);
    CHECK(fresh->registers.esp < LAYOUT_DEVICE_BASE);
    poison_judge(what, &fresh->registers, &expected);
    fxsave_check_fresh(&fresh->fpu);
}

/* --- a native partition -------------------------------------------------------------------------
 */

#define SYSCALL_(name, one, two, what)                                                             \
    {probe_mine_syscall, POK_SYSCALL_##name, one, two, what},                                      \
    {                                                                                              \
        probe_mine_fast, POK_SYSCALL_##name, one, two, what                                        \
    }

/* Calls that change nothing: right, wrong, with pointers that lead nowhere, unknown. */
static void try_calls(void)
{
    const struct probe_call calls[] = {
        SYSCALL_(PARTITION_ID, 11, 12, PARTITION_PAGE->identifier),
        SYSCALL_(TIME_GET, pok_address(&time_ns), 13, POK_ERRNO_OK),
        SYSCALL_(TIME_GET, 0x1000, 14, POK_ERRNO_EFAULT),
        SYSCALL_(TIME_GET, 0u - 4, 15, POK_ERRNO_EFAULT),
        SYSCALL_(PROCESS_CREATE, 0x1000, 16, POK_ERRNO_EFAULT),
        SYSCALL_(PROCESS_RESUME, 0xffffffff, 17, POK_ERRNO_THREAD),
        {probe_mine_syscall, 127, 18, 19, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
        {probe_mine_syscall, 128, 20, 21, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
        {probe_mine_syscall, 0xffffffff, 22, 23, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
        {probe_mine_fast, 127, 24, 25, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
        {probe_mine_fast, 256, 26, 27, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
        {probe_mine_fast, 0xffffffff, 28, 29, (uint32_t)POK_ERRNO_CALL_UNKNOWN},
    };

    for (uint32_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        poison_call(&calls[i], false);
}

/* The plain kernel has no hypercalls: their numbers and their gate are unknown there. */
static void try_hypercalls(void)
{
    const struct probe_call by_interrupt = {probe_mine_hypercall, 39, 31, 32,
                                            (uint32_t)POK_ERRNO_EPERM};
    const struct probe_call by_fast = {probe_mine_fast, LAYOUT_FAST_HYPERCALL + 39, 33, 34,
                                       (uint32_t)POK_ERRNO_EPERM};

    if (PARTITION_PAGE->command_line[0] == 'p')
        return;
    poison_call(&by_interrupt, false);
    poison_call(&by_fast, false);
}

/* Calls that give the processor away: to nobody, to the other process, over a window's end. */
static void try_waits(void)
{
    const struct probe_call calls[] = {
        SYSCALL_(TIMED_WAIT, 0, 0, POK_ERRNO_OK),
        SYSCALL_(TIMED_WAIT, SOON_NS, 0, POK_ERRNO_OK),
        SYSCALL_(TIMED_WAIT, WINDOW_NS, 0, POK_ERRNO_OK),
    };

    for (uint32_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        poison_call(&calls[i], true);
}

/* The result is written into the context by whoever ends the wait: the time-out. */
static void try_timeout(const char *way)
{
    static const int64_t soon_ns = SOON_NS;
    const struct probe_call call = {way, POK_SYSCALL_WAIT, 1, 2, POK_ERRNO_TIMEOUT};
    struct probe_registers expected =
        poison_call_prepare(&probe_mine, poison_tag(false), probe_mine_end, &call, true);

    poison_arguments(&expected, pok_address(&soon_ns), 0);
    probe_mine_run();
    poison_judge("time-out", &probe_mine.got, &expected);
    poison_judge_fpu(&probe_mine);
}

/* Nothing but the more urgent process's turn ends the loop. */
static void try_preemption(void)
{
    struct probe_registers expected =
        poison_prepare(&probe_mine, poison_tag(false), probe_mine_end);
    uint32_t before = preempted;

    probe_mine.way = pok_address(probe_mine_spin);
    probe_mine.target = pok_address(probe_mine_spin);
    probe_mine_run();
    CHECK(preempted != before);
    poison_judge("preemption", &probe_mine.got, &expected);
    poison_judge_fpu(&probe_mine);
}

/* More urgent than the prober, which it interrupts with its own registers full. */
static void other(void)
{
    const struct probe_call calls[] = {
        {probe_other_syscall, POK_SYSCALL_TIMED_WAIT, SOON_NS, 0, POK_ERRNO_OK},
        {probe_other_fast, POK_SYSCALL_TIMED_WAIT, SOON_NS, 0, POK_ERRNO_OK},
    };

    for (;;) {
        poison_other(&calls[preempted % 2]);
        preempted++;
        probe_mine.target = pok_address(probe_mine_end);
    }
}

static void restart(uint32_t mode)
{
    const struct probe_call call = {round % 2 == 0 ? probe_mine_syscall : probe_mine_fast,
                                    POK_SYSCALL_PARTITION_MODE_SET, mode, 0, POK_ERRNO_OK};

    (void)poison_call_prepare(&probe_mine, poison_tag(false), probe_mine_end, &call, false);
    probe_mine_run();
    CHECK(!"the partition starts again");
    poison_end();
}

/* An error with all registers full: the error handler begins, and then this process anew. */
static void fail(void)
{
    (void)poison_prepare(&probe_mine, poison_tag(false), probe_mine_end);
    probe_mine.way = pok_address(probe_mine_invalid);
    probe_mine_run();
    CHECK(!"an invalid instruction is an error");
    poison_end();
}

/* What the neighbour waits for, if it has a port for it. */
static void send(void)
{
    static const int64_t at_once_ns = 0;

    if (has_port)
        (void)pok_call_QUEUING_SEND(queuing_id, pok_address(&time_ns), sizeof(time_ns),
                                    pok_address(&at_once_ns));
}

static void prober(void)
{
    poison_fresh("process", &fresh_thread);
    if (round != 0)
        poison_fresh("error handler", &fresh_handler);
    if (round == ROUNDS) {
        printf("%u rounds, preempted %s\n", (unsigned)round,
               preempted > ROUNDS ? "often" : "never");
        CHECK(preempted > ROUNDS);
        if (check_state.failed != 0)
            poison_end();
        restart(POK_PARTITION_MODE_WARM_START);
    }
    round++;
    try_calls();
    try_hypercalls();
    try_waits();
    try_timeout(probe_mine_syscall);
    if (PARTITION_PAGE->fast_gate != 0)
        try_timeout(probe_mine_fast);
    try_preemption();
    send();
    poison_window();
    fail();
}

void probe_error(uint32_t id)
{
    struct pok_error_status status;

    if (pok_call_ERROR_STATUS(pok_address(&status)) == POK_ERRNO_OK) {
        CHECK_EQUAL(status.address, pok_address(probe_mine_invalid));
        (void)pok_call_PROCESS_STOP(prober_id);
        (void)pok_call_PROCESS_START(prober_id, 0, 0);
    }
    for (;;)
        (void)pok_call_PROCESS_STOP(id);
}

bool poison_port(pok_port_direction_t direction, uint32_t *id)
{
    struct pok_port_create create = {
        .name = "poison",
        .kind = POK_PORT_QUEUING,
        .direction = direction,
        .max_message_bytes = sizeof(time_ns),
        .max_messages = 4,
    };

    return pok_call_PORT_CREATE(pok_address(&create), pok_address(id)) == POK_ERRNO_OK;
}

static void poison_native(uint32_t life)
{
    if (life != 0) {
        poison_window(); /* there is time for the whole start in what is left of this one */
        fail();
    }
    has_port = poison_port(POK_PORT_SOURCE, &queuing_id);
    prober_id = native_process_start("prober", pok_address(probe_thread_entry), 10);
    other_id = native_process_start("other", (uint32_t)other, 20);
    CHECK_EQUAL(pok_call_ERROR_HANDLER_CREATE(pok_address(probe_handler_entry), 8192),
                POK_ERRNO_OK);
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_NORMAL);
}

/* --- all of them --------------------------------------------------------------------------------
 */

_Noreturn void poison_end(void)
{
    check_verdict();
    for (;;)
        (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_IDLE);
}

void probe_thread(void)
{
    if (PARTITION_PAGE->guest != 0)
        poison_second();
    else
        prober();
}

static bool smap_used(void)
{
    uint32_t eax = 0, ebx, ecx = 0, edx;

    __asm__("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    if (eax < 7)
        return false;
    eax = 7;
    ecx = 0;
    __asm__("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return (ebx >> SMAP_BIT & 1) != 0;
}

int main(void)
{
    uint32_t life = PARTITION_PAGE->restarts;

    smap = smap_used();
    poison_fresh("partition", &fresh_start);
    if (life == 2) {
        printf("expects ILLEGAL_REQUEST %s 1\n",
               PARTITION_PAGE->guest != 0 ? "WARM_START" : "COLD_START");
        poison_end();
    }
    if (PARTITION_PAGE->guest != 0)
        poison_guest(life);
    else
        poison_native(life);
    return 0;
}
