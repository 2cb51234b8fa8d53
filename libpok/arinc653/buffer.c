/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexBuffer.h"
#include "arinc653/intra.h"
#include "arinc653/message.h"

/* A message in the ring. */
struct slot {
    uint32_t length;
    uint8_t message[];
};

/*
 * One wait queue is enough: senders wait only while the buffer is full, receivers only while it is
 * empty.
 */
struct buffer {
    char name[MAX_NAME_LENGTH];
    uint32_t count; /* messages in it */
    uint32_t max_count;
    uint32_t max_bytes;
    uint32_t slot_bytes;
    uint32_t discipline;
    uint8_t *in;  /* slot that the next message goes to */
    uint8_t *out; /* slot of the oldest message */
    uint8_t *end;
    uint8_t ring[];
};

OBJECT_TABLE(buffers, struct buffer, MAX_NUMBER_OF_BUFFERS);

static inline uint32_t buffer_queue(BUFFER_ID_TYPE id)
{
    return QUEUE_BUFFER - 1 + (uint32_t)id;
}

static inline uint8_t *buffer_next(struct buffer *buffer, uint8_t *slot)
{
    slot += buffer->slot_bytes;
    return slot == buffer->end ? buffer->ring : slot;
}

/* There is room. The message is in the buffer only when `count` says so. */
static inline void buffer_put(struct buffer *buffer, const void *message, uint32_t length)
{
    struct slot *slot = (struct slot *)(void *)buffer->in;

    message_copy(slot->message, message, length);
    slot->length = length;
    buffer->in = buffer_next(buffer, buffer->in);
    buffer->count++;
}

void CREATE_BUFFER(BUFFER_NAME_TYPE BUFFER_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                   MESSAGE_RANGE_TYPE MAX_NB_MESSAGE, QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE,
                   BUFFER_ID_TYPE *BUFFER_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct buffer *buffer;
    uint32_t slot_bytes;
    BUFFER_ID_TYPE id;

    *RETURN_CODE = intra_create_check(&buffers, BUFFER_NAME);
    if (*RETURN_CODE != NO_ERROR) {
        return;
    }
    if (MAX_MESSAGE_SIZE <= 0 || MAX_MESSAGE_SIZE > SYSTEM_LIMIT_MESSAGE_SIZE ||
        MAX_NB_MESSAGE <= 0 || MAX_NB_MESSAGE > SYSTEM_LIMIT_NUMBER_OF_MESSAGES ||
        !intra_discipline_valid(QUEUING_DISCIPLINE)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (intra_normal_mode()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    slot_bytes = MESSAGE_ALIGN(sizeof(struct slot) + (uint32_t)MAX_MESSAGE_SIZE);
    id = object_create(&buffers, BUFFER_NAME, slot_bytes * (uint32_t)MAX_NB_MESSAGE);
    if (id == NULL_BUFFER_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    buffer = OBJECT_GET(buffers, id);
    buffer->max_count = (uint32_t)MAX_NB_MESSAGE;
    buffer->max_bytes = (uint32_t)MAX_MESSAGE_SIZE;
    buffer->slot_bytes = slot_bytes;
    buffer->discipline = QUEUING_DISCIPLINE;
    buffer->in = buffer->ring;
    buffer->out = buffer->ring;
    buffer->end = buffer->ring + slot_bytes * (uint32_t)MAX_NB_MESSAGE;
    *BUFFER_ID = id;
}

/* Give the message to the first receiver that waits. False: none waits any more. */
static bool buffer_hand_over(uint32_t queue, const uint8_t *message, uint32_t length)
{
    struct message_wait *waiter;

    message_probe_read(message, length);
    waiter = message_waiter(blocking_wake(queue));
    if (waiter == NULL) {
        return false;
    }
    message_copy(waiter->address, message, length);
    waiter->length = length;
    return true;
}

static RETURN_CODE_TYPE buffer_send_wait(const struct buffer *buffer, uint32_t queue,
                                         uint8_t *message, uint32_t length,
                                         SYSTEM_TIME_TYPE timeout)
{
    struct message_wait wait = {message, length};

    if (timeout != 0) {
        message_probe_read(message, length);
    }
    return intra_wait(queue, &wait, timeout, buffer->discipline);
}

void SEND_BUFFER(BUFFER_ID_TYPE BUFFER_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE LENGTH,
                 SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct buffer *buffer = OBJECT_GET(buffers, BUFFER_ID);
    uint32_t queue = buffer_queue(BUFFER_ID);
    uint32_t length = (uint32_t)LENGTH;

    if (buffer == NULL || length - 1 >= buffer->max_bytes || !intra_timeout_valid(TIME_OUT)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    if (buffer->count == buffer->max_count) {
        *RETURN_CODE = buffer_send_wait(buffer, queue, MESSAGE_ADDR, length, TIME_OUT);
        return;
    }
    if (__builtin_expect(critical_waiters(queue) == 0, 1) ||
        !buffer_hand_over(queue, MESSAGE_ADDR, length)) {
        buffer_put(buffer, MESSAGE_ADDR, length);
    }
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}

static RETURN_CODE_TYPE buffer_receive_wait(const struct buffer *buffer, uint32_t queue,
                                            uint8_t *address, MESSAGE_SIZE_TYPE *length,
                                            SYSTEM_TIME_TYPE timeout)
{
    volatile struct message_wait wait = {address, 0};
    RETURN_CODE_TYPE result;

    if (timeout != 0) {
        message_probe_write(address);
    }
    result = intra_wait(queue, (const void *)&wait, timeout, buffer->discipline);
    *length = result == NO_ERROR ? (MESSAGE_SIZE_TYPE)wait.length : 0;
    return result;
}

void RECEIVE_BUFFER(BUFFER_ID_TYPE BUFFER_ID, SYSTEM_TIME_TYPE TIME_OUT,
                    MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    struct buffer *buffer = OBJECT_GET(buffers, BUFFER_ID);
    uint32_t queue = buffer_queue(BUFFER_ID);
    const struct slot *slot;

    if (buffer == NULL || !intra_timeout_valid(TIME_OUT)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    if (buffer->count == 0) {
        *RETURN_CODE = buffer_receive_wait(buffer, queue, MESSAGE_ADDR, LENGTH, TIME_OUT);
        return;
    }
    slot = (const struct slot *)(const void *)buffer->out;
    message_copy(MESSAGE_ADDR, slot->message, slot->length);
    *LENGTH = (MESSAGE_SIZE_TYPE)slot->length;
    buffer->out = buffer_next(buffer, buffer->out);
    buffer->count--;
    if (__builtin_expect(critical_waiters(queue) != 0, 0)) {
        const struct message_wait *sender = message_waiter(blocking_wake(queue));

        if (sender != NULL) {
            buffer_put(buffer, sender->address, sender->length);
        }
    }
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}

void GET_BUFFER_ID(BUFFER_NAME_TYPE BUFFER_NAME, BUFFER_ID_TYPE *BUFFER_ID,
                   RETURN_CODE_TYPE *RETURN_CODE)
{
    BUFFER_ID_TYPE id = object_find(&buffers, BUFFER_NAME);

    if (id == NULL_BUFFER_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    *BUFFER_ID = id;
    *RETURN_CODE = NO_ERROR;
}

void GET_BUFFER_STATUS(BUFFER_ID_TYPE BUFFER_ID, BUFFER_STATUS_TYPE *BUFFER_STATUS,
                       RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct buffer *buffer = OBJECT_GET(buffers, BUFFER_ID);

    if (buffer == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    BUFFER_STATUS->NB_MESSAGE = (MESSAGE_RANGE_TYPE)buffer->count;
    BUFFER_STATUS->MAX_NB_MESSAGE = (MESSAGE_RANGE_TYPE)buffer->max_count;
    BUFFER_STATUS->MAX_MESSAGE_SIZE = (MESSAGE_SIZE_TYPE)buffer->max_bytes;
    BUFFER_STATUS->WAITING_PROCESSES =
        (WAITING_RANGE_TYPE)critical_waiters(buffer_queue(BUFFER_ID));
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}
