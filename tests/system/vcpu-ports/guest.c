/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vCPU 1 waits for messages, vCPU 2 for room. The neighbour ends both waits in its window. In the
 * next one vCPU 0 goes on, and the others come when it gives way: each finds its call done, its
 * message whole, and waits anew.
 */
#include <core/port.h>

#include "guest.h"

#define ROUNDS     20u
#define FOREVER_NS (-1)
#define LATER_NS   50000000 /* five major frames */

static uint32_t stacks[3][1024];
static volatile uint32_t received, sent, failed;
static uint32_t in, out;

static void receiver(uint32_t self)
{
    for (;;) {
        uint32_t number = ~0u, length = 0;

        /* With a time-out and without by turns. */
        failed += pok_port_queuing_receive(in, received % 2 == 0 ? LATER_NS : FOREVER_NS, &number,
                                           &length) != POK_ERRNO_OK;
        failed += number != received || length != sizeof(number) || VCPU_PAGE->vcpu != self;
        received++;
    }
}

static void sender(uint32_t self)
{
    for (;;) {
        uint32_t number = sent;

        failed += pok_port_queuing_send(out, &number, sizeof(number),
                                        sent % 2 == 0 ? FOREVER_NS : LATER_NS) != POK_ERRNO_OK;
        failed += VCPU_PAGE->vcpu != self;
        sent++;
    }
}

static void start(uint32_t index, void (*entry)(uint32_t))
{
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(index, 1), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_VCPU_START(index, pok_address((const void *)(uintptr_t)entry),
                                         pok_address(&stacks[index][1024])),
                POK_ERRNO_OK);
}

int main(void)
{
    CHECK_EQUAL(pok_port_queuing_create("in", 4, 1, POK_PORT_DESTINATION, POK_DISCIPLINE_FIFO, &in),
                POK_ERRNO_OK);
    CHECK_EQUAL(pok_port_queuing_create("out", 4, 1, POK_PORT_SOURCE, POK_DISCIPLINE_FIFO, &out),
                POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(0, 1), POK_ERRNO_OK);
    start(1, receiver);
    start(2, sender);
    (void)pok_hypercall_YIELD();
    CHECK_EQUAL(received, 0);
    CHECK_EQUAL(sent, 1);
    /* The neighbour's process begins with one of its next periods. */
    while (received == 0) {
        window_pass();
        (void)pok_hypercall_YIELD();
    }
    for (uint32_t i = 1; i < ROUNDS; i++) {
        window_pass();
        CHECK_EQUAL(received, i);
        CHECK_EQUAL(sent, i + 1);
        (void)pok_hypercall_YIELD();
        CHECK_EQUAL(received, i + 1);
        CHECK_EQUAL(sent, i + 2);
    }
    CHECK_EQUAL(failed, 0);
    check_verdict();
    for (;;) {
    }
}
