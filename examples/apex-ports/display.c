/* SPDX-License-Identifier: BSD-2-Clause */
/* Shows the speed with its age, whether it is new, and the events, each one once. */
#include "ports.h"

static SAMPLING_PORT_ID_TYPE speed_port;
static QUEUING_PORT_ID_TYPE event_port;

static void show_speed(void)
{
    SAMPLING_PORT_CURRENT_STATUS_TYPE status;
    MESSAGE_SIZE_TYPE length;
    UPDATED_TYPE updated;
    RETURN_CODE_TYPE code;
    int32_t speed = 0;

    GET_SAMPLING_PORT_CURRENT_STATUS(speed_port, &status, &code);
    READ_UPDATED_SAMPLING_MESSAGE(speed_port, (MESSAGE_ADDR_TYPE)&speed, &length, &updated, &code);
    printf("speed %d, %s, %s\n", (int)speed, updated == NEW_MESSAGE ? "new" : "seen before",
           status.MESSAGE_AGE == FRESH ? "fresh" : "stale");
}

static void display(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        char text[33];
        MESSAGE_SIZE_TYPE length;

        show_speed();
        for (;;) {
            RECEIVE_QUEUING_MESSAGE(event_port, 0, (MESSAGE_ADDR_TYPE)text, &length, &code);
            if (code != NO_ERROR) {
                break;
            }
            printf("event: %.*s\n", (int)length, text);
        }
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT("speed", sizeof(int32_t), DESTINATION, 120 * MILLISECONDS, &speed_port,
                         &code);
    CREATE_QUEUING_PORT("events", 32, 4, DESTINATION, FIFO, &event_port, &code);
    run_every_frame("display", display);
    return 0;
}
