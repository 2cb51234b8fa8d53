/* SPDX-License-Identifier: BSD-2-Clause */
/* Once in each window, sends the next number and takes the next one. */
#include "process.h"

#define ROUNDS 20u

static QUEUING_PORT_ID_TYPE there, back;

static void player(void)
{
    RETURN_CODE_TYPE code;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t number = 0;
        MESSAGE_SIZE_TYPE length;

        SEND_QUEUING_MESSAGE(there, (MESSAGE_ADDR_TYPE)&i, sizeof(i), 0, &code);
        CHECK_EQUAL(code, NO_ERROR);
        RECEIVE_QUEUING_MESSAGE(back, 0, (MESSAGE_ADDR_TYPE)&number, &length, &code);
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(number, i);
        PERIODIC_WAIT(&code);
    }
    check_verdict();
    STOP_SELF();
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT("there", 4, 1, SOURCE, FIFO, &there, &code);
    CREATE_QUEUING_PORT("back", 4, 1, DESTINATION, FIFO, &back, &code);
    CHECK_EQUAL(code, NO_ERROR);
    player_start(player, 10000000);
    return 0;
}
