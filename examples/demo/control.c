/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A control loop at 20 ms: it moves a position to a setpoint that changes every second, writes its
 * state to a sampling port in each cycle, and an event to a queuing port when the position has
 * settled.
 */
#include <stdio.h>
#include <stdlib.h>

#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexQueuing.h>
#include <arinc653/apexSampling.h>
#include <arinc653/apexTime.h>

#include "message.h"

#define PERIOD_NS         20000000
#define CYCLES_A_SETPOINT 50u
#define SETTLED           5

static SAMPLING_PORT_ID_TYPE state_port;
static QUEUING_PORT_ID_TYPE events_port;

/* A second-order step of the position; 0, 400, 800, 1200 mm and again. */
static void step(struct state *state, int32_t *speed)
{
    state->setpoint = (int32_t)(state->cycle / CYCLES_A_SETPOINT % 4) * 400;
    *speed += (state->setpoint - state->position) / 8 - *speed / 2;
    state->position += *speed;
}

static void report_settled(const struct state *state)
{
    struct event event = {state->time_ns, state->cycle, state->position};
    RETURN_CODE_TYPE code;

    SEND_QUEUING_MESSAGE(events_port, (MESSAGE_ADDR_TYPE)&event, sizeof(event), 0, &code);
    if (code != NO_ERROR)
        printf("event of cycle %u lost, return code %d\n", (unsigned)event.cycle, code);
}

static void control(void)
{
    struct state state = {0};
    int32_t speed = 0;
    int32_t settled_at = 0;
    RETURN_CODE_TYPE code;

    for (;; state.cycle++) {
        GET_TIME(&state.time_ns, &code);
        step(&state, &speed);
        WRITE_SAMPLING_MESSAGE(state_port, (MESSAGE_ADDR_TYPE)&state, sizeof(state), &code);
        if (settled_at != state.setpoint && abs(state.position - state.setpoint) < SETTLED &&
            abs(speed) < SETTLED) {
            settled_at = state.setpoint;
            report_settled(&state);
        }
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "control",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)control,
        .PERIOD = PERIOD_NS,
        .TIME_CAPACITY = INFINITE_TIME_VALUE, /* QEMU's host may be busy for longer */
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 20,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE ports[2], code;

    CREATE_SAMPLING_PORT("state", sizeof(struct state), SOURCE, PERIOD_NS, &state_port, &ports[0]);
    CREATE_QUEUING_PORT("events", sizeof(struct event), 8, SOURCE, FIFO, &events_port, &ports[1]);
    CREATE_PROCESS(&attributes, &process, &code);
    if (ports[0] != NO_ERROR || ports[1] != NO_ERROR || code != NO_ERROR) {
        printf("start-up: return codes %d, %d, %d\n", ports[0], ports[1], code);
        return 1;
    }
    printf("control loop of %d ms\n", PERIOD_NS / 1000000);
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
