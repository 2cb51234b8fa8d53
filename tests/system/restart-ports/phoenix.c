/* SPDX-License-Identifier: BSD-2-Clause */
#include "ports.h"

static SAMPLING_PORT_ID_TYPE state, order;
static QUEUING_PORT_ID_TYPE news, tasks;

static void poke(uint32_t address)
{
    volatile uint32_t *word;

    __asm__("" : "=r"(word) : "0"(address));
    *word = 1;
}

/* In the frame after this life's last one, 2 ms into the window. */
static void wait_for_end(uint32_t life)
{
    while (POK_PAGE->windows <= (life + 1) * LIFE_FRAMES) {
    }
    while (now_ns() < POK_PAGE->window_start_ns + 2 * MILLISECONDS) {
    }
}

static void worker(void)
{
    uint32_t life = POK_PAGE->restarts;
    RETURN_CODE_TYPE code;

    wait_for_end(life);
    if (life != 0) {
        CHECK_EQUAL(messages(tasks), QUEUE); /* the peer has filled it again */
    }
    switch (life) {
    case 0:
        SET_PARTITION_MODE(WARM_START, &code);
        break;
    case 1:
        poke(4);
        break;
    case 2:
        for (;;) { /* the boss ends it */
        }
    default:
        check_verdict();
        STOP_SELF();
    }
    printf("ASSERT FAILED: life %u goes on\n", (unsigned)life);
}

static void first_frame(uint32_t life)
{
    RETURN_CODE_TYPE code;
    VALIDITY_TYPE validity;
    MESSAGE_SIZE_TYPE length;
    uint32_t value = 0;

    CHECK_EQUAL(messages(tasks), 0);
    READ_SAMPLING_MESSAGE(order, (MESSAGE_ADDR_TYPE)&value, &length, &validity, &code);
    if (life == 0) {
        CHECK_EQUAL(code, NO_ACTION);
        value = 100;
        WRITE_SAMPLING_MESSAGE(state, (MESSAGE_ADDR_TYPE)&value, sizeof(value), &code);
    } else {
        /* What the peer has written is still there, and still fresh. */
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(value, 200);
        CHECK_EQUAL(validity, VALID);
    }
    for (uint32_t i = 0; i < NEWS; i++) {
        value = life * NEWS + i;
        SEND_QUEUING_MESSAGE(news, (MESSAGE_ADDR_TYPE)&value, sizeof(value), 0, &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
}

int main(void)
{
    PARTITION_STATUS_TYPE status;
    SAMPLING_PORT_ID_TYPE id;
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&status, &code);
    printf("life %u: mode %u, condition %u\n", (unsigned)POK_PAGE->restarts,
           (unsigned)status.OPERATING_MODE, (unsigned)status.START_CONDITION);
    GET_SAMPLING_PORT_ID("state", &id, &code);
    CHECK_EQUAL(code, INVALID_CONFIG); /* not created in this life */
    state = sampling("state", SOURCE);
    order = sampling("order", DESTINATION);
    news = queuing("news", SOURCE);
    tasks = queuing("tasks", DESTINATION);
    first_frame(POK_PAGE->restarts);
    (void)process_run("worker", worker, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
