/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads what control writes, and prints a line about it once a second. */
#include <stdio.h>

#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexQueuing.h>
#include <arinc653/apexSampling.h>
#include <arinc653/apexTime.h>

#include "message.h"

#define PERIOD_NS        100000000
#define REFRESH_NS       25000000
#define PERIODS_A_SECOND 10u

static SAMPLING_PORT_ID_TYPE state_port;
static QUEUING_PORT_ID_TYPE events_port;

struct summary {
    uint32_t events;
    uint32_t stale;
    struct event last;
};

static void take_events(struct summary *summary)
{
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;

    for (;;) {
        RECEIVE_QUEUING_MESSAGE(events_port, 0, (MESSAGE_ADDR_TYPE)&summary->last, &length, &code);
        if (code != NO_ERROR)
            return;
        summary->events++;
    }
}

static void print_summary(const struct state *state, const struct summary *summary)
{
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;

    GET_TIME(&now, &code);
    printf("%lld.%03lld s: cycle %u, position %ld of %ld mm, %lld us old, %u stale; "
           "%u events, last settled at %ld mm\n",
           (long long)(now / 1000000000), (long long)(now / 1000000 % 1000), (unsigned)state->cycle,
           (long)state->position, (long)state->setpoint, (long long)((now - state->time_ns) / 1000),
           (unsigned)summary->stale, (unsigned)summary->events, (long)summary->last.position);
}

static void monitor(void)
{
    struct summary summary = {0};
    struct state state = {0};
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;

    for (uint32_t period = 1;; period++) {
        READ_SAMPLING_MESSAGE(state_port, (MESSAGE_ADDR_TYPE)&state, &length, &validity, &code);
        summary.stale += code != NO_ERROR || validity == INVALID;
        take_events(&summary);
        if (period % PERIODS_A_SECOND == 0)
            print_summary(&state, &summary);
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "monitor",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)monitor,
        .PERIOD = PERIOD_NS,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE ports[2], code;

    CREATE_SAMPLING_PORT("state", sizeof(struct state), DESTINATION, REFRESH_NS, &state_port,
                         &ports[0]);
    CREATE_QUEUING_PORT("events", sizeof(struct event), 8, DESTINATION, FIFO, &events_port,
                        &ports[1]);
    CREATE_PROCESS(&attributes, &process, &code);
    if (ports[0] != NO_ERROR || ports[1] != NO_ERROR || code != NO_ERROR) {
        printf("start-up: return codes %d, %d, %d\n", ports[0], ports[1], code);
        return 1;
    }
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
