/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/error_process.h"
#include "core/call.h"
#include "core/process_context.h"
#include "core/thread.h"

static void (*error_function)(void);

/* The kernel passes the identifier that the error handler has as a process. */
static void error_begin(uint32_t id)
{
    error_function();
    for (;;) {
        (void)pok_call_PROCESS_STOP(id);
    }
}

pok_ret_t error_process_create(void (*function)(void), uint32_t stack_bytes)
{
    uint32_t entry = (uint32_t)(uintptr_t)function;
    pok_ret_t ret;

    entry = process_entry_valid(entry) ? (uint32_t)(uintptr_t)error_begin : 0;
    ret = pok_call_ERROR_HANDLER_CREATE(entry, stack_bytes);

    if (ret == POK_ERRNO_OK) {
        error_function = function;
    }
    return ret;
}
