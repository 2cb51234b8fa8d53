/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hypercalls: what guests ask of the kernel. The list is abi/hypercalls.def; table, checks and the
 * names in traces come from it.
 */
#ifndef CORE_HYPERCALL_H
#define CORE_HYPERCALL_H

#include "core/types.h"
#include "core/call.h"
#include "core/processor.h"

typedef enum {
#define HYPERCALL(number, name, handler, arguments, text) POK_HYPERCALL_##name = (number),
#include "abi/hypercalls.def"
#undef HYPERCALL
} pok_hypercall_id_t;

/* Hypercall HYPERCALL_SYSCALL + n is system call n. */
#define HYPERCALL_SYSCALL 64u

/*
 * The arguments as the gate finds them: the caller's registers in the order in which its saved
 * context has them, so that nothing is copied (kernel/arch/x86/hypercall.c asserts it).
 */
typedef struct {
    uint32_t arg5; /* edi */
    uint32_t arg4; /* esi */
    uint32_t reserved[2];
    uint32_t arg3; /* ebx */
    uint32_t arg1; /* edx */
    uint32_t arg2; /* ecx */
} pok_hypercall_args_t;

/* Who calls: the processor's current thread and partition. */
typedef struct processor pok_hypercall_info_t;

/*
 * The dispatcher behind the software interrupt gate. Every number is answered: by its handler, or
 * POK_ERRNO_CALL_UNKNOWN; POK_ERRNO_EPERM when the caller is no guest.
 */
pok_ret_t pok_core_hypercall(pok_hypercall_id_t hypercall_id, const pok_hypercall_args_t *args,
                             const pok_hypercall_info_t *infos);

/* Open the gate: vector LAYOUT_HYPERCALL_VECTOR. In kernel/arch. */
void pok_hypercall_init(void);

extern const call_handler_t hypercall_table[CALL_COUNT];

#endif
