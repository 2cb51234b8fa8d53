/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexQueuing.h"
#include "core/port.h"
#include "arinc653/return_code.h"

void CREATE_QUEUING_PORT(NAME_PARAMETER QUEUING_PORT_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                         MESSAGE_RANGE_TYPE MAX_NB_MESSAGE, PORT_DIRECTION_TYPE PORT_DIRECTION,
                         QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE,
                         QUEUING_PORT_ID_TYPE *QUEUING_PORT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t id = 0;

    *RETURN_CODE = return_code_of_creation(pok_port_queuing_create(
        QUEUING_PORT_NAME, (uint32_t)MAX_MESSAGE_SIZE, (uint32_t)MAX_NB_MESSAGE,
        (pok_port_direction_t)PORT_DIRECTION, (pok_discipline_t)QUEUING_DISCIPLINE, &id));
    if (*RETURN_CODE == NO_ERROR)
        *QUEUING_PORT_ID = APEX_PORT_ID(id);
}

void SEND_QUEUING_MESSAGE(QUEUING_PORT_ID_TYPE QUEUING_PORT_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                          MESSAGE_SIZE_TYPE LENGTH, SYSTEM_TIME_TYPE TIME_OUT,
                          RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_ret_t ret = POK_ERRNO_PARAM;

    if (LENGTH > 0)
        ret = pok_port_queuing_send(KERNEL_PORT_ID(QUEUING_PORT_ID), MESSAGE_ADDR, (uint32_t)LENGTH,
                                    TIME_OUT);
    *RETURN_CODE = return_code_of_use(ret);
}

void RECEIVE_QUEUING_MESSAGE(QUEUING_PORT_ID_TYPE QUEUING_PORT_ID, SYSTEM_TIME_TYPE TIME_OUT,
                             MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t length = 0;

    *RETURN_CODE = return_code_of_use(
        pok_port_queuing_receive(KERNEL_PORT_ID(QUEUING_PORT_ID), TIME_OUT, MESSAGE_ADDR, &length));
    *LENGTH = (MESSAGE_SIZE_TYPE)length;
}

void CLEAR_QUEUING_PORT(QUEUING_PORT_ID_TYPE QUEUING_PORT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(pok_call_QUEUING_CLEAR(KERNEL_PORT_ID(QUEUING_PORT_ID)));
}

void GET_QUEUING_PORT_ID(NAME_PARAMETER QUEUING_PORT_NAME, QUEUING_PORT_ID_TYPE *QUEUING_PORT_ID,
                         RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t id = 0;

    *RETURN_CODE = return_code_of_creation(pok_port_id(POK_PORT_QUEUING, QUEUING_PORT_NAME, &id));
    if (*RETURN_CODE == NO_ERROR)
        *QUEUING_PORT_ID = APEX_PORT_ID(id);
}

void GET_QUEUING_PORT_STATUS(QUEUING_PORT_ID_TYPE QUEUING_PORT_ID,
                             QUEUING_PORT_STATUS_TYPE *QUEUING_PORT_STATUS,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_queuing_status_t status;

    *RETURN_CODE =
        return_code_of_use(pok_port_queuing_status(KERNEL_PORT_ID(QUEUING_PORT_ID), &status));
    if (*RETURN_CODE != NO_ERROR)
        return;
    QUEUING_PORT_STATUS->NB_MESSAGE = (MESSAGE_RANGE_TYPE)status.messages;
    QUEUING_PORT_STATUS->MAX_NB_MESSAGE = (MESSAGE_RANGE_TYPE)status.max_messages;
    QUEUING_PORT_STATUS->MAX_MESSAGE_SIZE = (MESSAGE_SIZE_TYPE)status.max_message_bytes;
    QUEUING_PORT_STATUS->PORT_DIRECTION = (PORT_DIRECTION_TYPE)status.direction;
    QUEUING_PORT_STATUS->WAITING_PROCESSES = (WAITING_RANGE_TYPE)status.waiting;
}
