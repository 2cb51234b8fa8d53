/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexProcess.h"
#include "core/critical.h"
#include "core/name.h"
#include "core/thread.h"
#include "arinc653/return_code.h"

void CREATE_PROCESS(PROCESS_ATTRIBUTE_TYPE *ATTRIBUTES, PROCESS_ID_TYPE *PROCESS_ID,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_thread_attr_t attr = {
        .entry = (uint32_t)(uintptr_t)ATTRIBUTES->ENTRY_POINT,
        .stack_bytes = ATTRIBUTES->STACK_SIZE,
        .base_priority = (uint32_t)ATTRIBUTES->BASE_PRIORITY,
        .deadline = (uint32_t)ATTRIBUTES->DEADLINE,
        .period_ns = ATTRIBUTES->PERIOD,
        .time_capacity_ns = ATTRIBUTES->TIME_CAPACITY,
    };
    uint32_t id = 0;

    pok_name_copy(attr.name, ATTRIBUTES->NAME);
    *RETURN_CODE = return_code_of_creation(pok_thread_create(&id, &attr));
    if (*RETURN_CODE == NO_ERROR)
        *PROCESS_ID = (PROCESS_ID_TYPE)id;
}

void STOP_SELF(void)
{
    if (pok_thread_self() != 0)
        pok_thread_stop_self();
}

/* No process of the standard has an identifier below 1. */
static pok_ret_t process_decode(PROCESS_ID_TYPE process_id)
{
    return process_id > NULL_PROCESS_ID ? POK_ERRNO_OK : POK_ERRNO_THREAD;
}

void STOP(PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_ret_t ret = process_decode(PROCESS_ID);

    if (ret == POK_ERRNO_OK)
        ret = pok_thread_stop((uint32_t)PROCESS_ID);
    *RETURN_CODE = return_code_of_use(ret);
}

void START(PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_ret_t ret = process_decode(PROCESS_ID);

    if (ret == POK_ERRNO_OK)
        ret = pok_thread_start((uint32_t)PROCESS_ID);
    *RETURN_CODE = return_code_of_use(ret);
}

void DELAYED_START(PROCESS_ID_TYPE PROCESS_ID, SYSTEM_TIME_TYPE DELAY_TIME,
                   RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_ret_t ret = process_decode(PROCESS_ID);

    if (ret == POK_ERRNO_OK)
        ret = pok_thread_delayed_start((uint32_t)PROCESS_ID, DELAY_TIME);
    *RETURN_CODE = return_code_of_use(ret);
}

void GET_MY_ID(PROCESS_ID_TYPE *PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t id = pok_thread_self();

    *RETURN_CODE =
        id == 0 || POK_PROCESS_PAGE->priority > MAX_PRIORITY_VALUE ? INVALID_MODE : NO_ERROR;
    if (*RETURN_CODE == NO_ERROR)
        *PROCESS_ID = (PROCESS_ID_TYPE)id;
}

void GET_PROCESS_ID(NAME_PARAMETER PROCESS_NAME, PROCESS_ID_TYPE *PROCESS_ID,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t id = 0;

    *RETURN_CODE = return_code_of_creation(pok_thread_id(PROCESS_NAME, &id));
    if (*RETURN_CODE == NO_ERROR)
        *PROCESS_ID = (PROCESS_ID_TYPE)id;
}

void GET_PROCESS_STATUS(PROCESS_ID_TYPE PROCESS_ID, PROCESS_STATUS_TYPE *PROCESS_STATUS,
                        RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_ret_t ret = process_decode(PROCESS_ID);
    pok_thread_status_t status;
    PROCESS_ATTRIBUTE_TYPE *attributes = &PROCESS_STATUS->ATTRIBUTES;

    if (ret == POK_ERRNO_OK)
        ret = pok_thread_status((uint32_t)PROCESS_ID, &status);
    *RETURN_CODE = return_code_of_use(ret);
    if (ret != POK_ERRNO_OK)
        return;
    PROCESS_STATUS->DEADLINE_TIME = status.deadline_time_ns;
    PROCESS_STATUS->CURRENT_PRIORITY = (PRIORITY_TYPE)status.current_priority;
    PROCESS_STATUS->PROCESS_STATE = (PROCESS_STATE_TYPE)status.state;
    attributes->PERIOD = status.attributes.period_ns;
    attributes->TIME_CAPACITY = status.attributes.time_capacity_ns;
    attributes->ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)status.attributes.entry;
    attributes->STACK_SIZE = status.attributes.stack_bytes;
    attributes->BASE_PRIORITY = (PRIORITY_TYPE)status.attributes.base_priority;
    attributes->DEADLINE = (DEADLINE_TYPE)status.attributes.deadline;
    pok_name_copy(attributes->NAME, status.attributes.name);
}
