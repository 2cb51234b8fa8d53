/* SPDX-License-Identifier: BSD-2-Clause */
/* Sends numbers and checks what comes back; its text must be the same on both boards. */
#include "process.h"

#define ROUNDS 20

static void player(void)
{
    QUEUING_PORT_ID_TYPE out, in;
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE self;

    GET_MY_ID(&self, &code);
    CHECK_EQUAL(code, NO_ERROR);
    GET_QUEUING_PORT_ID("out", &out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    GET_QUEUING_PORT_ID("in", &in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t sent[4] = {round, round * 3, ~round, 42};
        uint32_t received[4] = {0};
        MESSAGE_SIZE_TYPE length = 0;

        SEND_QUEUING_MESSAGE(out, (MESSAGE_ADDR_TYPE)sent, sizeof(sent), INFINITE_TIME_VALUE,
                             &code);
        CHECK_EQUAL(code, NO_ERROR);
        RECEIVE_QUEUING_MESSAGE(in, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)received, &length,
                                &code);
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(length, (MESSAGE_SIZE_TYPE)sizeof(received));
        CHECK_EQUAL(received[1], sent[1] + 1);
        printf("round %u: %u came back\n", (unsigned)round, (unsigned)received[1]);
    }
    check_verdict();
    STOP_SELF();
}

int main(void)
{
    QUEUING_PORT_ID_TYPE out, in;
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT("out", 16, 4, SOURCE, FIFO, &out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("in", 16, 4, DESTINATION, FIFO, &in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    player_start(player, 0);
    return 0;
}
