/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/thread.h"
#include "core/name.h"
#include "core/page.h"
#include "core/partition.h"
#include "core/process_context.h"

/* What the creator gave as each process's function; the kernel has thread_begin() in its place. */
static void (*function_of[POK_MAX_PROCESSES + 1])(void);

static inline pok_ret_t call_64(pok_ret_t (*call)(uint32_t, uint32_t, uint32_t), uint32_t id,
                                pok_time_t time)
{
    return call(id, (uint32_t)time, (uint32_t)((uint64_t)time >> 32));
}

/* From the linker script of native partitions. */
extern const char __text_end[] __attribute__((weak));

bool process_entry_valid(uint32_t entry)
{
    return __text_end == NULL ||
           (entry >= LAYOUT_IMAGE_BASE && entry < (uint32_t)(uintptr_t)__text_end);
}

/* Where each process begins. */
static void thread_begin(void)
{
    uint32_t id = process_current();

    if (process_run_in_library)
        process_run_in_library(id, function_of[id]);
    else
        function_of[id]();
    pok_thread_stop_self();
}

pok_ret_t pok_thread_create(uint32_t *id, const pok_thread_attr_t *attr)
{
    pok_thread_attr_t own = *attr;
    pok_ret_t ret;

    own.entry = process_entry_valid(attr->entry) ? (uint32_t)(uintptr_t)thread_begin : 0;
    ret = pok_call_PROCESS_CREATE(pok_address(&own), pok_address(id));
    if (ret == POK_ERRNO_OK)
        function_of[*id] = (void (*)(void))(uintptr_t)attr->entry;
    return ret;
}

pok_ret_t pok_thread_start(uint32_t id)
{
    return call_64(pok_call_PROCESS_START, id, 0);
}

pok_ret_t pok_thread_delayed_start(uint32_t id, pok_time_t delay_ns)
{
    return call_64(pok_call_PROCESS_START, id, delay_ns);
}

pok_ret_t pok_thread_stop(uint32_t id)
{
    if (id == pok_thread_self())
        return POK_ERRNO_THREAD;
    return pok_call_PROCESS_STOP(id);
}

void pok_thread_stop_self(void)
{
    for (;;)
        (void)pok_call_PROCESS_STOP(pok_thread_self());
}

uint32_t pok_thread_self(void)
{
    return process_current();
}

pok_ret_t pok_thread_id(const char *name, uint32_t *id)
{
    char full_name[POK_MAX_NAME];

    pok_name_copy(full_name, name);
    return pok_call_PROCESS_ID(pok_address(full_name), pok_address(id));
}

pok_ret_t pok_thread_status(uint32_t id, pok_thread_status_t *status)
{
    pok_ret_t ret = pok_call_PROCESS_STATUS(id, pok_address(status));

    if (ret == POK_ERRNO_OK && id <= POK_MAX_PROCESSES && function_of[id] != NULL)
        status->attributes.entry = (uint32_t)(uintptr_t)function_of[id];
    return ret;
}

pok_ret_t pok_thread_period(void)
{
    return pok_call_PERIODIC_WAIT();
}

pok_ret_t pok_thread_sleep(pok_time_t delay_ns)
{
    return pok_call_TIMED_WAIT((uint32_t)delay_ns, (uint32_t)((uint64_t)delay_ns >> 32));
}
