/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The call tables that the gates index: 128 system calls, and in the BSP with virtualization 128
 * hypercalls behind them. The linker script puts the two next to each other, so that the fast gate
 * needs one comparison and one indexed call for both.
 */
#ifndef CORE_CALL_H
#define CORE_CALL_H

#include "core/types.h"

#define CALL_COUNT 128u /* entries of each table; unknown numbers have an entry that says so */

typedef pok_ret_t (*call_handler_t)(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3,
                                    uint32_t a4);

#define SYSCALL_TABLE   __attribute__((section(".calls.0"), used))
#define HYPERCALL_TABLE __attribute__((section(".calls.1"), used))

extern const call_handler_t syscall_table[CALL_COUNT];

#endif
