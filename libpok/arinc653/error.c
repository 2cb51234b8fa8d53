/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexError.h"
#include "core/call.h"
#include "core/error_process.h"
#include "core/page.h"
#include "abi/structs.h"
#include "arinc653/return_code.h"

#include <string.h>

void REPORT_APPLICATION_MESSAGE(MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE LENGTH,
                                RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(
        pok_call_APPLICATION_MESSAGE(pok_address(MESSAGE_ADDR), (uint32_t)LENGTH));
}

void CREATE_ERROR_HANDLER(SYSTEM_ADDRESS_TYPE ENTRY_POINT, STACK_SIZE_TYPE STACK_SIZE,
                          RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_creation(
        error_process_create((void (*)(void))(uintptr_t)ENTRY_POINT, STACK_SIZE));
}

void GET_ERROR_STATUS(ERROR_STATUS_TYPE *ERROR_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct pok_error_status status = {.code = 0};

    *RETURN_CODE = return_code_of_use(pok_call_ERROR_STATUS(pok_address(&status)));
    if (*RETURN_CODE != NO_ERROR) {
        return;
    }
    ERROR_STATUS->FAILED_ADDRESS = (SYSTEM_ADDRESS_TYPE)(uintptr_t)status.address;
    ERROR_STATUS->FAILED_PROCESS_ID =
        status.process == 0 ? MAIN_PROCESS_ID : (PROCESS_ID_TYPE)status.process;
    ERROR_STATUS->ERROR_CODE = (ERROR_CODE_TYPE)status.code;
    ERROR_STATUS->LENGTH = (ERROR_MESSAGE_SIZE_TYPE)status.length;
    memcpy(ERROR_STATUS->MESSAGE, status.message, sizeof(status.message));
}

void RAISE_APPLICATION_ERROR(ERROR_CODE_TYPE ERROR_CODE, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                             ERROR_MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(
        pok_call_ERROR_RAISE((uint32_t)ERROR_CODE, pok_address(MESSAGE_ADDR), (uint32_t)LENGTH));
}

void CONFIGURE_ERROR_HANDLER(ERROR_HANDLER_CONCURRENCY_CONTROL_TYPE CONCURRENCY_CONTROL,
                             PROCESSOR_CORE_ID_TYPE PROCESSOR_CORE_ID,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    /* With one core per partition both kinds of concurrency are the same: nobody runs beside it. */
    if (CONCURRENCY_CONTROL != PROCESSES_PAUSE && CONCURRENCY_CONTROL != PROCESSES_SCHEDULED)
        *RETURN_CODE = INVALID_PARAM;
    else if (POK_PAGE->error_handler == 0 || PROCESSOR_CORE_ID != 0)
        *RETURN_CODE = INVALID_CONFIG;
    else if (POK_PAGE->operating_mode == POK_PARTITION_MODE_NORMAL)
        *RETURN_CODE = INVALID_MODE;
    else
        *RETURN_CODE = NO_ERROR;
}
