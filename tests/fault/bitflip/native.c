/* SPDX-License-Identifier: BSD-2-Clause */
/* What bits are flipped in: a process that computes, sends messages, and sleeps. */
#include <string.h>

#include "apex_process.h"

#define ROUND_NS 900000
#define ROUNDS   150u

static double state[16];
static uint32_t words[256];
static SAMPLING_PORT_ID_TYPE sampling;
static QUEUING_PORT_ID_TYPE queuing;

static uint32_t mix(uint32_t round)
{
    uint32_t sum = round;

    for (uint32_t i = 0; i < 256; i++) {
        words[i] = words[i] * 1664525u + 1013904223u + round;
        sum ^= words[i];
    }
    return sum;
}

static void filter(void)
{
    for (uint32_t i = 0; i < 16; i++)
        state[i] = state[i] * 0.5 + (double)(words[i] % 1000) * 0.25 + state[(i + 1) % 16] / 3;
}

static void send(uint32_t sum)
{
    uint32_t message[16] = {sum, ~sum};
    RETURN_CODE_TYPE code;

    WRITE_SAMPLING_MESSAGE(sampling, (MESSAGE_ADDR_TYPE)message, sizeof(message), &code);
    SEND_QUEUING_MESSAGE(queuing, (MESSAGE_ADDR_TYPE)message, sizeof(message), 0, &code);
}

static void work(void)
{
    RETURN_CODE_TYPE code;

    for (uint32_t round = 0;; round++) {
        uint32_t sum = mix(round);

        filter();
        send(sum);
        if (round == ROUNDS) {
            CHECK(state[0] > 0);
            check_verdict();
        }
        TIMED_WAIT(ROUND_NS, &code);
    }
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT("sampling", 64, SOURCE, 10000000, &sampling, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("queuing", 8192, 4, SOURCE, FIFO, &queuing, &code);
    CHECK_EQUAL(code, NO_ERROR);
    (void)process_run("work", work, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
