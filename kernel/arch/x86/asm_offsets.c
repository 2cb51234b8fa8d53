/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers that assembly needs, computed from the C declarations. This file is compiled to assembly
 * only; the build turns its marked lines into asm_offsets.h.
 */
#include "core/call.h"
#include "core/processor.h"
#include "core/thread.h"

#define DEFINE(name, value) __asm__ volatile("\n->" #name " %0" : : "i"(value))

void asm_offsets(void);

void asm_offsets(void)
{
    DEFINE(CONTEXT_EDI, offsetof(context_t, edi));
    DEFINE(CONTEXT_ESI, offsetof(context_t, esi));
    DEFINE(CONTEXT_EBP, offsetof(context_t, ebp));
    DEFINE(CONTEXT_EBX, offsetof(context_t, ebx));
    DEFINE(CONTEXT_EDX, offsetof(context_t, edx));
    DEFINE(CONTEXT_ECX, offsetof(context_t, ecx));
    DEFINE(CONTEXT_EAX, offsetof(context_t, eax));
    DEFINE(CONTEXT_VECTOR, offsetof(context_t, vector));
    DEFINE(CONTEXT_EIP, offsetof(context_t, eip));
    DEFINE(CONTEXT_CS, offsetof(context_t, cs));
    DEFINE(CONTEXT_EFLAGS, offsetof(context_t, eflags));
    DEFINE(CONTEXT_ESP, offsetof(context_t, esp));
    DEFINE(CONTEXT_SS, offsetof(context_t, ss));
    DEFINE(PROCESSOR_EXIT_WORK, offsetof(struct processor, exit_work));
    DEFINE(PROCESSOR_CURRENT, offsetof(struct processor, current));
    DEFINE(EXIT_WORK_CONTEXT, EXIT_CONTEXT);
    DEFINE(EXIT_WORK_RESCHEDULE, EXIT_RESCHEDULE);
    DEFINE(CALL_TABLE_COUNT, CALL_COUNT);
    DEFINE(ERRNO_CALL_UNKNOWN, POK_ERRNO_CALL_UNKNOWN);
    DEFINE(ERRNO_EFAULT, POK_ERRNO_EFAULT);
}

/* Traps push into the context at the thread's start, and leaving pops from there. */
_Static_assert(offsetof(struct thread, arch.context) == 0, "the context begins the thread");
_Static_assert(sizeof(context_t) == 60, "what pusha, the entry code and the processor push");
