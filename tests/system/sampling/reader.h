/* SPDX-License-Identifier: BSD-2-Clause */
/* What both readers do; they differ in their refresh period. */
#ifndef READER_H
#define READER_H

#include "message.h"
#include "process.h"

/* An age this near to the refresh period may count either way. */
#define MARGIN_NS 1000000LL

struct reader {
    SAMPLING_PORT_ID_TYPE in;
    SYSTEM_TIME_TYPE refresh_ns;
    uint32_t valid;
    uint32_t stale;
    uint32_t next; /* the oldest message that may come */
};

static inline void reader_check_message(struct reader *reader, const struct message *message,
                                        MESSAGE_SIZE_TYPE length, VALIDITY_TYPE validity)
{
    SAMPLING_PORT_STATUS_TYPE status;
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;

    CHECK(message->number >= reader->next && message->number < FRAMES);
    reader->next = message->number;
    CHECK_EQUAL(length, (MESSAGE_SIZE_TYPE)MESSAGE_BYTES(message->number));
    for (uint32_t i = 0; i <= message->number % 20; i++) {
        CHECK_EQUAL(message->text[i], 'a' + message->number % 26);
    }
    GET_TIME(&now, &code);
    int64_t spare = reader->refresh_ns - (now - message->sent_ns);
    if (spare > MARGIN_NS || spare < -MARGIN_NS) {
        CHECK_EQUAL(validity, spare > 0 ? VALID : INVALID);
        reader->valid += spare > 0;
        reader->stale += spare < 0;
    }
    GET_SAMPLING_PORT_STATUS(reader->in, &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status.LAST_MSG_VALIDITY, validity);
    CHECK_EQUAL(status.REFRESH_PERIOD, reader->refresh_ns);
    CHECK_EQUAL(status.MAX_MESSAGE_SIZE, 64);
    CHECK_EQUAL(status.PORT_DIRECTION, DESTINATION);
}

static inline void reader_read(struct reader *reader)
{
    struct {
        struct message message;
        uint8_t rest[64 - sizeof(struct message)];
        uint8_t guard;
    } buffer = {0};
    MESSAGE_SIZE_TYPE length = 0;
    VALIDITY_TYPE validity = VALID;
    RETURN_CODE_TYPE code, waited;
    uint32_t empty = 0;

    buffer.guard = 0xa5;
    do {
        READ_SAMPLING_MESSAGE(reader->in, (MESSAGE_ADDR_TYPE)&buffer, &length, &validity, &code);
        if (code == NO_ACTION && reader->valid + reader->stale == 0) {
            PERIODIC_WAIT(&waited);
            empty++;
        }
    } while (code == NO_ACTION && empty < 4);
    CHECK_EQUAL(buffer.guard, 0xa5);
    CHECK_EQUAL(code, NO_ERROR);
    reader_check_message(reader, &buffer.message, length, validity);
}

static inline void reader_create(struct reader *reader, SYSTEM_TIME_TYPE refresh_ns)
{
    uint8_t message[64];
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity = VALID;
    RETURN_CODE_TYPE code;

    reader->refresh_ns = refresh_ns;
    CREATE_SAMPLING_PORT("in", 64, DESTINATION, refresh_ns, &reader->in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    WRITE_SAMPLING_MESSAGE(reader->in, message, 4, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    /* Nothing has been written: the writer's first window comes later in the frame. */
    READ_SAMPLING_MESSAGE(reader->in, message, &length, &validity, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CHECK_EQUAL(validity, INVALID);
}

#endif
