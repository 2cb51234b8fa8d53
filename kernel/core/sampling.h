/* SPDX-License-Identifier: BSD-2-Clause */
/* Sampling ports: one message per channel, overwritten by each write, read any number of times. */
#ifndef CORE_SAMPLING_H
#define CORE_SAMPLING_H

#include "core/types.h"

/*
 * Calls: abi/syscalls.def. Writing and reading are in the call table themselves, without a wrapper
 * (core/syscall.h declares them). A read returns 2 * length + valid, in a register as a result
 * structure of the caller's would have to be checked and stored, or minus an error code;
 * POK_ERRNO_NOACTION: nothing has been written yet.
 */
pok_ret_t sampling_status(uint32_t id, uint32_t status_address);

#endif
