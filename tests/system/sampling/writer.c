/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes a message a frame with a pause in between, and tries what must be refused. */
#include "message.h"
#include "process.h"

static SAMPLING_PORT_ID_TYPE out, big;
static uint8_t big_message[BIG_BYTES];

static void write_big(uint32_t number)
{
    RETURN_CODE_TYPE code;

    for (uint32_t i = 0; i < BIG_BYTES; i++) {
        big_message[i] = (uint8_t)(number + i * 7);
    }
    WRITE_SAMPLING_MESSAGE(big, big_message, BIG_BYTES, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

static void writer(void)
{
    RETURN_CODE_TYPE code;
    SAMPLING_PORT_ID_TYPE other;

    CREATE_SAMPLING_PORT("unconnected", 16, SOURCE, PERIOD_NS, &other, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    for (uint32_t number = 0; number < FRAMES; number++) {
        struct message message = {.number = number};

        if (number < PAUSE_FIRST || number > PAUSE_LAST) {
            GET_TIME(&message.sent_ns, &code);
            memset(message.text, 'a' + (int)(number % 26), sizeof(message.text));
            WRITE_SAMPLING_MESSAGE(out, (MESSAGE_ADDR_TYPE)&message, MESSAGE_BYTES(number), &code);
            CHECK_EQUAL(code, NO_ERROR);
            write_big(number);
        }
        PERIODIC_WAIT(&code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    check_verdict();
    STOP_SELF();
}

static void check_creation(void)
{
    SAMPLING_PORT_ID_TYPE id;
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT("nowhere", 64, SOURCE, PERIOD_NS, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_SAMPLING_PORT("out", 63, SOURCE, PERIOD_NS, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_SAMPLING_PORT("out", 0, SOURCE, PERIOD_NS, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_SAMPLING_PORT("out", 64, DESTINATION, PERIOD_NS, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_SAMPLING_PORT("out", 64, SOURCE, 0, &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    CREATE_SAMPLING_PORT("out", 64, SOURCE, PERIOD_NS, &out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_SAMPLING_PORT("out", 64, SOURCE, PERIOD_NS, &id, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CREATE_SAMPLING_PORT("big out", BIG_BYTES, SOURCE, PERIOD_NS, &big, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK(big != out);
}

static void check_writing(void)
{
    uint8_t message[65] = {0};
    SAMPLING_PORT_ID_TYPE id;
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;

    WRITE_SAMPLING_MESSAGE(out, message, 65, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    WRITE_SAMPLING_MESSAGE(out, message, 0, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    WRITE_SAMPLING_MESSAGE(out + 100000, message, 64, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    READ_SAMPLING_MESSAGE(out, message, &length, &validity, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    GET_SAMPLING_PORT_ID("out", &id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(id, out);
    GET_SAMPLING_PORT_ID("unconnected", &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
}

int main(void)
{
    check_creation();
    check_writing();
    player_start(writer, PERIOD_NS);
    return 0;
}
