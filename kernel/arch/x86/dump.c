/* SPDX-License-Identifier: BSD-2-Clause */
#include "dump.h"
#include "core/panic.h"
#include "space.h"
#include "trap.h"
#include "x86.h"

#define CALL_RELATIVE 0xe8
#define CALL_INDIRECT 0xff

/* Whether the instruction before `address`, in the kernel's text, is a call: then a word of the
 * stack with this value most probably is a return address. */
static bool follows_call(uint32_t address)
{
    const uint8_t *code = (const uint8_t *)address;

    if (address < (uint32_t)kernel_text_start + 8 || address > (uint32_t)kernel_text_end)
        return false;
    return code[-5] == CALL_RELATIVE || code[-2] == CALL_INDIRECT || code[-3] == CALL_INDIRECT ||
           code[-6] == CALL_INDIRECT || code[-7] == CALL_INDIRECT;
}

void dump_stack(uint32_t esp)
{
    if (esp < (uint32_t)kernel_stack || esp > (uint32_t)kernel_stack_top)
        return;
    for (esp &= ~3u; esp < (uint32_t)kernel_stack_top; esp += 4) {
        uint32_t word = *(const uint32_t *)esp;

        if (follows_call(word))
            panic_print("[kernel] backtrace: %08x\n", word);
    }
}

void dump_registers(const context_t *context, uint32_t esp)
{
    panic_print("[kernel] exception %u, error %08x\n", context->vector, context->error);
    panic_print("[kernel] eax %08x ebx %08x ecx %08x edx %08x\n", context->eax, context->ebx,
                context->ecx, context->edx);
    panic_print("[kernel] esi %08x edi %08x ebp %08x esp %08x\n", context->esi, context->edi,
                context->ebp, esp);
    panic_print("[kernel] eip %08x cs %08x eflags %08x\n", context->eip, context->cs,
                context->eflags);
    panic_print("[kernel] cr0 %08x cr2 %08x cr3 %08x cr4 %08x\n", read_cr0(), read_cr2(),
                read_cr3(), read_cr4());
    panic_print("[kernel] backtrace: %08x\n", context->eip);
}
