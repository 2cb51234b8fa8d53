/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexBlackboard.h"
#include "arinc653/intra.h"
#include "arinc653/message.h"

struct blackboard {
    char name[MAX_NAME_LENGTH];
    uint32_t length; /* of the message; 0: empty */
    uint32_t max_bytes;
    uint8_t message[];
};

OBJECT_TABLE(blackboards, struct blackboard, MAX_NUMBER_OF_BLACKBOARDS);

static inline uint32_t blackboard_queue(BLACKBOARD_ID_TYPE id)
{
    return QUEUE_BLACKBOARD - 1 + (uint32_t)id;
}

void CREATE_BLACKBOARD(BLACKBOARD_NAME_TYPE BLACKBOARD_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                       BLACKBOARD_ID_TYPE *BLACKBOARD_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct blackboard *blackboard;
    BLACKBOARD_ID_TYPE id;

    *RETURN_CODE = intra_create_check(&blackboards, BLACKBOARD_NAME);
    if (*RETURN_CODE != NO_ERROR) {
        return;
    }
    if (MAX_MESSAGE_SIZE <= 0 || MAX_MESSAGE_SIZE > SYSTEM_LIMIT_MESSAGE_SIZE) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (intra_normal_mode()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    id = object_create(&blackboards, BLACKBOARD_NAME, MESSAGE_ALIGN(MAX_MESSAGE_SIZE));
    if (id == NULL_BLACKBOARD_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    blackboard = OBJECT_GET(blackboards, id);
    blackboard->max_bytes = (uint32_t)MAX_MESSAGE_SIZE;
    *BLACKBOARD_ID = id;
}

/* Every process that waits gets what the blackboard shows. */
static void blackboard_hand_over(const struct blackboard *blackboard, uint32_t queue)
{
    struct message_wait *waiter;

    while ((waiter = message_waiter(blocking_wake(queue))) != NULL) {
        message_copy(waiter->address, blackboard->message, blackboard->length);
        waiter->length = blackboard->length;
    }
}

void DISPLAY_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                        MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct blackboard *blackboard = OBJECT_GET(blackboards, BLACKBOARD_ID);
    uint32_t queue = blackboard_queue(BLACKBOARD_ID);
    uint32_t length = (uint32_t)LENGTH;

    if (blackboard == NULL || length - 1 >= blackboard->max_bytes) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    /* Empty until the message is complete: that is what a bad address leaves. */
    *(volatile uint32_t *)&blackboard->length = 0;
    message_copy(blackboard->message, MESSAGE_ADDR, length);
    *(volatile uint32_t *)&blackboard->length = length;
    if (__builtin_expect(critical_waiters(queue) != 0, 0)) {
        blackboard_hand_over(blackboard, queue);
    }
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}

static RETURN_CODE_TYPE blackboard_wait(uint32_t queue, uint8_t *address, MESSAGE_SIZE_TYPE *length,
                                        SYSTEM_TIME_TYPE timeout)
{
    volatile struct message_wait wait = {address, 0};
    RETURN_CODE_TYPE result;

    if (timeout != 0) {
        message_probe_write(address);
    }
    result = intra_wait(queue, (const void *)&wait, timeout, FIFO);
    *length = result == NO_ERROR ? (MESSAGE_SIZE_TYPE)wait.length : 0;
    return result;
}

void READ_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, SYSTEM_TIME_TYPE TIME_OUT,
                     MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                     RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct blackboard *blackboard = OBJECT_GET(blackboards, BLACKBOARD_ID);

    if (blackboard == NULL || !intra_timeout_valid(TIME_OUT)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    if (blackboard->length == 0) {
        *RETURN_CODE =
            blackboard_wait(blackboard_queue(BLACKBOARD_ID), MESSAGE_ADDR, LENGTH, TIME_OUT);
        return;
    }
    message_copy(MESSAGE_ADDR, blackboard->message, blackboard->length);
    *LENGTH = (MESSAGE_SIZE_TYPE)blackboard->length;
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}

void CLEAR_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct blackboard *blackboard = OBJECT_GET(blackboards, BLACKBOARD_ID);

    if (blackboard == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    blackboard->length = 0; /* one store needs no section */
    *RETURN_CODE = NO_ERROR;
}

void GET_BLACKBOARD_ID(BLACKBOARD_NAME_TYPE BLACKBOARD_NAME, BLACKBOARD_ID_TYPE *BLACKBOARD_ID,
                       RETURN_CODE_TYPE *RETURN_CODE)
{
    BLACKBOARD_ID_TYPE id = object_find(&blackboards, BLACKBOARD_NAME);

    if (id == NULL_BLACKBOARD_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    *BLACKBOARD_ID = id;
    *RETURN_CODE = NO_ERROR;
}

void GET_BLACKBOARD_STATUS(BLACKBOARD_ID_TYPE BLACKBOARD_ID,
                           BLACKBOARD_STATUS_TYPE *BLACKBOARD_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct blackboard *blackboard = OBJECT_GET(blackboards, BLACKBOARD_ID);

    if (blackboard == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    BLACKBOARD_STATUS->EMPTY_INDICATOR = blackboard->length == 0 ? EMPTY : OCCUPIED;
    BLACKBOARD_STATUS->MAX_MESSAGE_SIZE = (MESSAGE_SIZE_TYPE)blackboard->max_bytes;
    BLACKBOARD_STATUS->WAITING_PROCESSES =
        (WAITING_RANGE_TYPE)critical_waiters(blackboard_queue(BLACKBOARD_ID));
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}
