/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexTime.h"
#include "core/thread.h"
#include "core/time.h"
#include "arinc653/return_code.h"

void TIMED_WAIT(SYSTEM_TIME_TYPE DELAY_TIME, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(pok_thread_sleep(DELAY_TIME));
}

void PERIODIC_WAIT(RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(pok_thread_period());
}

void GET_TIME(SYSTEM_TIME_TYPE *SYSTEM_TIME, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(pok_time_get(SYSTEM_TIME));
}

void REPLENISH(SYSTEM_TIME_TYPE BUDGET_TIME, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(
        pok_call_REPLENISH((uint32_t)BUDGET_TIME, (uint32_t)((uint64_t)BUDGET_TIME >> 32)));
}
