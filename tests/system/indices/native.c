/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A native partition's identifiers, lengths and addresses: the last that is right does what it
 * says, to the object that it names, and the first behind it is refused like all others.
 */
#include <string.h>

#include "abi/process_page.h"
#include "abi/structs.h"
#include "check.h"
#include "core/call.h"
#include "native_process.h"

#define PORT_BYTES 8u
#define LAST_QUEUE (POK_MAX_WAIT_QUEUES - 1)
#define TOKEN      77u

static const uint32_t far[] = {0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
#define FAR (sizeof(far) / sizeof(far[0]))

static const int64_t at_once_ns;
static uint32_t in, queue, out, waiter_id, prober_id;
static char text[POK_CONSOLE_WRITE_MAX];
static volatile bool woken;

static uint32_t port(const char *name, pok_port_kind_t kind, pok_port_direction_t direction)
{
    struct pok_port_create create = {
        .kind = kind,
        .direction = direction,
        .max_message_bytes = PORT_BYTES,
        .max_messages = 4,
        .refresh_period_ns = 10000000,
    };
    uint32_t id = 0;

    memcpy(create.name, name, strlen(name));
    CHECK_EQUAL(pok_call_PORT_CREATE(pok_address(&create), pok_address(&id)), POK_ERRNO_OK);
    return id;
}

static void check_no_port(uint32_t id)
{
    CHECK_EQUAL(pok_call_SAMPLING_WRITE(id, pok_address(text), 4), POK_ERRNO_PORT);
    CHECK_EQUAL((int32_t)pok_call_SAMPLING_READ(id, pok_address(text)), -POK_ERRNO_PORT);
    CHECK_EQUAL(pok_call_QUEUING_SEND(id, pok_address(text), 4, pok_address(&at_once_ns)),
                POK_ERRNO_PORT);
    CHECK_EQUAL(pok_call_SAMPLING_STATUS(id, pok_address(text)), POK_ERRNO_PORT);
}

static void check_ports(void)
{
    struct pok_sampling_status status;

    CHECK_EQUAL(in, 0);
    CHECK_EQUAL(queue, 1);
    CHECK_EQUAL(out, 2);
    CHECK_EQUAL((int32_t)pok_call_SAMPLING_READ(in, pok_address(text)), -POK_ERRNO_NOACTION);
    CHECK_EQUAL(pok_call_SAMPLING_WRITE(out, pok_address(text), 4), POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_SAMPLING_STATUS(out, pok_address(&status)), POK_ERRNO_OK);
    CHECK_EQUAL(status.direction, POK_PORT_SOURCE);
    check_no_port(out + 1);
    for (uint32_t i = 0; i < FAR; i++)
        check_no_port(far[i]);
}

static void check_length(uint32_t length, pok_ret_t expected)
{
    CHECK_EQUAL(pok_call_SAMPLING_WRITE(out, pok_address(text), length), expected);
    CHECK_EQUAL(pok_call_QUEUING_SEND(queue, pok_address(text), length, pok_address(&at_once_ns)),
                expected);
}

static void check_lengths(void)
{
    check_length(0, POK_ERRNO_PARAM);
    check_length(1, POK_ERRNO_OK);
    check_length(PORT_BYTES, POK_ERRNO_OK);
    check_length(PORT_BYTES + 1, POK_ERRNO_SIZE);
    CHECK_EQUAL(pok_call_CONSOLE_WRITE(pok_address(text), POK_CONSOLE_WRITE_MAX), POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_CONSOLE_WRITE(pok_address(text), POK_CONSOLE_WRITE_MAX + 1),
                POK_ERRNO_SIZE);
    CHECK_EQUAL(pok_call_APPLICATION_MESSAGE(pok_address(text), POK_MAX_ERROR_MESSAGE),
                POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_APPLICATION_MESSAGE(pok_address(text), POK_MAX_ERROR_MESSAGE + 1),
                POK_ERRNO_PARAM);
    CHECK_EQUAL(pok_call_ERROR_RAISE(POK_ERROR_APPLICATION_ERROR, pok_address(text),
                                     POK_MAX_ERROR_MESSAGE + 1),
                POK_ERRNO_PARAM);
    for (uint32_t i = 0; i < FAR; i++) {
        check_length(far[i], POK_ERRNO_SIZE);
        CHECK_EQUAL(pok_call_CONSOLE_WRITE(pok_address(text), far[i]), POK_ERRNO_SIZE);
        CHECK_EQUAL(pok_call_APPLICATION_MESSAGE(pok_address(text), far[i]), POK_ERRNO_PARAM);
        CHECK_EQUAL(pok_call_ERROR_RAISE(POK_ERROR_APPLICATION_ERROR, pok_address(text), far[i]),
                    POK_ERRNO_PARAM);
    }
}

static void check_no_process(uint32_t id)
{
    CHECK_EQUAL(pok_call_PROCESS_STATUS(id, pok_address(text)), POK_ERRNO_THREAD);
    CHECK_EQUAL(pok_call_PROCESS_RESUME(id), POK_ERRNO_THREAD);
    CHECK_EQUAL(pok_call_PROCESS_STOP(id), POK_ERRNO_THREAD);
    CHECK_EQUAL(pok_call_CEILING_PASS(id, 0, 1), 0);
}

static void check_processes(void)
{
    struct pok_process_status status;

    CHECK_EQUAL(prober_id, 2);
    CHECK_EQUAL(pok_call_PROCESS_STATUS(prober_id, pok_address(&status)), POK_ERRNO_OK);
    CHECK_EQUAL(status.state, POK_STATE_RUNNING);
    CHECK_EQUAL(pok_call_PROCESS_RESUME(waiter_id), POK_ERRNO_NOACTION);
    check_no_process(prober_id + 1); /* has a stack, was not created */
    check_no_process(5);             /* one more than there are */
    for (uint32_t i = 0; i < FAR; i++)
        check_no_process(far[i]);
}

static void check_no_queue(uint32_t id)
{
    CHECK_EQUAL(pok_call_WAIT(id, 1, pok_address(&at_once_ns), 0), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_call_WAKE(id, 0), 0);
    CHECK_EQUAL(pok_call_CEILING_PASS(prober_id, id, 1), 0);
}

static void check_queues(void)
{
    check_no_queue(LAST_QUEUE + 1);
    for (uint32_t i = 0; i < FAR; i++)
        check_no_queue(far[i]);
    CHECK_EQUAL(pok_call_WAIT(LAST_QUEUE, 1, pok_address(&at_once_ns), 0), POK_ERRNO_UNAVAILABLE);
    CHECK_EQUAL(pok_call_WAKE(0, 0), 0);
    CHECK(!woken);
    CHECK_EQUAL(pok_call_WAKE(LAST_QUEUE, 0), TOKEN);
    CHECK_EQUAL(pok_call_RESCHEDULE(), POK_ERRNO_OK);
    CHECK(woken);
}

static void check_addresses(void)
{
    static const uint32_t nowhere[] = {
        0,          LAYOUT_USER_END - 8, LAYOUT_USER_END - 1, LAYOUT_USER_END, LAYOUT_KERNEL_BASE,
        0xc0100000, 0xfffffff8,          0xffffffff};
    uint32_t last = PARTITION_PAGE->heap_base + PARTITION_PAGE->heap_bytes - 8;

    CHECK_EQUAL(pok_call_TIME_GET(last), POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_TIME_GET(last + 1), POK_ERRNO_EFAULT);
    for (uint32_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++) {
        CHECK_EQUAL(pok_call_TIME_GET(nowhere[i]), POK_ERRNO_EFAULT);
        CHECK_EQUAL(pok_call_PORT_CREATE(nowhere[i], pok_address(text)), POK_ERRNO_EFAULT);
        CHECK_EQUAL(pok_call_SAMPLING_WRITE(out, nowhere[i], 4), POK_ERRNO_EFAULT);
        CHECK_EQUAL(pok_call_SAMPLING_WRITE(out, nowhere[i], 8), POK_ERRNO_EFAULT);
    }
}

static void check_numbers(void)
{
    static const uint32_t unknown[] = {41, 127, 256, 0x80000000, 0xffffffff};

    CHECK_EQUAL(pok_call_SCHEDULE_ID(0, 0), POK_ERRNO_EFAULT); /* the last number there is */
    for (uint32_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
        uint32_t result = unknown[i];

        CHECK_EQUAL(pok_syscall4(unknown[i], 0, 0, 0, 0), POK_ERRNO_CALL_UNKNOWN);
        __asm__ volatile("int $42" : "+a"(result) : : "memory", "cc");
        CHECK_EQUAL((pok_ret_t)result, POK_ERRNO_CALL_UNKNOWN);
    }
}

static void waiter(void)
{
    CHECK_EQUAL(pok_call_WAIT(LAST_QUEUE, TOKEN, 0, 0), POK_ERRNO_OK);
    woken = true;
    for (;;)
        (void)pok_call_PROCESS_STOP(waiter_id);
}

static void prober(void)
{
    check_numbers();
    check_ports();
    check_lengths();
    check_processes();
    check_queues();
    check_addresses();
    check_verdict();
    for (;;)
        ;
}

int main(void)
{
    memset(text, '.', sizeof(text));
    text[sizeof(text) - 1] = '\n';
    in = port("in", POK_PORT_SAMPLING, POK_PORT_DESTINATION);
    queue = port("queue", POK_PORT_QUEUING, POK_PORT_SOURCE);
    out = port("out", POK_PORT_SAMPLING, POK_PORT_SOURCE);
    waiter_id = native_process_start("waiter", (uint32_t)waiter, 20);
    prober_id = native_process_start("prober", (uint32_t)prober, 10);
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_NORMAL);
    return 0;
}
