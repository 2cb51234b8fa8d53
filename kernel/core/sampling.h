/* SPDX-License-Identifier: BSD-2-Clause */
/* Sampling ports: one message per channel, overwritten by each write, read any number of times. */
#ifndef CORE_SAMPLING_H
#define CORE_SAMPLING_H

#include "core/types.h"

/* Calls: abi/syscalls.def. */
pok_ret_t sampling_write(uint32_t id, uint32_t address, uint32_t length);
/* POK_ERRNO_NOACTION: nothing has been written yet; the result says length 0, not valid. */
pok_ret_t sampling_read(uint32_t id, uint32_t address, uint32_t result_address);
pok_ret_t sampling_status(uint32_t id, uint32_t status_address);

#endif
