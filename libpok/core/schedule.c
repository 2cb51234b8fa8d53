/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/schedule.h"
#include "core/name.h"

pok_ret_t pok_schedule_set(uint32_t identifier)
{
    return pok_call_SCHEDULE_SET(identifier);
}

pok_ret_t pok_schedule_status(pok_schedule_status_t *status)
{
    return pok_call_SCHEDULE_STATUS(pok_address(status));
}

pok_ret_t pok_schedule_id(const char *name, uint32_t *identifier)
{
    char full_name[POK_MAX_NAME];

    pok_name_copy(full_name, name);
    return pok_call_SCHEDULE_ID(pok_address(full_name), pok_address(identifier));
}
