/* SPDX-License-Identifier: BSD-2-Clause */
/* The software interrupt gate of the hypercalls; hypercall.S has its code. */
#include "core/hypercall.h"
#include "abi/layout.h"
#include "arch_thread.h"
#include "event.h"

_Static_assert(offsetof(pok_hypercall_args_t, arg1) == offsetof(context_t, edx), "arg1 is edx");
_Static_assert(offsetof(pok_hypercall_args_t, arg2) == offsetof(context_t, ecx), "arg2 is ecx");
_Static_assert(offsetof(pok_hypercall_args_t, arg3) == offsetof(context_t, ebx), "arg3 is ebx");
_Static_assert(offsetof(pok_hypercall_args_t, arg4) == offsetof(context_t, esi), "arg4 is esi");
_Static_assert(offsetof(pok_hypercall_args_t, arg5) == offsetof(context_t, edi), "arg5 is edi");

void hypercall_gate(void);

void pok_hypercall_init(void)
{
    pok_arch_event_register(LAYOUT_HYPERCALL_VECTOR, hypercall_gate);
}
