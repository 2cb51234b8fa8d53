/* SPDX-License-Identifier: BSD-2-Clause */
#include "speculation.h"
#include "core/config.h"
#include "abi/layout.h"
#include "print.h"
#include "x86.h"

/* Written at boot. */
static bool flush_buffers;
static bool flush_predictors;

extern uint8_t *const speculation_site;

void speculation_barrier(void)
{
    static const uint16_t writable = LAYOUT_KERNEL_DATA;

    /* Any selector of a writable segment; the form with a register doesn't clear (SDM, VERW). */
    if (flush_buffers)
        __asm__ volatile("verw %0" : : "m"(writable) : "cc");
    if (flush_predictors)
        wrmsr(MSR_PRED_CMD, PRED_CMD_IBPB);
}

INIT static void missing(const char *what)
{
    print("[kernel] boot: the module asks for ");
    print(what);
    print("\n");
}

/* CR0.WP is off for this write, as for SMAP's; the write to CR0 serialises. */
INIT static void site_patch(void)
{
    uint32_t cr0 = read_cr0();
    uint32_t distance = (uint32_t)speculation_barrier - ((uint32_t)speculation_site + 5);

    write_cr0(cr0 & ~(uint32_t)CR0_WP);
    speculation_site[0] = 0xe8; /* call */
    for (uint32_t i = 0; i < 4; i++)
        speculation_site[1 + i] = (uint8_t)(distance >> 8 * i);
    write_cr0(cr0);
}

/* On once for all, where that is enough: no entry and exit writes the register. */
INIT static void restrict_indirect_branches(uint32_t features)
{
    if (!(features & CPUID_7_EDX_ARCH_CAPABILITIES) ||
        !(rdmsr(MSR_ARCH_CAPABILITIES) & ARCH_CAPABILITIES_IBRS_ALL)) {
        missing("RestrictIndirectBranches, the processor has no enhanced IBRS");
        return;
    }
    wrmsr(MSR_SPEC_CTRL, rdmsr(MSR_SPEC_CTRL) | SPEC_CTRL_IBRS);
}

INIT void speculation_init(void)
{
    uint32_t features = cpuid(0).eax >= 7 ? cpuid(7).edx : 0;
    uint32_t amd = cpuid(0x80000000).eax >= 0x80000008 ? cpuid(0x80000008).ebx : 0;

    flush_buffers = config_module.FlushBuffers;
    if (flush_buffers && !(features & CPUID_7_EDX_MD_CLEAR))
        missing("FlushBuffers, the processor doesn't say that VERW clears them (MD_CLEAR)");
    if (config_module.FlushPredictors) {
        flush_predictors = (features & CPUID_7_EDX_IBRS_IBPB) || (amd & CPUID_80000008_EBX_IBPB);
        if (!flush_predictors)
            missing("FlushPredictors, the processor has no IBPB");
    }
    if (config_module.RestrictIndirectBranches)
        restrict_indirect_branches(features);
    if (flush_buffers || flush_predictors)
        site_patch();
}
