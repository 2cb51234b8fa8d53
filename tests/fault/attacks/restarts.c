/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Storms of restarts, by the attackers themselves and by health monitoring, and errors made while
 * an error is handled: a native partition's error handler that fails, a guest's exception handler
 * that raises the exception it is there for, with and without a stack to do it on.
 */
#include <string.h>

#include "attempt.h"
#include "abi/structs.h"
#include "core/call.h"
#include "native_process.h"
#include "virt/virt.h"

#define SELF     60u /* restarts that it asks for */
#define SLEEPERS 52u /* from there on, a native partition's processes do */
#define DOUBLE   12u /* errors in a handler */

#define SLEEP_NS 3000000u

__asm__(".pushsection .text\n"
        "fail_invalid: ud2\n"
        "fail_memory: movl $0, 0x1000\n"
        ".popsection\n");
extern const char fail_invalid[], fail_memory[];

static volatile uint32_t handled;

static VIRT_HANDLER void on_interrupt(uint32_t vector)
{
    (void)vector;
    handled++;
}

static const uint32_t vectors[] = {POK_VECTOR_VCPU, POK_VECTOR_TIMER_HARDWARE,
                                   POK_VECTOR_TIMER_EXECUTION};

/* What a life before has left would come as soon as it is let through, or with the next window. */
static void check_nothing_pending(uint32_t number)
{
    uint32_t windows = PARTITION_PAGE->windows;

    for (uint32_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
        CHECK_EQUAL(_CPU_Virtual_Irq_request(vectors[i], on_interrupt), POK_ERRNO_OK);
    CHECK_EQUAL(VCPU_PAGE->pending, 0);
    (void)_CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    (void)pok_hypercall_IRQ_PARTITION_ENABLE();
    while (number % 16 == 5 && PARTITION_PAGE->windows == windows)
        ;
    for (volatile uint32_t i = 0; i < 2000; i++)
        ;
    CHECK_EQUAL(handled, 0);
}

/* Interrupts that are not delivered any more, and timers that would be in the life to come. */
static void leave_pending(void)
{
    pok_time_t soon_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE) + 100000;

    VCPU_PAGE->vif = 0;
    (void)pok_hypercall_VCPU_SIGNAL(0);
    (void)pok_hypercall_VCPU_SIGNAL(0);
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, soon_ns, POK_TIMER_PERIOD_MIN_NS);
    soon_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION) + 100000;
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, soon_ns, 0);
}

static void restart(uint32_t number)
{
    if (number % 2 == 0)
        (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_WARM_START);
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_COLD_START);
}

/*
 * A native partition's processes, in some of the lives: in one the sleeper waits for an instant,
 * and in the next for nothing. What wakes it there is the time-out of the life before.
 */
static uint32_t sleeper_id, sleeper_life;
static volatile bool woken;

static void sleeper(void)
{
    if (sleeper_life % 2 == 0)
        (void)pok_call_TIMED_WAIT(SLEEP_NS, 0);
    else
        (void)pok_call_WAIT(1, 1, 0, 0); /* nobody wakes that queue */
    woken = true;
    for (;;)
        (void)pok_call_PROCESS_STOP(sleeper_id);
}

static void restarter(void)
{
    if (sleeper_life % 2 != 0) {
        (void)pok_call_TIMED_WAIT(2 * SLEEP_NS, 0);
        CHECK(!woken);
    }
    restart(sleeper_life);
}

static void leave_sleeper(uint32_t number)
{
    sleeper_life = number;
    sleeper_id = native_process_start("sleeper", (uint32_t)sleeper, 20);
    (void)native_process_start("restarter", (uint32_t)restarter, 10);
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_NORMAL);
}

static void self_restart(uint32_t number)
{
    if (!is_guest() && number >= SLEEPERS)
        leave_sleeper(number);
    if (is_guest()) {
        check_nothing_pending(number);
        leave_pending();
    }
    /* From a first start on nothing is kept; then warm and cold ones alternate. */
    CHECK_EQUAL(PARTITION_PAGE->start_condition, POK_START_PARTITION_RESTART);
    restart(number);
}

static void fail(const char *code)
{
    ((void (*)(void))(uintptr_t)code)();
}

static const char *double_fault_of(uint32_t number)
{
    return number % 2 == 0 ? fail_invalid : fail_memory;
}

static void guest_double(const char *code)
{
    static const uint32_t vectors[] = {6, 13, 14};

    for (uint32_t i = 0; i < 3; i++)
        (void)pok_hypercall_EXCEPTION_SET(vectors[i], (uint32_t)code);
    fail(code);
}

static const char *native_code;

static void native_fail(void)
{
    fail(native_code);
}

/* The process fails, and then the error handler does. */
static void native_double(const char *code)
{
    struct pok_process_attributes attributes = {
        .period_ns = POK_INFINITE_TIME,
        .time_capacity_ns = POK_INFINITE_TIME,
        .entry = (uint32_t)native_fail,
        .stack_bytes = 8192,
        .base_priority = 20,
        .name = "fails",
    };
    uint32_t id;

    native_code = code;
    CHECK_EQUAL(pok_call_PROCESS_CREATE(pok_address(&attributes), pok_address(&id)), POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_ERROR_HANDLER_CREATE((uint32_t)native_fail, 8192), POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_PROCESS_START(id, 0, 0), POK_ERRNO_OK);
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_NORMAL);
}

static void attempts(void)
{
    CHECK_EQUAL(PARTITION_PAGE->start_condition, POK_START_NORMAL);
}

static void fatal(uint32_t number)
{
    if (number < SELF)
        self_restart(number);
    else if (is_guest())
        guest_double(double_fault_of(number));
    else
        native_double(double_fault_of(number));
}

static enum attempt_error fatal_error(uint32_t number)
{
    if (number < SELF)
        return NO_ERROR_SEEN;
    return double_fault_of(number) == fail_invalid ? SEEN_ILLEGAL_REQUEST : SEEN_MEMORY_VIOLATION;
}

const struct attack_class attack_class = {
    .attempts = attempts,
    .fatal_count = SELF + DOUBLE,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
