/* SPDX-License-Identifier: BSD-2-Clause */
/* The error handler as a process: created by the services of the APEX and of core/error.h. */
#ifndef LIBPOK_CORE_ERROR_PROCESS_H
#define LIBPOK_CORE_ERROR_PROCESS_H

#include "abi/types.h"

/*
 * Create the error handler; a function that returns stops it. OK, EXISTS: there is one, CONFIG: no
 * such stack, MODE: in NORMAL mode.
 */
pok_ret_t error_process_create(void (*function)(void), uint32_t stack_bytes);

#endif
