/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest uses system calls and ports as a native partition does: the same numbers, by both gates,
 * and the same codes. An arriving message raises the port interrupt. The same program once more, as
 * the partition "gate", has only the software interrupts compiled in.
 */
#ifndef PORT_GUEST_H
#define PORT_GUEST_H

#include <string.h>

#include "guest.h"
#include "abi/structs.h"

#define ROUNDS 20u

#ifdef POK_GATE_INT
#define WANTS_FAST false
#else
#define WANTS_FAST true
#endif

struct message {
    uint32_t number;
    uint32_t words[7];
};

static uint32_t out, in, sample_out, sample_in;

static pok_ret_t port_create(const char *name, uint32_t kind, uint32_t direction, uint32_t count,
                             uint32_t *id)
{
    struct pok_port_create request;

    memset(&request, 0, sizeof(request));
    memcpy(request.name, name, strlen(name));
    request.kind = kind;
    request.direction = direction;
    request.max_message_bytes = sizeof(struct message);
    request.max_messages = count;
    request.refresh_period_ns = 1000000000;
    return pok_call_PORT_CREATE(pok_address(&request), pok_address(id));
}

static pok_ret_t receive(struct message *message, uint32_t *length, pok_time_t timeout_ns)
{
    return pok_call_QUEUING_RECEIVE(in, pok_address(message), pok_address(length),
                                    pok_address(&timeout_ns));
}

static pok_ret_t send(const struct message *message, uint32_t length, pok_time_t timeout_ns)
{
    return pok_call_QUEUING_SEND(out, pok_address(message), length, pok_address(&timeout_ns));
}

static void check_calls(void)
{
    struct pok_partition_status status = {0};
    pok_time_t now = 0;

    CHECK_EQUAL((uint32_t)pok_call_PARTITION_ID(), POK_PAGE->identifier);
    CHECK_EQUAL((uint32_t)pok_hypercall_PARTITION_ID(), POK_PAGE->identifier);
    CHECK_EQUAL((uint32_t)pok_hypercall_fast0((pok_hypercall_id_t)(64 + POK_SYSCALL_PARTITION_ID)),
                POK_PAGE->identifier);
    CHECK_EQUAL(pok_call_PARTITION_STATUS(pok_address(&status)), POK_ERRNO_OK);
    CHECK_EQUAL(status.identifier, POK_PAGE->identifier);
    CHECK_EQUAL(
        pok_hypercall_fast1((pok_hypercall_id_t)(64 + POK_SYSCALL_TIME_GET), pok_address(&now)),
        POK_ERRNO_OK);
    CHECK(now > 0);
    CHECK_EQUAL(pok_call_PARTITION_STATUS(0xc0100000), POK_ERRNO_EFAULT);
    CHECK_EQUAL(pok_syscall0(127), POK_ERRNO_CALL_UNKNOWN);
    CHECK_EQUAL(pok_syscall0(63), POK_ERRNO_CALL_UNKNOWN);
    CHECK_EQUAL((uint32_t)pok_hypercall_fast0((pok_hypercall_id_t)63), POK_ERRNO_CALL_UNKNOWN);
    CHECK_EQUAL((uint32_t)pok_hypercall_fast0((pok_hypercall_id_t)127), POK_ERRNO_CALL_UNKNOWN);
    /* What only native partitions have. */
    CHECK_EQUAL(pok_call_PROCESS_STOP(0), POK_ERRNO_EPERM);
    CHECK_EQUAL(pok_call_PERIODIC_WAIT(), POK_ERRNO_EPERM);
    CHECK_EQUAL(pok_hypercall_fast0((pok_hypercall_id_t)(64 + POK_SYSCALL_PERIODIC_WAIT)),
                POK_ERRNO_EPERM);
}

static void check_creation(void)
{
    CHECK_EQUAL(port_create("out", POK_PORT_QUEUING, POK_PORT_SOURCE, 2, &out), POK_ERRNO_OK);
    CHECK_EQUAL(port_create("in", POK_PORT_QUEUING, POK_PORT_DESTINATION, 2, &in), POK_ERRNO_OK);
    CHECK_EQUAL(port_create("sample_out", POK_PORT_SAMPLING, POK_PORT_SOURCE, 1, &sample_out),
                POK_ERRNO_OK);
    CHECK_EQUAL(port_create("sample_in", POK_PORT_SAMPLING, POK_PORT_DESTINATION, 1, &sample_in),
                POK_ERRNO_OK);
    CHECK(port_create("out", POK_PORT_QUEUING, POK_PORT_SOURCE, 2, &out) != POK_ERRNO_OK);
    CHECK(port_create("none", POK_PORT_QUEUING, POK_PORT_SOURCE, 2, &out) != POK_ERRNO_OK);
}

/* The echo partition sends everything back with its words inverted, the sample, too. */
static void check_echo(uint32_t number)
{
    struct message message = {.number = number}, back = {0};
    uint32_t length = 0, before = handled(POK_VECTOR_PORT);

    for (uint32_t i = 0; i < 7; i++) {
        message.words[i] = number * i;
    }
    CHECK_EQUAL(pok_call_SAMPLING_WRITE(sample_out, pok_address(&message), sizeof(message)),
                POK_ERRNO_OK);
    CHECK_EQUAL(receive(&back, &length, 0), POK_ERRNO_EMPTY);
    CHECK_EQUAL(send(&message, sizeof(message), 0), POK_ERRNO_OK);
    if (number % 2 == 0) {
        /* By interrupt, then without waiting. */
        while (handled(POK_VECTOR_PORT) == before) {
            _CPU_Virtual_Idle();
        }
        while (receive(&back, &length, 0) == POK_ERRNO_EMPTY) {
            _CPU_Virtual_Idle();
        }
    } else {
        CHECK_EQUAL(receive(&back, &length, 1000000000), POK_ERRNO_OK);
    }
    CHECK_EQUAL(length, sizeof(back));
    CHECK_EQUAL(back.number, ~number);
    for (uint32_t i = 0; i < 7; i++) {
        CHECK_EQUAL(back.words[i], ~message.words[i]);
    }
    CHECK(handled(POK_VECTOR_PORT) > before);
}

static void check_sample(uint32_t number)
{
    struct message back = {0};

    CHECK_EQUAL((uint32_t)pok_call_SAMPLING_READ(sample_in, pok_address(&back)) >> 1, sizeof(back));
    CHECK_EQUAL(back.number, ~number);
    CHECK_EQUAL(pok_call_SAMPLING_WRITE(sample_in, pok_address(&back), 4), POK_ERRNO_DIRECTION);
    CHECK_EQUAL(pok_call_SAMPLING_WRITE(sample_out, 0xc0100000, 4), POK_ERRNO_EFAULT);
}

static void check_limits(void)
{
    struct message message = {.number = 1000};
    uint32_t length;

    CHECK_EQUAL(send(&message, 0, 0), POK_ERRNO_PARAM);
    CHECK_EQUAL(send(&message, sizeof(message) + 1, 0), POK_ERRNO_SIZE);
    CHECK_EQUAL(receive(&message, &length, 2000000), POK_ERRNO_TIMEOUT);
    CHECK_EQUAL(pok_call_QUEUING_SEND(4711, 0, 4, 0), POK_ERRNO_PORT);
}

static inline void port_guest(void)
{
    CHECK_EQUAL(POK_PAGE->fast_gate, 1);
    check_calls();
    check_creation();
    guest_request(POK_VECTOR_PORT);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    for (uint32_t number = 1; number <= ROUNDS; number++) {
        check_echo(number);
    }
    check_sample(ROUNDS);
    check_limits();
    printf("fast gate compiled in: %d\n", WANTS_FAST);
    guest_end();
}

#endif
