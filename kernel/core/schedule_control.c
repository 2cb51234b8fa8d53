/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/schedule_control.h"
#include "core/arch.h"
#include "core/name.h"
#include "core/processor.h"
#include "core/schedule.h"
#include "abi/structs.h"

pok_ret_t schedule_set(uint32_t identifier)
{
    const struct config_schedule *found = NULL;

    for (uint32_t i = 0; i < config_module.schedule_count; i++) {
        if (config_module.schedules[i].ScheduleIdentifier == identifier)
            found = &config_module.schedules[i];
    }
    if (found == NULL)
        return POK_ERRNO_EINVAL;
    if (!schedule_row(processor.partition)->SetModuleSchedule)
        return POK_ERRNO_EPERM;
    if (found == schedule.next)
        return POK_ERRNO_NOACTION;
    schedule_switch(found);
    return POK_ERRNO_OK;
}

pok_ret_t schedule_status(uint32_t address)
{
    const struct pok_schedule_status status = {
        .switched_ns = (pok_time_t)schedule.switched_ns,
        .current = schedule.current->ScheduleIdentifier,
        .next = schedule.next->ScheduleIdentifier,
    };

    return arch_copy_to_user(address, &status, sizeof(status));
}

pok_ret_t schedule_id(uint32_t name_address, uint32_t id_address)
{
    char name[POK_MAX_NAME];

    if (arch_copy_from_user(name, name_address, sizeof(name)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    for (uint32_t i = 0; i < config_module.schedule_count; i++) {
        const struct config_schedule *found = &config_module.schedules[i];

        if (name_equal(found->ScheduleName, name))
            return arch_copy_to_user(id_address, &found->ScheduleIdentifier,
                                     sizeof(found->ScheduleIdentifier));
    }
    return POK_ERRNO_NOTFOUND;
}
