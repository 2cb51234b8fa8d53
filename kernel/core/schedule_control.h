/* SPDX-License-Identifier: BSD-2-Clause */
/* Module schedules as partitions see them: Part 2, chapter "multiple module schedules". */
#ifndef CORE_SCHEDULE_CONTROL_H
#define CORE_SCHEDULE_CONTROL_H

#include "core/types.h"

/* Calls: abi/syscalls.def. */
pok_ret_t schedule_set(uint32_t identifier);
pok_ret_t schedule_status(uint32_t address);
pok_ret_t schedule_id(uint32_t name_address, uint32_t id_address);

#endif
