/* SPDX-License-Identifier: BSD-2-Clause */
/* Sends every message back with one number increased. */
#include "process.h"

static QUEUING_PORT_ID_TYPE out, in;

static void player(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        uint32_t message[4];
        MESSAGE_SIZE_TYPE length = 0;

        RECEIVE_QUEUING_MESSAGE(in, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)message, &length,
                                &code);
        CHECK_EQUAL(code, NO_ERROR);
        message[1]++;
        SEND_QUEUING_MESSAGE(out, (MESSAGE_ADDR_TYPE)message, length, INFINITE_TIME_VALUE, &code);
        CHECK_EQUAL(code, NO_ERROR);
        if (message[0] == 19) {
            check_verdict();
        }
    }
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT("out", 16, 4, SOURCE, FIFO, &out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("in", 16, 4, DESTINATION, FIFO, &in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    player_start(player, 0);
    return 0;
}
