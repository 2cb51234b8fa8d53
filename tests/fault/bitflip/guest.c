/* SPDX-License-Identifier: BSD-2-Clause */
/* What bits are flipped in: a guest with two timers that computes, receives messages, and sleeps.
 */
#include <string.h>

#include "abi/structs.h"
#include "core/call.h"
#include "guest.h"

#define TICK_NS 400000
#define ROUNDS  300u

static uint32_t words[256];
static uint8_t message[8192];
static uint32_t sampling, queuing, received;

static uint32_t mix(uint32_t round)
{
    uint32_t sum = round;

    for (uint32_t i = 0; i < 256; i++) {
        words[i] = words[i] * 1664525u + 1013904223u + round;
        sum ^= words[i];
    }
    return sum;
}

static void receive(void)
{
    static const int64_t at_once_ns = 0;
    uint32_t length;

    (void)pok_call_SAMPLING_READ(sampling, pok_address(message));
    while (pok_call_QUEUING_RECEIVE(queuing, pok_address(message), pok_address(&length),
                                    pok_address(&at_once_ns)) == POK_ERRNO_OK)
        received++;
}

static uint32_t port(const char *name, pok_port_kind_t kind, uint32_t bytes, uint32_t messages)
{
    struct pok_port_create create = {
        .kind = kind,
        .direction = POK_PORT_DESTINATION,
        .max_message_bytes = bytes,
        .max_messages = messages,
        .refresh_period_ns = 10000000,
    };
    uint32_t id = 0;

    memcpy(create.name, name, strlen(name));
    CHECK_EQUAL(pok_call_PORT_CREATE(pok_address(&create), pok_address(&id)), POK_ERRNO_OK);
    return id;
}

int main(void)
{
    sampling = port("sampling", POK_PORT_SAMPLING, 64, 0);
    queuing = port("queuing", POK_PORT_QUEUING, 8192, 4);
    guest_request(POK_VECTOR_TIMER_HARDWARE);
    guest_request(POK_VECTOR_WINDOW);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, TICK_NS), POK_ERRNO_OK);
    (void)_CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    for (uint32_t round = 0;; round++) {
        (void)mix(round);
        receive();
        if (round == ROUNDS) {
            CHECK(received > 0);
            CHECK(handled(POK_VECTOR_TIMER_HARDWARE) > 0);
            check_verdict();
        }
        _CPU_Virtual_Idle();
    }
}
