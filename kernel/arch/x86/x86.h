/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor's registers, ports and instructions. Names and numbers are those of Intel's
 * Software Developer's Manual, volumes 3 and 4. Constants are plain, so that assembly can include
 * this file, too.
 */
#ifndef X86_H
#define X86_H

#define EFLAGS_CF    0x00000001
#define EFLAGS_FIXED 0x00000002
#define EFLAGS_PF    0x00000004
#define EFLAGS_AF    0x00000010
#define EFLAGS_ZF    0x00000040
#define EFLAGS_SF    0x00000080
#define EFLAGS_TF    0x00000100
#define EFLAGS_IF    0x00000200
#define EFLAGS_DF    0x00000400
#define EFLAGS_OF    0x00000800
#define EFLAGS_NT    0x00004000
#define EFLAGS_RF    0x00010000
#define EFLAGS_VM    0x00020000
#define EFLAGS_AC    0x00040000
#define EFLAGS_ID    0x00200000

#define CR0_PE 0x00000001
#define CR0_MP 0x00000002
#define CR0_EM 0x00000004
#define CR0_TS 0x00000008
#define CR0_ET 0x00000010
#define CR0_NE 0x00000020
#define CR0_WP 0x00010000
#define CR0_AM 0x00040000
#define CR0_NW 0x20000000
#define CR0_CD 0x40000000
#define CR0_PG 0x80000000

#define CR4_PAE        0x00000020
#define CR4_MCE        0x00000040
#define CR4_PGE        0x00000080
#define CR4_OSFXSR     0x00000200
#define CR4_OSXMMEXCPT 0x00000400
#define CR4_UMIP       0x00000800
#define CR4_SMEP       0x00100000
#define CR4_SMAP       0x00200000

#define MSR_APIC_BASE              0x1b
#define MSR_SPEC_CTRL              0x48
#define MSR_PRED_CMD               0x49
#define MSR_ARCH_CAPABILITIES      0x10a
#define MSR_SYSENTER_CS            0x174
#define MSR_SYSENTER_ESP           0x175
#define MSR_SYSENTER_EIP           0x176
#define MSR_TSC_DEADLINE           0x6e0
#define MSR_EFER                   0xc0000080
#define EFER_NXE                   0x800
#define SPEC_CTRL_IBRS             0x1
#define PRED_CMD_IBPB              0x1
#define ARCH_CAPABILITIES_IBRS_ALL 0x2
#define APIC_BASE_ENABLE           0x800
#define APIC_BASE_X2APIC           0x400

/* CPUID leaf 1, edx and ecx; leaf 7, ebx, ecx and edx; leaf 0x80000001, edx; leaf 0x80000008, ebx.
 */
#define CPUID_1_EDX_TSC               0x00000010
#define CPUID_1_EDX_MSR               0x00000020
#define CPUID_1_EDX_PAE               0x00000040
#define CPUID_1_EDX_MCE               0x00000080
#define CPUID_1_EDX_APIC              0x00000200
#define CPUID_1_EDX_SEP               0x00000800
#define CPUID_1_EDX_PGE               0x00002000
#define CPUID_1_EDX_CMOV              0x00008000
#define CPUID_1_EDX_FXSR              0x01000000
#define CPUID_1_EDX_SSE               0x02000000
#define CPUID_1_ECX_TSC_DEADLINE      0x01000000
#define CPUID_7_EBX_SMEP              0x00000080
#define CPUID_7_EBX_SMAP              0x00100000
#define CPUID_7_ECX_UMIP              0x00000004
#define CPUID_7_EDX_MD_CLEAR          0x00000400
#define CPUID_7_EDX_IBRS_IBPB         0x04000000
#define CPUID_7_EDX_ARCH_CAPABILITIES 0x20000000
#define CPUID_80000001_EDX_NX         0x00100000
#define CPUID_80000008_EBX_IBPB       0x00001000

/* Exceptions. */
#define VECTOR_DE            0
#define VECTOR_DB            1
#define VECTOR_NMI           2
#define VECTOR_BP            3
#define VECTOR_OF            4
#define VECTOR_DOUBLE_FAULT  8
#define VECTOR_GP            13
#define VECTOR_PF            14
#define VECTOR_MACHINE_CHECK 18
#define VECTOR_EXCEPTIONS    32

/* Vectors of hardware interrupts from LAYOUT_IRQ_VECTOR on: lines, local timer, spurious. */
#define IRQ_LINES       24
#define IRQ_TIMER       24
#define IRQ_SPURIOUS    31
#define IRQ_VECTORS     32
#define IRQ_ENTRY_BYTES 9 /* of code, entry.S */

/* Page table entries under PAE. */
#define PAGE_PRESENT       0x001
#define PAGE_WRITE         0x002
#define PAGE_USER          0x004
#define PAGE_WRITE_THROUGH 0x008
#define PAGE_NO_CACHE      0x010
#define PAGE_LARGE         0x080
#define PAGE_GLOBAL        0x100
#define PAGE_BYTES         4096
#define LARGE_PAGE_BYTES   0x200000

#ifndef __ASSEMBLER__

#include "core/types.h"

static inline void outb(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline void outw(uint16_t port, uint16_t value)
{
    __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline void outl(uint16_t port, uint32_t value)
{
    __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline uint8_t inb(uint16_t port)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

static inline uint16_t inw(uint16_t port)
{
    uint16_t value;

    __asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

static inline uint64_t rdtsc(void)
{
    uint64_t value;

    __asm__ volatile("rdtsc" : "=A"(value));
    return value;
}

static inline uint64_t rdmsr(uint32_t msr)
{
    uint64_t value;

    __asm__ volatile("rdmsr" : "=A"(value) : "c"(msr));
    return value;
}

static inline void wrmsr(uint32_t msr, uint64_t value)
{
    __asm__ volatile("wrmsr" : : "A"(value), "c"(msr) : "memory");
}

struct cpuid {
    uint32_t eax;
    uint32_t ebx;
    uint32_t ecx;
    uint32_t edx;
};

static inline struct cpuid cpuid(uint32_t leaf)
{
    struct cpuid r;

    __asm__ volatile("cpuid"
                     : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
                     : "0"(leaf), "2"(0));
    return r;
}

static inline uint32_t read_cr0(void)
{
    uint32_t value;

    __asm__ volatile("movl %%cr0, %0" : "=r"(value));
    return value;
}

static inline void write_cr0(uint32_t value)
{
    __asm__ volatile("movl %0, %%cr0" : : "r"(value) : "memory");
}

static inline uint32_t read_cr2(void)
{
    uint32_t value;

    __asm__ volatile("movl %%cr2, %0" : "=r"(value));
    return value;
}

static inline uint32_t read_cr3(void)
{
    uint32_t value;

    __asm__ volatile("movl %%cr3, %0" : "=r"(value));
    return value;
}

static inline void write_cr3(uint32_t value)
{
    __asm__ volatile("movl %0, %%cr3" : : "r"(value) : "memory");
}

static inline uint32_t read_cr4(void)
{
    uint32_t value;

    __asm__ volatile("movl %%cr4, %0" : "=r"(value));
    return value;
}

static inline void write_cr4(uint32_t value)
{
    __asm__ volatile("movl %0, %%cr4" : : "r"(value) : "memory");
}

static inline void invlpg(uint32_t address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

#endif
#endif
