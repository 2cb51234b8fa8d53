/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexProcess.h"
#include "core/page.h"
#include "core/thread.h"
#include "arinc653/return_code.h"

/* Kernel identifiers of processes are the standard's; the main process has none in these services.
 */
static bool process_id_valid(PROCESS_ID_TYPE id)
{
    return id > NULL_PROCESS_ID && id <= MAX_NUMBER_OF_PROCESSES;
}

void SET_PRIORITY(PROCESS_ID_TYPE PROCESS_ID, PRIORITY_TYPE PRIORITY, RETURN_CODE_TYPE *RETURN_CODE)
{
    if (!process_id_valid(PROCESS_ID)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    *RETURN_CODE =
        return_code_of_use(pok_call_PROCESS_PRIORITY((uint32_t)PROCESS_ID, (uint32_t)PRIORITY));
}

void SUSPEND_SELF(SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(pok_call_PROCESS_SUSPEND(
        pok_thread_self(), (uint32_t)TIME_OUT, (uint32_t)((uint64_t)TIME_OUT >> 32)));
}

void SUSPEND(PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    if (!process_id_valid(PROCESS_ID) || (uint32_t)PROCESS_ID == pok_thread_self()) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    *RETURN_CODE = return_code_of_use(pok_call_PROCESS_SUSPEND((uint32_t)PROCESS_ID, 0, 0));
}

/* Called last, so that the usual way needs no room for a call. */
static __attribute__((noinline, cold)) void resume_failed(pok_ret_t ret,
                                                          RETURN_CODE_TYPE *return_code)
{
    *return_code = return_code_of_failed_use(ret);
}

void RESUME(PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_ret_t ret;

    if (!process_id_valid(PROCESS_ID)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    ret = pok_call_PROCESS_RESUME((uint32_t)PROCESS_ID);
    IN_PLACE(RETURN_CODE);
    if (ret == POK_ERRNO_OK) {
        *RETURN_CODE = NO_ERROR;
    } else {
        resume_failed(ret, RETURN_CODE);
    }
}

void LOCK_PREEMPTION(LOCK_LEVEL_TYPE *LOCK_LEVEL, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(pok_call_PREEMPTION_LOCK());
    *LOCK_LEVEL = (LOCK_LEVEL_TYPE)POK_PAGE->lock_level;
}

void UNLOCK_PREEMPTION(LOCK_LEVEL_TYPE *LOCK_LEVEL, RETURN_CODE_TYPE *RETURN_CODE)
{
    LOCK_LEVEL_TYPE level = (LOCK_LEVEL_TYPE)POK_PAGE->lock_level;

    *RETURN_CODE = return_code_of_use(pok_call_PREEMPTION_UNLOCK());
    /* At level 0 others may have run before the page can be read. */
    *LOCK_LEVEL = *RETURN_CODE == NO_ERROR ? level - 1 : level;
}

void INITIALIZE_PROCESS_CORE_AFFINITY(PROCESS_ID_TYPE PROCESS_ID,
                                      PROCESSOR_CORE_ID_TYPE PROCESSOR_CORE_ID,
                                      RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_thread_status_t status;

    if (!process_id_valid(PROCESS_ID) ||
        pok_thread_status((uint32_t)PROCESS_ID, &status) != POK_ERRNO_OK) {
        *RETURN_CODE = INVALID_PARAM;
    } else if (PROCESSOR_CORE_ID != 0 && PROCESSOR_CORE_ID != CORE_AFFINITY_NO_PREFERENCE) {
        *RETURN_CODE = INVALID_CONFIG;
    } else if (POK_PAGE->operating_mode == POK_PARTITION_MODE_NORMAL) {
        *RETURN_CODE = INVALID_MODE;
    } else {
        *RETURN_CODE = NO_ERROR;
    }
}

void GET_MY_PROCESSOR_CORE_ID(PROCESSOR_CORE_ID_TYPE *PROCESSOR_CORE_ID,
                              RETURN_CODE_TYPE *RETURN_CODE)
{
    *PROCESSOR_CORE_ID = 0;
    *RETURN_CODE = NO_ERROR;
}

void GET_MY_INDEX(PROCESS_INDEX_TYPE *PROCESS_INDEX, RETURN_CODE_TYPE *RETURN_CODE)
{
    PROCESS_ID_TYPE id = NULL_PROCESS_ID;

    GET_MY_ID(&id, RETURN_CODE);
    if (*RETURN_CODE == NO_ERROR) {
        *PROCESS_INDEX = id - 1;
    }
}
