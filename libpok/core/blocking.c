/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/blocking.h"
#include "core/call.h"
#include "core/thread.h"

pok_ret_t blocking_wait(uint32_t queue, uint32_t token, pok_time_t timeout, uint32_t discipline)
{
    return pok_call_WAIT(queue, token, timeout == POK_INFINITE_TIME ? 0 : pok_address(&timeout),
                         discipline);
}

uint32_t blocking_wake(uint32_t queue)
{
    return (uint32_t)pok_call_WAKE(queue, 0);
}

uint32_t blocking_wake_and_leave(uint32_t queue)
{
    return (uint32_t)pok_call_WAKE(queue, POK_WAKE_LEAVE);
}

void blocking_wake_all(uint32_t queue)
{
    while (pok_call_WAKE(queue, 0) != 0)
        ;
}

void blocking_reschedule(void)
{
    pok_call_RESCHEDULE();
}

uint32_t blocking_ceiling_pass(uint32_t owner, uint32_t queue, uint32_t priority)
{
    return (uint32_t)pok_call_CEILING_PASS(owner, queue, priority);
}

bool blocking_process_exists(uint32_t id)
{
    pok_thread_status_t status;

    return pok_thread_status(id, &status) == POK_ERRNO_OK;
}
