/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/syscall.h"
#include "core/console.h"
#include "core/error_handler.h"
#include "core/memory_block.h"
#include "core/partition.h"
#include "core/partition_control.h"
#include "core/port.h"
#include "core/process.h"
#include "core/process_control.h"
#include "core/processor.h"
#include "core/queuing.h"
#include "core/sampling.h"
#include "core/schedule_control.h"
#include "core/time.h"
#include "core/wait.h"
#include "bsp.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

static inline pok_ret_t partition_id(void)
{
    return (pok_ret_t)processor.partition_identifier;
}

/* Whether the configuration lets the caller's kind of partition make the call. */
#define CALLER_BOTH   true
#define CALLER_NATIVE (!bsp_caller_is_guest())
#define CALLER_GUEST  (bsp_caller_is_guest())

#define ARGUMENTS_0
#define ARGUMENTS_1 a1
#define ARGUMENTS_2 a1, a2
#define ARGUMENTS_3 a1, a2, a3
#define ARGUMENTS_4 a1, a2, a3, a4

#define WRAPPER(handler, arguments, callers)                                                       \
    pok_ret_t syscall_##handler(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)   \
    {                                                                                              \
        (void)id, (void)a1, (void)a2, (void)a3, (void)a4;                                          \
        if (!CALLER_##callers)                                                                     \
            return POK_ERRNO_EPERM;                                                                \
        return handler(ARGUMENTS_##arguments);                                                     \
    }
#define WRAPPER_BOTH(handler, arguments)   WRAPPER(handler, arguments, BOTH)
#define WRAPPER_NATIVE(handler, arguments) WRAPPER(handler, arguments, NATIVE)
#define WRAPPER_GUEST(handler, arguments)  WRAPPER(handler, arguments, GUEST)
/* syscall_<handler>() is where the handlers are, and makes the check itself. */
#define WRAPPER_DIRECT(handler, arguments)
#define WRAPPER_DIRECT_NATIVE(handler, arguments)

#define SYSCALL(number, name, handler, arguments, callers, text)                                   \
    WRAPPER_##callers(handler, arguments)
#include "abi/syscalls.def"
#undef SYSCALL

static pok_ret_t syscall_unknown(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)
{
    (void)id, (void)a1, (void)a2, (void)a3, (void)a4;
    return POK_ERRNO_CALL_UNKNOWN;
}

/* The range first, then the rows over it: gaps answer, too. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
SYSCALL_TABLE const call_handler_t syscall_table[CALL_COUNT] = {
    [0 ... CALL_COUNT - 1] = syscall_unknown,
#define SYSCALL(number, name, handler, arguments, callers, text) [number] = syscall_##handler,
#include "abi/syscalls.def"
#undef SYSCALL
};
#pragma GCC diagnostic pop

pok_ret_t pok_core_syscall(pok_syscall_id_t syscall_id, const pok_syscall_args_t *args,
                           const pok_syscall_info_t *infos)
{
    uint32_t id;

    (void)infos;
    if ((uint32_t)syscall_id >= CALL_COUNT)
        return POK_ERRNO_CALL_UNKNOWN;
    id = arch_index((uint32_t)syscall_id, CALL_COUNT);
    return syscall_table[id](id, args->arg1, args->arg2, args->arg3, args->arg4);
}
