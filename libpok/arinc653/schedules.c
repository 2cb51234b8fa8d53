/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexSchedules.h"
#include "core/schedule.h"
#include "arinc653/return_code.h"

void SET_MODULE_SCHEDULE(SCHEDULE_ID_TYPE SCHEDULE_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(pok_schedule_set((uint32_t)SCHEDULE_ID));
}

void GET_MODULE_SCHEDULE_STATUS(SCHEDULE_STATUS_TYPE *SCHEDULE_STATUS,
                                RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_schedule_status_t status;

    *RETURN_CODE = return_code_of_use(pok_schedule_status(&status));
    SCHEDULE_STATUS->TIME_OF_LAST_SCHEDULE_SWITCH = status.switched_ns;
    SCHEDULE_STATUS->CURRENT_SCHEDULE = (SCHEDULE_ID_TYPE)status.current;
    SCHEDULE_STATUS->NEXT_SCHEDULE = (SCHEDULE_ID_TYPE)status.next;
}

void GET_MODULE_SCHEDULE_ID(NAME_PARAMETER SCHEDULE_NAME, SCHEDULE_ID_TYPE *SCHEDULE_ID,
                            RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t identifier = 0;
    pok_ret_t ret = pok_schedule_id(SCHEDULE_NAME, &identifier);

    *RETURN_CODE = return_code_of_creation(ret);
    if (ret == POK_ERRNO_OK)
        *SCHEDULE_ID = (SCHEDULE_ID_TYPE)identifier;
}
