/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads late: it has the oldest messages, and knows how many it lost. */
#include "core/port.h"
#include "steps.h"

static QUEUING_PORT_ID_TYPE fan;

static void second(void)
{
    pok_queuing_status_t status;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    uint32_t message[4];
    uint32_t id = 0;

    await_frame(FRAME_COMPARE);
    CHECK_EQUAL(pok_port_id(POK_PORT_QUEUING, "fan in", &id), POK_ERRNO_OK);
    CHECK_EQUAL(pok_port_queuing_status(id, &status), POK_ERRNO_OK);
    CHECK_EQUAL(status.messages, FAN_MESSAGES);
    CHECK_EQUAL(status.overflowed, FAN_LOST);
    for (uint32_t i = 0; i < FAN_MESSAGES; i++) {
        RECEIVE_QUEUING_MESSAGE(fan, 0, (MESSAGE_ADDR_TYPE)message, &length, &code);
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(message[0], i);
    }
    RECEIVE_QUEUING_MESSAGE(fan, 0, (MESSAGE_ADDR_TYPE)message, &length, &code);
    CHECK_EQUAL(code, NOT_AVAILABLE);
    check_verdict();
    STOP_SELF();
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT("fan in", 16, FAN_MESSAGES, DESTINATION, FIFO, &fan, &code);
    CHECK_EQUAL(code, NO_ERROR);
    player_start(second, PERIOD_NS);
    return 0;
}
