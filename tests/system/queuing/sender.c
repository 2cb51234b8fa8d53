/* SPDX-License-Identifier: BSD-2-Clause */
/* Sends until queues are full, with every kind of time-out, and tries what must be refused. */
#include "steps.h"

static QUEUING_PORT_ID_TYPE out, fan;

static void fill_out(void)
{
    QUEUING_PORT_STATUS_TYPE status;
    SYSTEM_TIME_TYPE before, after;
    RETURN_CODE_TYPE code;
    uint8_t message[33];

    for (uint32_t i = 0; i < 4; i++) {
        out_fill(message, i);
        SEND_QUEUING_MESSAGE(out, message, out_length[i], 0, &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    SEND_QUEUING_MESSAGE(out, message, 32, 0, &code);
    CHECK_EQUAL(code, NOT_AVAILABLE);
    GET_QUEUING_PORT_STATUS(out, &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status.NB_MESSAGE, 4);
    CHECK_EQUAL(status.MAX_NB_MESSAGE, 4);
    CHECK_EQUAL(status.MAX_MESSAGE_SIZE, 32);
    CHECK_EQUAL(status.PORT_DIRECTION, SOURCE);
    GET_TIME(&before, &code);
    SEND_QUEUING_MESSAGE(out, message, 32, 3000000, &code);
    CHECK_EQUAL(code, TIMED_OUT);
    GET_TIME(&after, &code);
    CHECK(after - before >= 3000000);
    CHECK(after - before < 2 * PERIOD_NS);
    out_fill(message, 4);
    SEND_QUEUING_MESSAGE(out, message, out_length[4], INFINITE_TIME_VALUE, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(frame_now(), FRAME_READ);
}

static void send_fan(uint32_t first, uint32_t count)
{
    RETURN_CODE_TYPE code;

    for (uint32_t i = first; i < first + count; i++) {
        SEND_QUEUING_MESSAGE(fan, (MESSAGE_ADDR_TYPE)&i, sizeof(i), 0, &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
}

static void sender(void)
{
    RETURN_CODE_TYPE code;
    uint32_t word = 99;

    await_frame(FRAME_FILL);
    fill_out();
    await_frame(FRAME_FAN);
    send_fan(0, FAN_MESSAGES);
    SEND_QUEUING_MESSAGE(fan, (MESSAGE_ADDR_TYPE)&word, sizeof(word), 0, &code);
    CHECK_EQUAL(code, NOT_AVAILABLE);
    await_frame(FRAME_LOSE);
    send_fan(FAN_MESSAGES, FAN_LOST);
    check_verdict();
    STOP_SELF();
}

static void check_refusals(void)
{
    QUEUING_PORT_ID_TYPE id;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    uint8_t message[64] = {0};

    CREATE_QUEUING_PORT("nowhere", 32, 4, SOURCE, FIFO, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_QUEUING_PORT("out", 31, 4, SOURCE, FIFO, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_QUEUING_PORT("out", 32, 5, SOURCE, FIFO, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_QUEUING_PORT("out", 32, 4, DESTINATION, FIFO, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_QUEUING_PORT("out", 32, 4, SOURCE, FIFO, &out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("out", 32, 4, SOURCE, FIFO, &id, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CREATE_QUEUING_PORT("fan", 16, FAN_MESSAGES, SOURCE, PRIORITY, &fan, &code);
    CHECK_EQUAL(code, NO_ERROR);
    SEND_QUEUING_MESSAGE(out, message, 33, 0, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    SEND_QUEUING_MESSAGE(out, message, 0, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SEND_QUEUING_MESSAGE(out, message, 32, -2, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    SEND_QUEUING_MESSAGE(out + 1000, message, 32, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    RECEIVE_QUEUING_MESSAGE(out, 0, message, &length, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    GET_QUEUING_PORT_ID("fan", &id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(id, fan);
    GET_QUEUING_PORT_ID("nowhere", &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
}

int main(void)
{
    check_refusals();
    player_start(sender, PERIOD_NS);
    return 0;
}
