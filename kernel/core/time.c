/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/time.h"
#include "core/arch.h"
#include "core/partition.h"
#include "core/process.h"
#include "core/ready.h"
#include "core/processor.h"

uint64_t time_remainder(uint64_t dividend, uint64_t divisor)
{
    uint32_t shift = 0;

    if (dividend < divisor)
        return dividend;
    shift = (uint32_t)__builtin_clzll(divisor) - (uint32_t)__builtin_clzll(dividend);
    for (divisor <<= shift;; divisor >>= 1) {
        if (dividend >= divisor)
            dividend -= divisor;
        if (shift-- == 0)
            return dividend;
    }
}

pok_ret_t time_get(uint32_t address)
{
    uint64_t now_ns = arch_time_ns();

    return arch_copy_to_user(address, &now_ns, sizeof(now_ns));
}

pok_ret_t timed_wait(uint32_t low, uint32_t high)
{
    int64_t delay_ns = time_argument(low, high);

    if (!partition_may_wait(processor.partition))
        return POK_ERRNO_MODE;
    if (delay_ns < 0 || (uint64_t)delay_ns > TIME_MAX_NS)
        return POK_ERRNO_TIME;
    if (delay_ns == 0)
        thread_yield(processor.current);
    else
        thread_sleep(processor.current, arch_time_ns() + (uint64_t)delay_ns);
    return POK_ERRNO_OK;
}

pok_ret_t periodic_wait(void)
{
    struct thread *thread = processor.current;

    if (thread->period_ns == 0 || !partition_may_wait(thread->partition))
        return POK_ERRNO_MODE;
    /*
     * The next release point follows from the last one, also for a process that has overrun it:
     * that one is released again at once.
     */
    process_set_release(thread, thread->release_ns + thread->period_ns);
    thread_sleep(thread, thread->release_ns);
    return POK_ERRNO_OK;
}
