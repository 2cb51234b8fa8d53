/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexSampling.h"
#include "core/call.h"
#include "core/port.h"
#include "arinc653/return_code.h"

void CREATE_SAMPLING_PORT(NAME_PARAMETER SAMPLING_PORT_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                          PORT_DIRECTION_TYPE PORT_DIRECTION, SYSTEM_TIME_TYPE REFRESH_PERIOD,
                          SAMPLING_PORT_ID_TYPE *SAMPLING_PORT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t id = 0;
    pok_ret_t ret =
        pok_port_sampling_create(SAMPLING_PORT_NAME, (uint32_t)MAX_MESSAGE_SIZE,
                                 (pok_port_direction_t)PORT_DIRECTION, REFRESH_PERIOD, &id);

    *RETURN_CODE = return_code_of_creation(ret);
    if (ret == POK_ERRNO_OK)
        *SAMPLING_PORT_ID = APEX_PORT_ID(id);
}

/*
 * Off the usual way, and called last, so that the usual way needs no room for a call. What the
 * kernel calls a length over the port's may be a negative one.
 */
static __attribute__((noinline, cold)) void write_failed(pok_ret_t ret, MESSAGE_SIZE_TYPE length,
                                                         RETURN_CODE_TYPE *code)
{
    *code = length < 0 && ret == POK_ERRNO_SIZE ? INVALID_PARAM : return_code_of_failed_use(ret);
}

void WRITE_SAMPLING_MESSAGE(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                            MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_ret_t ret = pok_call_SAMPLING_WRITE(KERNEL_PORT_ID(SAMPLING_PORT_ID),
                                            pok_address(MESSAGE_ADDR), (uint32_t)LENGTH);

    IN_PLACE(RETURN_CODE);
    IN_PLACE(LENGTH);
    if (ret == POK_ERRNO_OK)
        *RETURN_CODE = NO_ERROR;
    else
        write_failed(ret, LENGTH, RETURN_CODE);
}

static __attribute__((noinline, cold)) void read_failed(pok_ret_t ret, MESSAGE_SIZE_TYPE *length,
                                                        VALIDITY_TYPE *validity,
                                                        RETURN_CODE_TYPE *code)
{
    *validity = INVALID;
    if (ret == POK_ERRNO_NOACTION)
        *length = 0;
    *code = return_code_of_failed_use(ret);
}

void READ_SAMPLING_MESSAGE(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                           MESSAGE_SIZE_TYPE *LENGTH, VALIDITY_TYPE *VALIDITY,
                           RETURN_CODE_TYPE *RETURN_CODE)
{
    int32_t ret = (int32_t)pok_call_SAMPLING_READ(KERNEL_PORT_ID(SAMPLING_PORT_ID),
                                                  pok_address(MESSAGE_ADDR));

    IN_PLACE(LENGTH);
    IN_PLACE(VALIDITY);
    IN_PLACE(RETURN_CODE);
    if (ret < 0) {
        read_failed((pok_ret_t)-ret, LENGTH, VALIDITY, RETURN_CODE);
        return;
    }
    *LENGTH = ret >> 1;
    *VALIDITY = (VALIDITY_TYPE)(ret & 1); /* the kernel's 0 and 1 are INVALID and VALID */
    *RETURN_CODE = NO_ERROR;
}

void GET_SAMPLING_PORT_ID(NAME_PARAMETER SAMPLING_PORT_NAME,
                          SAMPLING_PORT_ID_TYPE *SAMPLING_PORT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t id = 0;

    *RETURN_CODE = return_code_of_creation(pok_port_id(POK_PORT_SAMPLING, SAMPLING_PORT_NAME, &id));
    if (*RETURN_CODE == NO_ERROR)
        *SAMPLING_PORT_ID = APEX_PORT_ID(id);
}

void GET_SAMPLING_PORT_STATUS(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                              SAMPLING_PORT_STATUS_TYPE *SAMPLING_PORT_STATUS,
                              RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_sampling_status_t status;

    *RETURN_CODE =
        return_code_of_use(pok_port_sampling_status(KERNEL_PORT_ID(SAMPLING_PORT_ID), &status));
    if (*RETURN_CODE != NO_ERROR)
        return;
    SAMPLING_PORT_STATUS->REFRESH_PERIOD = status.refresh_period_ns;
    SAMPLING_PORT_STATUS->MAX_MESSAGE_SIZE = (MESSAGE_SIZE_TYPE)status.max_message_bytes;
    SAMPLING_PORT_STATUS->PORT_DIRECTION = (PORT_DIRECTION_TYPE)status.direction;
    SAMPLING_PORT_STATUS->LAST_MSG_VALIDITY = status.last_valid ? VALID : INVALID;
}
