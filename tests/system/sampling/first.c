/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads with a refresh period of three frames: valid but for the pause. */
#include "reader.h"

static struct reader reader;
static SAMPLING_PORT_ID_TYPE big;
static uint8_t big_message[BIG_BYTES];

static void read_big(void)
{
    MESSAGE_SIZE_TYPE length = 0;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;
    uint32_t wrong = 0;

    READ_SAMPLING_MESSAGE(big, big_message, &length, &validity, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(length, (MESSAGE_SIZE_TYPE)BIG_BYTES);
    for (uint32_t i = 0; i < BIG_BYTES; i++) {
        wrong += big_message[i] != (uint8_t)(reader.next + i * 7);
    }
    CHECK_EQUAL(wrong, 0);
}

static void first(void)
{
    RETURN_CODE_TYPE code;

    for (uint32_t frame = 0; frame < FRAMES; frame++) {
        reader_read(&reader);
        read_big();
        PERIODIC_WAIT(&code);
    }
    printf("%u valid, %u stale\n", (unsigned)reader.valid, (unsigned)reader.stale);
    CHECK(reader.valid >= 30);
    CHECK(reader.stale >= 10);
    check_verdict();
    STOP_SELF();
}

int main(void)
{
    RETURN_CODE_TYPE code;

    reader_create(&reader, 30000000);
    CREATE_SAMPLING_PORT("big in", BIG_BYTES, DESTINATION, 30000000, &big, &code);
    CHECK_EQUAL(code, NO_ERROR);
    player_start(first, PERIOD_NS);
    return 0;
}
