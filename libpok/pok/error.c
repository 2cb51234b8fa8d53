/* SPDX-License-Identifier: BSD-2-Clause */
#define POK_API_OWN_NAMES
#include "pok/include/pok_api.h"
#include "core/error_process.h"

#define ERROR_HANDLER_STACK_BYTES 4096u

pok_ret_t pok_error_handler_create(void)
{
    return error_process_create(pok_error_handler_worker, ERROR_HANDLER_STACK_BYTES);
}
