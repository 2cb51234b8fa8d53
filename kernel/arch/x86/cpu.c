/* SPDX-License-Identifier: BSD-2-Clause */
#include "cpu.h"
#include "core/arch.h"
#include "abi/layout.h"
#include "print.h"
#include "trap.h"
#include "x86.h"

struct cpu cpu;

INIT void cpu_detect(void)
{
    struct cpuid basic = cpuid(0);
    struct cpuid one = cpuid(1);
    struct cpuid seven = {0};
    struct cpuid extended = {0};
    uint32_t family = one.eax >> 8 & 0xf;
    uint32_t model = one.eax >> 4 & 0xf;

    if (basic.eax >= 7)
        seven = cpuid(7);
    if (cpuid(0x80000000).eax >= 0x80000001)
        extended = cpuid(0x80000001);
    cpu.nx = extended.edx & CPUID_80000001_EDX_NX;
    cpu.pge = one.edx & CPUID_1_EDX_PGE;
    cpu.smep = seven.ebx & CPUID_7_EBX_SMEP;
    cpu.smap = seven.ebx & CPUID_7_EBX_SMAP;
    cpu.umip = seven.ecx & CPUID_7_ECX_UMIP;
    cpu.sse = one.edx & CPUID_1_EDX_SSE;
    cpu.mce = one.edx & CPUID_1_EDX_MCE;
    cpu.tsc = one.edx & CPUID_1_EDX_TSC;
    cpu.tsc_deadline = one.ecx & CPUID_1_ECX_TSC_DEADLINE;
    /* The first Pentium Pros report it and don't have it (SDM vol. 2, SYSENTER). */
    cpu.sysenter = (one.edx & CPUID_1_EDX_SEP) && !(family == 6 && model < 3);
    cpu.apic = one.edx & CPUID_1_EDX_APIC;
    if (cpu.apic)
        cpu.apic_base = (uint32_t)rdmsr(MSR_APIC_BASE) & 0xfffff000;
}

INIT void cpu_enable_paging_features(void)
{
    if (cpu.nx)
        wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
}

INIT void cpu_enable_global_pages(void)
{
    if (cpu.pge)
        write_cr4(read_cr4() | CR4_PGE);
}

struct smap_site {
    uint8_t *instruction;
    uint32_t opcode;
};
extern const struct smap_site init_smap_start[], init_smap_end[];

/*
 * Turn the placeholders of SMAP's instructions into them. The kernel's text is read-only and
 * stays so: CR0.WP is off for these few writes. The jump to serialise is the write to CR0.
 */
INIT static void smap_patch(void)
{
    uint32_t cr0 = read_cr0();

    write_cr0(cr0 & ~(uint32_t)CR0_WP);
    for (const struct smap_site *site = init_smap_start; site < init_smap_end; site++) {
        site->instruction[0] = 0x0f;
        site->instruction[1] = 0x01;
        site->instruction[2] = (uint8_t)site->opcode;
    }
    write_cr0(cr0);
}

INIT static void sysenter_init(void)
{
    wrmsr(MSR_SYSENTER_CS, LAYOUT_KERNEL_CODE);
    wrmsr(MSR_SYSENTER_ESP, (uint32_t)kernel_stack_top);
    wrmsr(MSR_SYSENTER_EIP, (uint32_t)(cpu.smap ? sysenter_entry_smap : sysenter_entry));
}

INIT void cpu_init(void)
{
    uint32_t cr4 = read_cr4() | CR4_OSFXSR;

    if (cpu.sse)
        cr4 |= CR4_OSXMMEXCPT;
    if (cpu.mce)
        cr4 |= CR4_MCE;
    if (cpu.smep)
        cr4 |= CR4_SMEP;
    if (cpu.umip)
        cr4 |= CR4_UMIP;
    if (cpu.smap) {
        smap_patch();
        cr4 |= CR4_SMAP;
    }
    write_cr4(cr4);
    if (cpu.sysenter)
        sysenter_init();
    __asm__ volatile("movl %0, %%db7\n\t"
                     "movl %1, %%db0\n\t"
                     "movl %1, %%db1\n\t"
                     "movl %1, %%db2\n\t"
                     "movl %1, %%db3\n\t"
                     "fninit"
                     :
                     : "r"(0x400), "r"(0));
}

bool arch_has_fast_gate(void)
{
    return cpu.sysenter;
}

INIT void cpu_print(void)
{
    print(cpu.nx ? " NX" : "");
    print(cpu.smep ? " SMEP" : "");
    print(cpu.smap ? " SMAP" : "");
    print(cpu.umip ? " UMIP" : "");
    print(cpu.pge ? " PGE" : "");
    print(cpu.sysenter ? " sysenter" : "");
}
