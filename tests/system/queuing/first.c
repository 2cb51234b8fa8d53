/* SPDX-License-Identifier: BSD-2-Clause */
/* Receives in order, with every kind of time-out. */
#include "steps.h"

static QUEUING_PORT_ID_TYPE in, fan;

static void check_empty(void)
{
    SYSTEM_TIME_TYPE before, after;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    uint8_t message[32];

    RECEIVE_QUEUING_MESSAGE(in, 0, message, &length, &code);
    CHECK_EQUAL(code, NOT_AVAILABLE);
    GET_TIME(&before, &code);
    RECEIVE_QUEUING_MESSAGE(in, 1000000, message, &length, &code);
    CHECK_EQUAL(code, TIMED_OUT);
    GET_TIME(&after, &code);
    CHECK(after - before >= 1000000);
    SEND_QUEUING_MESSAGE(in, message, 4, 0, &code);
    CHECK_EQUAL(code, INVALID_MODE);
}

static void receive_out(uint32_t number, SYSTEM_TIME_TYPE timeout)
{
    MESSAGE_SIZE_TYPE length = 0;
    RETURN_CODE_TYPE code;
    uint8_t message[33], expected[32];
    uint32_t wrong = 0;

    memset(message, 0xee, sizeof(message));
    RECEIVE_QUEUING_MESSAGE(in, timeout, message, &length, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(length, out_length[number]);
    out_fill(expected, number);
    for (uint32_t i = 0; i < 33; i++) {
        wrong += message[i] != (i < (uint32_t)out_length[number] ? expected[i] : 0xee);
    }
    CHECK_EQUAL(wrong, 0);
}

static void receive_fan(uint32_t first, uint32_t count)
{
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    uint32_t message[4];

    for (uint32_t i = first; i < first + count; i++) {
        RECEIVE_QUEUING_MESSAGE(fan, 0, (MESSAGE_ADDR_TYPE)message, &length, &code);
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(length, 4);
        CHECK_EQUAL(message[0], i);
    }
    RECEIVE_QUEUING_MESSAGE(fan, 0, (MESSAGE_ADDR_TYPE)message, &length, &code);
    CHECK_EQUAL(code, NOT_AVAILABLE);
}

static void first(void)
{
    check_empty();
    await_frame(FRAME_READ);
    for (uint32_t i = 0; i < 4; i++) {
        receive_out(i, 0);
    }
    /* The sender's next one comes in its own window; the last is received in the frame after. */
    receive_out(4, INFINITE_TIME_VALUE);
    CHECK_EQUAL(frame_now(), FRAME_READ + 1);
    await_frame(FRAME_HALF);
    receive_fan(0, FAN_MESSAGES);
    await_frame(FRAME_COMPARE);
    receive_fan(FAN_MESSAGES, FAN_LOST);
    check_verdict();
    STOP_SELF();
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT("in", 32, 4, DESTINATION, FIFO, &in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("fan in", 16, FAN_MESSAGES, DESTINATION, FIFO, &fan, &code);
    CHECK_EQUAL(code, NO_ERROR);
    player_start(first, PERIOD_NS);
    return 0;
}
