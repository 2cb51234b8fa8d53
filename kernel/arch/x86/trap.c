/* SPDX-License-Identifier: BSD-2-Clause */
#include "trap.h"
#include "core/arch.h"
#include "core/fault.h"
#include "core/panic.h"
#include "core/processor.h"
#include "core/thread.h"
#include "abi/layout.h"
#include "bsp.h"
#include "dump.h"
#include "gdt.h"
#include "x86.h"

uint32_t sysenter_flags;

void trap_user(context_t *context)
{
    uint32_t address = context->vector == VECTOR_PF ? read_cr2() : context->eip;

    if (!bsp_fault(processor.current, context->vector, context->error, address))
        fault_user(processor.current, context->vector, context->error, address);
}

void trap_8086(void)
{
    context_t *context = &processor.current->arch.context;

    /* What was pushed, shifted, must not be returned through. */
    context->cs = LAYOUT_USER_CODE;
    context->eflags = EFLAGS_FIXED | EFLAGS_IF;
    context->ss = LAYOUT_USER_DATA;
    fault_user(processor.current, VECTOR_GP, 0, 0);
}

/* The single step that a partition's TF caused on the fast gate's first instruction. */
static bool sysenter_step(context_t *context)
{
    if (context->vector != VECTOR_DB || !(context->eflags & EFLAGS_TF) ||
        context->eip < (uint32_t)sysenter_entry_smap || context->eip > (uint32_t)sysenter_entry_end)
        return false;
    context->eflags &= ~(uint32_t)EFLAGS_TF;
    sysenter_flags = EFLAGS_TF;
    processor.exit_work |= EXIT_TRACED;
    return true;
}

/* A partition's pointer led nowhere while something was copied. */
static bool copy_fault(context_t *context)
{
    if (context->vector != VECTOR_PF && context->vector != VECTOR_GP)
        return false;
    for (const struct copy_fixup *fixup = copy_fixups; fixup < copy_fixups_end; fixup++) {
        if (context->eip - fixup->begin < fixup->end - fixup->begin) {
            context->eip = fixup->target;
            return true;
        }
    }
    return false;
}

void trap_kernel(context_t *context)
{
    if (copy_fault(context) || sysenter_step(context))
        return;
    panic_begin();
    /* A trap from ring 0 doesn't push esp and ss: the stack went on where they would be. */
    dump_registers(context, (uint32_t)&context->esp);
    panic_end();
}

void trap_task(uint32_t vector)
{
    const struct tss *tss = &tss_page.tss;
    context_t context = {
        .edi = tss->edi,
        .esi = tss->esi,
        .ebp = tss->ebp,
        .ebx = tss->ebx,
        .edx = tss->edx,
        .ecx = tss->ecx,
        .eax = tss->eax,
        .vector = vector,
        .eip = tss->eip,
        .cs = tss->cs,
        .eflags = tss->eflags,
        .esp = tss->esp,
        .ss = tss->ss,
    };

    panic_begin();
    dump_registers(&context, tss->esp);
    dump_stack(tss->esp);
    panic_end();
}
