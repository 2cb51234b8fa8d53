/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each for some windows, as hard as the attacker can: loops without end while its interrupts are
 * off, system calls, timers at their shortest period, signals to itself, handlers that let
 * themselves be interrupted, a device that interrupts all the time, messages of the greatest size,
 * console text.
 */
#include <string.h>

#include "abi/structs.h"
#include "attempt.h"
#include "core/call.h"
#include "guest.h"
#include "native_process.h"

#define WINDOWS       6u
#define MESSAGE_BYTES 8192u
#define COM2          0x2f8
#define COM2_LINE     (POK_VECTOR_BASE + 3)
#define CONSOLE_LINES 60u

static const uint32_t vectors[] = {POK_VECTOR_TIMER_HARDWARE, POK_VECTOR_TIMER_EXECUTION,
                                   POK_VECTOR_WINDOW,         POK_VECTOR_PORT,
                                   POK_VECTOR_VCPU,           COM2_LINE};
#define VECTORS (sizeof(vectors) / sizeof(vectors[0]))

static uint8_t message[MESSAGE_BYTES];
static uint32_t sampling, queuing, helper_id;
static uint32_t sent, received;
static volatile uint32_t nested, deepest, flood_first;

static bool within(uint32_t first)
{
    return PARTITION_PAGE->windows - first < WINDOWS;
}

/* --- both ----------------------------------------------------------------------------------------
 */

static void loop(void)
{
    uint32_t first = PARTITION_PAGE->windows;

    if (is_guest())
        VCPU_PAGE->vif = 0;
    else
        (void)pok_call_PREEMPTION_LOCK();
    while (within(first))
        ;
    if (is_guest())
        VCPU_PAGE->vif = POK_VIF_ENABLED;
    else
        (void)pok_call_PREEMPTION_UNLOCK();
}

static void calls(void)
{
    uint32_t first = PARTITION_PAGE->windows;
    int64_t time_ns;

    for (uint32_t i = 0; within(first); i++) {
        (void)gate_call(i % 2 == 0 ? GATE_FAST : GATE_SYSCALL, POK_SYSCALL_TIME_GET,
                        pok_address(&time_ns), 0, 0, 0);
        (void)gate_call(GATE_FAST, 0xffffffff - i, i, i, i, i);
        (void)gate_call(GATE_HYPERCALL, i, i, i, i, i);
    }
}

static void messages(void)
{
    static const int64_t at_once_ns = 0;
    uint32_t first = PARTITION_PAGE->windows, length;

    while (within(first)) {
        if (is_guest()) {
            received +=
                pok_call_QUEUING_RECEIVE(queuing, pok_address(message), pok_address(&length),
                                         pok_address(&at_once_ns)) == POK_ERRNO_OK;
            (void)pok_call_SAMPLING_READ(sampling, pok_address(message));
        } else {
            sent += pok_call_QUEUING_SEND(queuing, pok_address(message), MESSAGE_BYTES,
                                          pok_address(&at_once_ns)) == POK_ERRNO_OK;
            (void)pok_call_SAMPLING_WRITE(sampling, pok_address(message), 64);
            (void)pok_call_QUEUING_CLEAR(queuing);
        }
    }
}

static void console(void)
{
    char text[POK_CONSOLE_WRITE_MAX];
    uint32_t first = PARTITION_PAGE->windows;

    memset(text, '#', sizeof(text));
    text[sizeof(text) - 1] = '\n';
    /* Text is waiting, and a call on its way, when each of these windows ends. */
    while (within(first))
        (void)pok_call_CONSOLE_WRITE(pok_address(text), sizeof(text));
    for (uint32_t i = 0; i < CONSOLE_LINES; i++) {
        (void)pok_call_CONSOLE_WRITE(pok_address(text), sizeof(text));
        /* Without an end, and with control characters in it. */
        (void)pok_call_CONSOLE_WRITE(pok_address("\r\b\033[A"), 5);
    }
    (void)pok_call_CONSOLE_WRITE(pok_address("\n"), 1);
}

/* --- a native partition
 * --------------------------------------------------------------------------- */

static void helper(void)
{
    for (;;)
        (void)pok_call_TIMED_WAIT(1, 0);
}

/* Processes that wake and sleep, start and stop as fast as they can. */
static void processes(void)
{
    uint32_t first = PARTITION_PAGE->windows;

    (void)pok_call_PROCESS_START(helper_id, 0, 0);
    while (within(first)) {
        (void)pok_call_TIMED_WAIT(1, 0);
        (void)pok_call_PROCESS_STOP(helper_id);
        (void)pok_call_PROCESS_START(helper_id, 0, 0);
        (void)pok_call_PROCESS_PRIORITY(helper_id, 1 + nested++ % 9);
    }
    (void)pok_call_PROCESS_STOP(helper_id);
}

/* --- a guest
 * -------------------------------------------------------------------------------------- */

#define SLOW_KERNEL 8

static void timers_arm(pok_time_t expiry_ns, pok_time_t period_ns)
{
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, expiry_ns, period_ns);
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, expiry_ns, period_ns);
}

static void line_ring(void)
{
    port_write(COM2 + 4, 0x0b);
    port_write(COM2 + 1, 0);
    port_write(COM2 + 1, 2);
}

/* Lets itself be interrupted, and makes the next one; the flood ends here, since nothing else gets
 * to run. */
static VIRT_HANDLER void nest(uint32_t vector)
{
    guest_count(vector);
    if (!within(flood_first)) {
        timers_arm(INT64_MAX / 2, 0);
        return;
    }
    nested++;
    if (nested > deepest)
        deepest = nested;
    (void)pok_hypercall_VCPU_SIGNAL(0);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    for (volatile uint32_t i = 0; i < 500; i++)
        ;
    (void)_CPU_Virtual_Interrupts_disable();
    nested--;
}

/* A period that is too short is none. */
static void timers_too_fast(void)
{
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, 1), POK_ERRNO_TIME);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, POK_TIMER_PERIOD_MIN_NS - 1),
                POK_ERRNO_TIME);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, POK_TIMER_PERIOD_MIN_NS - 1),
                POK_ERRNO_TIME);
}

static void timers(pok_time_t period_ns)
{
    flood_first = PARTITION_PAGE->windows;
    timers_arm(0, period_ns);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    while (within(flood_first))
        (void)pok_hypercall_IDLE();
    timers_arm(INT64_MAX / 2, 0);
}

/* Each source that can be raised at will, from the least urgent to the most, in the other's
 * handler. */
static VIRT_HANDLER void climb(uint32_t vector)
{
    nested++;
    if (nested > deepest)
        deepest = nested;
    if (vector == POK_VECTOR_VCPU)
        line_ring();
    else if (vector == COM2_LINE)
        (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, 0);
    else if (vector == POK_VECTOR_TIMER_EXECUTION)
        (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, 0);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    for (volatile uint32_t i = 0; i < 500; i++)
        ;
    (void)_CPU_Virtual_Interrupts_disable();
    nested--;
}

static void handlers(virt_handler_t *handler)
{
    for (uint32_t i = 0; i < VECTORS; i++) {
        (void)_CPU_Virtual_Irq_detach(vectors[i]);
        CHECK_EQUAL(_CPU_Virtual_Irq_request(vectors[i], handler), POK_ERRNO_OK);
    }
}

static void depth(void)
{
    uint32_t before = 0;

    handlers(climb);
    deepest = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        (void)pok_hypercall_VCPU_SIGNAL(0);
        CHECK_EQUAL(nested, before);
    }
    CHECK_EQUAL(deepest, 4);
    handlers(nest);
}

static void signals(void)
{
    flood_first = PARTITION_PAGE->windows;
    while (within(flood_first)) {
        for (uint32_t i = 0; i < 50; i++)
            (void)pok_hypercall_VCPU_SIGNAL(0);
    }
}

/* The transmitter-empty interrupt of the guest's own device, on and off. */
static void line(void)
{
    flood_first = PARTITION_PAGE->windows;
    while (within(flood_first))
        line_ring();
    port_write(COM2 + 1, 0);
    CHECK(handled(COM2_LINE) > 100);
}

static void guest_floods(void)
{
    /* The calls at random have left these anyhow. */
    VCPU_PAGE->threshold = 1;
    VCPU_PAGE->depth = 0;
    for (uint32_t i = 0; i < VECTORS; i++)
        (void)pok_hypercall_IRQ_UNMASK(vectors[i]);
    handlers(guest_count);
    timers_too_fast();
    timers(POK_TIMER_PERIOD_MIN_NS);
    /* A kernel with instrumentation leaves hardly any time between them. */
    if (handled(POK_VECTOR_TIMER_HARDWARE) <= 100)
        timers(SLOW_KERNEL * POK_TIMER_PERIOD_MIN_NS);
    CHECK(handled(POK_VECTOR_TIMER_HARDWARE) > 100);
    line();
    handlers(nest);
    timers(POK_TIMER_PERIOD_MIN_NS);
    signals();
    depth();
    printf("%u levels deep\n", (unsigned)deepest);
}

/* ---------------------------------------------------------------------------------------------------
 */

static uint32_t port(const char *name, pok_port_kind_t kind, uint32_t bytes, uint32_t count)
{
    struct pok_port_create create = {
        .kind = kind,
        .direction = is_guest() ? POK_PORT_DESTINATION : POK_PORT_SOURCE,
        .max_message_bytes = bytes,
        .max_messages = count,
        .refresh_period_ns = 10000000,
    };
    uint32_t id = 0;

    memcpy(create.name, name, strlen(name));
    CHECK_EQUAL(pok_call_PORT_CREATE(pok_address(&create), pok_address(&id)), POK_ERRNO_OK);
    return id;
}

static void prepare(void)
{
    sampling = port("sampling", POK_PORT_SAMPLING, 64, 0);
    queuing = port("queuing", POK_PORT_QUEUING, MESSAGE_BYTES, 4);
    if (!is_guest()) {
        helper_id = native_process("helper", (uint32_t)helper, 5);
        return;
    }
    for (uint32_t i = 0; i < VECTORS; i++)
        CHECK_EQUAL(_CPU_Virtual_Irq_request(vectors[i], guest_count), POK_ERRNO_OK);
}

static void attempts(void)
{
    loop();
    calls();
    if (is_guest())
        guest_floods();
    else
        processes();
    messages();
    CHECK(sent > 0 || received > 0);
    console();
}

/* In the end one that never ends, until an error of its own. */
static void fatal(uint32_t number)
{
    uint32_t first = PARTITION_PAGE->windows;

    while (PARTITION_PAGE->windows - first < number)
        ;
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
    .fatal_count = 3,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
