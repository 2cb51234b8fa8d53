/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls: what partitions ask of the kernel. The list is abi/syscalls.def; table, checks of
 * the caller and the names in traces come from it.
 */
#ifndef CORE_SYSCALL_H
#define CORE_SYSCALL_H

#include "core/types.h"
#include "core/call.h"

typedef enum {
#define SYSCALL(number, name, handler, arguments, callers, text) POK_SYSCALL_##name = (number),
#include "abi/syscalls.def"
#undef SYSCALL
} pok_syscall_id_t;

typedef struct {
    uint32_t arg1;
    uint32_t arg2;
    uint32_t arg3;
    uint32_t arg4;
    uint32_t arg5;
} pok_syscall_args_t;

struct thread;

/* Who calls: what a handler needs to know beside its arguments. */
typedef struct {
    uint32_t partition; /* PartitionIdentifier */
    struct thread *thread;
} pok_syscall_info_t;

/* Dispatch a system call given as a structure. Every number is answered. */
pok_ret_t pok_core_syscall(pok_syscall_id_t syscall_id, const pok_syscall_args_t *args,
                           const pok_syscall_info_t *infos);

/* The table's entry of each call: it checks who calls and hands the arguments on. */
#define SYSCALL(number, name, handler, arguments, callers, text)                                   \
    pok_ret_t syscall_##handler(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4);
#include "abi/syscalls.def"
#undef SYSCALL

#endif
