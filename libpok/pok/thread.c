/* SPDX-License-Identifier: BSD-2-Clause */
#define POK_API_OWN_NAMES
#include "pok/include/pok_api.h"
#include "arinc653/apexProcess.h"
#include "core/page.h"
#include "core/partition.h"
#include "core/thread.h"
#include "core/time.h"

#include <stdio.h>
#include <string.h>

#define NS_OF_US(us) ((pok_time_t)(us)*1000)
#define NS_OF_MS(ms) ((pok_time_t)(ms)*1000000)

pok_ret_t pokapi_thread_attr_init(pokapi_thread_attr_t *attr)
{
    *attr = (pokapi_thread_attr_t){.priority = POK_THREAD_DEFAULT_PRIORITY,
                                   .stack_size = POK_DEFAULT_STACK_SIZE};
    return POK_ERRNO_OK;
}

/* Threads of POK have no names; the configuration's Process elements for them are thread1, … */
pok_ret_t pokapi_thread_create(uint32_t *thread_id, const pokapi_thread_attr_t *attr)
{
    static uint32_t created;
    pok_thread_attr_t own = {
        .entry = (uint32_t)(uintptr_t)attr->entry,
        .stack_bytes = POK_DEFAULT_STACK_SIZE,
        .base_priority = attr->priority,
        .deadline = POK_DEADLINE_SOFT,
        .period_ns = POK_INFINITE_TIME,
        .time_capacity_ns = POK_INFINITE_TIME,
    };
    pok_ret_t ret;

    if (attr->period != 0 && attr->period <= INT64_MAX / 1000000) {
        own.period_ns = NS_OF_MS(attr->period);
    }
    if (attr->time_capacity != 0 && attr->time_capacity <= INT64_MAX / 1000000) {
        own.time_capacity_ns = NS_OF_MS(attr->time_capacity);
    }
    snprintf(own.name, sizeof(own.name), "thread%u", (unsigned)created + 1);
    ret = pok_thread_create(thread_id, &own);
    if (ret != POK_ERRNO_OK) {
        return ret;
    }
    created++;
    return pok_thread_start(*thread_id);
}

pok_ret_t pokapi_thread_sleep(uint64_t us)
{
    return pok_thread_sleep(NS_OF_US(us));
}

pok_ret_t pokapi_thread_sleep_until(uint64_t us)
{
    pok_time_t now = 0;

    (void)pok_time_get(&now);
    return NS_OF_US(us) <= now ? POK_ERRNO_OK : pok_thread_sleep(NS_OF_US(us) - now);
}

pok_ret_t pokapi_thread_period(void)
{
    return pok_thread_period();
}

pok_ret_t pokapi_thread_id(uint32_t *thread_id)
{
    *thread_id = pok_thread_self();
    return POK_ERRNO_OK;
}

unsigned int pokapi_thread_current(void)
{
    return pok_thread_self();
}

pok_ret_t pokapi_thread_status(uint32_t thread_id, pokapi_thread_attr_t *attr)
{
    pok_thread_status_t status;
    pok_ret_t ret = pok_thread_status(thread_id, &status);

    if (ret == POK_ERRNO_OK) {
        *attr = (pokapi_thread_attr_t){
            .priority = (uint8_t)status.current_priority,
            .entry = (void *)(uintptr_t)status.attributes.entry,
            .stack_size = status.attributes.stack_bytes,
            .state = status.state,
        };
        if (status.attributes.period_ns != POK_INFINITE_TIME) {
            attr->period = (uint64_t)status.attributes.period_ns / 1000000;
        }
        if (status.attributes.time_capacity_ns != POK_INFINITE_TIME) {
            attr->time_capacity = (uint64_t)status.attributes.time_capacity_ns / 1000000;
        }
    }
    return ret;
}

pok_ret_t pokapi_thread_delayed_start(uint32_t thread_id, uint64_t us)
{
    return pok_thread_delayed_start(thread_id, NS_OF_US(us));
}

pok_ret_t pokapi_thread_set_priority(uint32_t thread_id, uint32_t priority)
{
    return pok_call_PROCESS_PRIORITY(thread_id, priority);
}

pok_ret_t pokapi_thread_resume(uint32_t thread_id)
{
    return pok_call_PROCESS_RESUME(thread_id);
}

pok_ret_t pokapi_thread_suspend(void)
{
    if (pok_thread_self() == 0 && POK_PAGE->operating_mode == POK_PARTITION_MODE_NORMAL) {
        pok_thread_stop_self();
    }
    return pok_call_PROCESS_SUSPEND(pok_thread_self(), UINT32_MAX, UINT32_MAX);
}

pok_ret_t pokapi_thread_suspend_target(uint32_t thread_id)
{
    return pok_call_PROCESS_SUSPEND(thread_id, UINT32_MAX, UINT32_MAX);
}

pok_ret_t pokapi_thread_restart(uint32_t thread_id)
{
    pok_ret_t ret = pok_thread_stop(thread_id);

    return ret == POK_ERRNO_OK || ret == POK_ERRNO_NOACTION ? pok_thread_start(thread_id) : ret;
}

pok_ret_t pokapi_thread_stop(uint32_t thread_id)
{
    return pok_thread_stop(thread_id);
}

void pokapi_thread_stop_self(void)
{
    pok_thread_stop_self();
}

/* --- partition and time ---------------------------------------------------------------------- */

pok_ret_t pokapi_partition_set_mode(uint32_t mode)
{
    return pok_partition_set_mode((pok_partition_mode_t)mode);
}

pok_ret_t pok_current_partition_get_id(uint32_t *id)
{
    *id = POK_PAGE->identifier;
    return POK_ERRNO_OK;
}

pok_ret_t pok_current_partition_get_period(uint64_t *period)
{
    *period = (uint64_t)POK_PAGE->period_ns;
    return POK_ERRNO_OK;
}

pok_ret_t pok_current_partition_get_duration(uint64_t *duration)
{
    *duration = (uint64_t)POK_PAGE->duration_ns;
    return POK_ERRNO_OK;
}

pok_ret_t pok_current_partition_get_lock_level(uint32_t *level)
{
    *level = POK_PAGE->lock_level;
    return POK_ERRNO_OK;
}

pok_ret_t pok_current_partition_get_operating_mode(pok_partition_mode_t *mode)
{
    *mode = (pok_partition_mode_t)POK_PAGE->operating_mode;
    return POK_ERRNO_OK;
}

pok_ret_t pok_current_partition_get_start_condition(pok_start_condition_t *condition)
{
    *condition = (pok_start_condition_t)POK_PAGE->start_condition;
    return POK_ERRNO_OK;
}

pok_ret_t pokapi_time_get(uint64_t *ns)
{
    return pok_time_get((pok_time_t *)ns);
}

pok_ret_t pok_time_compute_deadline(uint64_t relative, uint64_t *absolute)
{
    pok_ret_t ret = pokapi_time_get(absolute);

    *absolute += relative;
    return ret;
}

pok_ret_t pokapi_time_gettick(uint64_t *ns)
{
    return pok_time_get((pok_time_t *)ns);
}
