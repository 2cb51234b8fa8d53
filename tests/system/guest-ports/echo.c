/* SPDX-License-Identifier: BSD-2-Clause */
/* A native partition: everything comes back inverted, to whom it came from. */
#include "process.h"

struct message {
    uint32_t words[8];
};

static void echo(QUEUING_PORT_ID_TYPE in, QUEUING_PORT_ID_TYPE out, SAMPLING_PORT_ID_TYPE sample_in,
                 SAMPLING_PORT_ID_TYPE sample_out)
{
    struct message message;
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;

    READ_SAMPLING_MESSAGE(sample_in, (MESSAGE_ADDR_TYPE)&message, &length, &validity, &code);
    if (code == NO_ERROR) {
        for (uint32_t i = 0; i < 8; i++) {
            message.words[i] = ~message.words[i];
        }
        WRITE_SAMPLING_MESSAGE(sample_out, (MESSAGE_ADDR_TYPE)&message, length, &code);
    }
    RECEIVE_QUEUING_MESSAGE(in, 0, (MESSAGE_ADDR_TYPE)&message, &length, &code);
    if (code != NO_ERROR) {
        return;
    }
    for (uint32_t i = 0; i < 8; i++) {
        message.words[i] = ~message.words[i];
    }
    SEND_QUEUING_MESSAGE(out, (MESSAGE_ADDR_TYPE)&message, length, 0, &code);
}

static QUEUING_PORT_ID_TYPE in[2], out[2];
static SAMPLING_PORT_ID_TYPE sample_in[2], sample_out[2];

static void player(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        for (uint32_t i = 0; i < 2; i++) {
            echo(in[i], out[i], sample_in[i], sample_out[i]);
        }
        TIMED_WAIT(200000, &code);
    }
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT("in0", 32, 2, DESTINATION, FIFO, &in[0], &code);
    CREATE_QUEUING_PORT("in1", 32, 2, DESTINATION, FIFO, &in[1], &code);
    CREATE_QUEUING_PORT("out0", 32, 2, SOURCE, FIFO, &out[0], &code);
    CREATE_QUEUING_PORT("out1", 32, 2, SOURCE, FIFO, &out[1], &code);
    CREATE_SAMPLING_PORT("sample_in0", 32, DESTINATION, 1000000000, &sample_in[0], &code);
    CREATE_SAMPLING_PORT("sample_in1", 32, DESTINATION, 1000000000, &sample_in[1], &code);
    CREATE_SAMPLING_PORT("sample_out0", 32, SOURCE, 1000000000, &sample_out[0], &code);
    CREATE_SAMPLING_PORT("sample_out1", 32, SOURCE, 1000000000, &sample_out[1], &code);
    CHECK_EQUAL(code, NO_ERROR);
    player_start(player, 0);
    return 0;
}
