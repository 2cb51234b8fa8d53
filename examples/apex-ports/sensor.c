/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes its speed in each period but the third and fourth; tells when it is out of range. */
#include "ports.h"

static SAMPLING_PORT_ID_TYPE speed_port;
static QUEUING_PORT_ID_TYPE event_port;

static void sensor(void)
{
    static const int32_t speeds[] = {80, 95, 0, 0, 130, 140, 90};
    RETURN_CODE_TYPE code;

    for (unsigned i = 0;; i++) {
        int32_t speed = i < sizeof(speeds) / sizeof(speeds[0]) ? speeds[i] : 90;
        char text[32];

        if (speed != 0) {
            WRITE_SAMPLING_MESSAGE(speed_port, (MESSAGE_ADDR_TYPE)&speed, sizeof(speed), &code);
        }
        if (speed > 120) {
            int length = snprintf(text, sizeof(text), "speed %d is over 120", (int)speed);

            SEND_QUEUING_MESSAGE(event_port, (MESSAGE_ADDR_TYPE)text, length, 0, &code);
        }
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT("speed", sizeof(int32_t), SOURCE, 100 * MILLISECONDS, &speed_port, &code);
    printf("CREATE_SAMPLING_PORT: %d\n", (int)code);
    CREATE_QUEUING_PORT("events", 32, 4, SOURCE, FIFO, &event_port, &code);
    printf("CREATE_QUEUING_PORT: %d\n", (int)code);
    run_every_frame("sensor", sensor);
    return 0;
}
