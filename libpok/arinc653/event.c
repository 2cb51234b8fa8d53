/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexEvent.h"
#include "arinc653/intra.h"

struct event {
    char name[MAX_NAME_LENGTH];
    EVENT_STATE_TYPE state;
};

OBJECT_TABLE(events, struct event, MAX_NUMBER_OF_EVENTS);

static inline uint32_t event_queue(EVENT_ID_TYPE id)
{
    return QUEUE_EVENT - 1 + (uint32_t)id;
}

void CREATE_EVENT(EVENT_NAME_TYPE EVENT_NAME, EVENT_ID_TYPE *EVENT_ID,
                  RETURN_CODE_TYPE *RETURN_CODE)
{
    EVENT_ID_TYPE id;

    *RETURN_CODE = intra_create_check(&events, EVENT_NAME);
    if (*RETURN_CODE != NO_ERROR) {
        return;
    }
    if (intra_normal_mode()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    id = object_create(&events, EVENT_NAME, 0);
    if (id == NULL_EVENT_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    *EVENT_ID = id;
}

void SET_EVENT(EVENT_ID_TYPE EVENT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct event *event = OBJECT_GET(events, EVENT_ID);

    if (event == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    *RETURN_CODE = NO_ERROR;
    critical_enter();
    event->state = UP;
    if (__builtin_expect(critical_waiters(event_queue(EVENT_ID)) != 0, 0))
        blocking_wake_all(event_queue(EVENT_ID));
    critical_leave();
}

void RESET_EVENT(EVENT_ID_TYPE EVENT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct event *event = OBJECT_GET(events, EVENT_ID);

    if (event == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    event->state = DOWN; /* one store needs no section */
    *RETURN_CODE = NO_ERROR;
}

void WAIT_EVENT(EVENT_ID_TYPE EVENT_ID, SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct event *event = OBJECT_GET(events, EVENT_ID);

    if (event == NULL || !intra_timeout_valid(TIME_OUT)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    if (event->state == UP) {
        critical_leave();
        *RETURN_CODE = NO_ERROR;
        return;
    }
    *RETURN_CODE = intra_wait(event_queue(EVENT_ID), event, TIME_OUT, FIFO);
}

void GET_EVENT_ID(EVENT_NAME_TYPE EVENT_NAME, EVENT_ID_TYPE *EVENT_ID,
                  RETURN_CODE_TYPE *RETURN_CODE)
{
    EVENT_ID_TYPE id = object_find(&events, EVENT_NAME);

    if (id == NULL_EVENT_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    *EVENT_ID = id;
    *RETURN_CODE = NO_ERROR;
}

void GET_EVENT_STATUS(EVENT_ID_TYPE EVENT_ID, EVENT_STATUS_TYPE *EVENT_STATUS,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct event *event = OBJECT_GET(events, EVENT_ID);

    if (event == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    EVENT_STATUS->EVENT_STATE = event->state;
    EVENT_STATUS->WAITING_PROCESSES = (WAITING_RANGE_TYPE)critical_waiters(event_queue(EVENT_ID));
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}
