/* SPDX-License-Identifier: BSD-2-Clause */
#include "ports.h"

#define OFFSET (10 * MILLISECONDS)

static SAMPLING_PORT_ID_TYPE state, order;
static QUEUING_PORT_ID_TYPE news, tasks;
static volatile uint32_t sent;

/* Sends without end, and waits whenever the other one's queue is full. */
static void sender(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        uint32_t value = sent;

        SEND_QUEUING_MESSAGE(tasks, (MESSAGE_ADDR_TYPE)&value, sizeof(value), INFINITE_TIME_VALUE,
                             &code);
        CHECK_EQUAL(code, NO_ERROR);
        sent++;
    }
}

static void check_window(uint32_t window)
{
    VALIDITY_TYPE validity;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    uint32_t value = 0;

    CHECK_EQUAL(POK_PAGE->window_start_ns, (window - 1) * FRAME + OFFSET);
    /* Written once, in its first life. */
    READ_SAMPLING_MESSAGE(state, (MESSAGE_ADDR_TYPE)&value, &length, &validity, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(value, 100);
    CHECK_EQUAL(validity, VALID);
}

/* A queue is filled once for each life of the other one: a restart empties it. */
static void watch(void)
{
    uint32_t expected = 0;
    RETURN_CODE_TYPE code;

    for (uint32_t window = POK_PAGE->windows; window < LIVES * LIFE_FRAMES; window++) {
        uint32_t value = 0;
        MESSAGE_SIZE_TYPE length;

        check_window(window);
        for (;;) {
            RECEIVE_QUEUING_MESSAGE(news, 0, (MESSAGE_ADDR_TYPE)&value, &length, &code);
            if (code != NO_ERROR) {
                break;
            }
            CHECK_EQUAL(value, expected);
            expected++;
        }
        CHECK_EQUAL(code, NOT_AVAILABLE);
        CHECK_EQUAL(expected % NEWS, 0);
        sleep_ms(1); /* the sender's turn */
        CHECK_EQUAL(sent, expected / NEWS * QUEUE);
        while (POK_PAGE->windows == window) {
        }
    }
    CHECK_EQUAL(expected, LIVES * NEWS);
    check_verdict();
}

int main(void)
{
    RETURN_CODE_TYPE code;
    uint32_t value = 200;

    state = sampling("state", DESTINATION);
    order = sampling("order", SOURCE);
    news = queuing("news", DESTINATION);
    tasks = queuing("tasks", SOURCE);
    WRITE_SAMPLING_MESSAGE(order, (MESSAGE_ADDR_TYPE)&value, sizeof(value), &code);
    CHECK_EQUAL(code, NO_ERROR);
    (void)process_run("watch", watch, 20);
    (void)process_run("sender", sender, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
