/* SPDX-License-Identifier: BSD-2-Clause */
/* What the processor has, and switching it on. */
#ifndef CPU_H
#define CPU_H

#include "core/types.h"

struct cpu {
    bool nx;
    bool pge;
    bool smep;
    bool smap;
    bool umip;
    bool sysenter;
    bool sse;
    bool mce;
    bool tsc;
    bool tsc_deadline;
    bool apic;
    uint32_t apic_base; /* physical */
};

/* Written by cpu_detect(). */
extern struct cpu cpu;

void cpu_detect(void);
/* What page tables rely on (NX), before they are loaded, and what they allow after. */
void cpu_enable_paging_features(void);
void cpu_enable_global_pages(void);
/* The rest: FPU, fast gate, debug registers; then SMEP, SMAP and UMIP. */
void cpu_init(void);
/* For the boot line: the features in use, each with a blank before it. */
void cpu_print(void);

#endif
