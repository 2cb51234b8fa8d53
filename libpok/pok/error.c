/* SPDX-License-Identifier: BSD-2-Clause */
#define POK_API_OWN_NAMES
#include "pok/include/pok_api.h"
#include "core/error_process.h"

#define ERROR_HANDLER_STACK_BYTES 4096u

pok_ret_t pok_error_handler_create(void)
{
    return error_process_create(pok_error_handler_worker, ERROR_HANDLER_STACK_BYTES);
}

pok_error_report_t pok_error_reported[POK_ERROR_MAX_LOGGED];

void pok_error_log(uint32_t error_id, uint32_t thread_id)
{
    static uint32_t count;
    pok_error_report_t *report = &pok_error_reported[count];

    report->error = error_id;
    report->thread = thread_id;
    (void)pokapi_time_get(&report->when);
    if (count < POK_ERROR_MAX_LOGGED - 1) {
        count++;
    }
}

void pok_error_ignore(uint32_t error_id, uint32_t thread_id)
{
    pok_error_log(error_id, thread_id);
}

void pok_error_confirm(uint32_t error_id, uint32_t thread_id)
{
    pok_error_log(error_id, thread_id);
}
