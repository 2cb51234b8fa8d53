/* SPDX-License-Identifier: BSD-2-Clause */
/* Segments and tasks: one GDT for the kernel and all partitions. */
#ifndef GDT_H
#define GDT_H

#include "core/types.h"
#include "abi/layout.h"

#define SELECTOR_TSS               0x30
#define SELECTOR_TSS_DOUBLE_FAULT  0x38
#define SELECTOR_TSS_NMI           0x40
#define SELECTOR_TSS_MACHINE_CHECK 0x48

/* SDM vol. 3, 7.2.1. */
struct tss {
    uint32_t link;
    uint32_t esp0;
    uint32_t ss0;
    uint32_t unused[4];
    uint32_t cr3;
    uint32_t eip;
    uint32_t eflags;
    uint32_t eax;
    uint32_t ecx;
    uint32_t edx;
    uint32_t ebx;
    uint32_t esp;
    uint32_t ebp;
    uint32_t esi;
    uint32_t edi;
    uint32_t es;
    uint32_t cs;
    uint32_t ss;
    uint32_t ds;
    uint32_t fs;
    uint32_t gs;
    uint32_t ldt;
    uint16_t trap;
    uint16_t io_bitmap; /* offset from the TSS's start */
};

/*
 * The main TSS is the end of this page. Every address space has the page once more right below its
 * own I/O permission bitmap, at LAYOUT_PRIVATE_BASE, and the processor knows it by that address: so
 * the bitmap changes with CR3 and nothing else has to be done.
 */
struct tss_page {
    uint8_t unused[4096 - sizeof(struct tss)];
    struct tss tss;
};
extern struct tss_page tss_page;

/* The bitmap has 65,536 bits. Its last 8 ports are out of reach: the processor reads two bytes at
 * once, and the second would lie behind the limit. */
#define IO_BITMAP_BYTES 8192u

/* Load the GDT and the task register (seed: the same name). */
void pok_gdt_init(void);
/* A segment descriptor: SDM vol. 3, 3.4.5. */
struct descriptor {
    uint16_t limit_low;
    uint16_t base_low;
    uint8_t base_middle;
    uint8_t type;
    uint8_t limit_high; /* and granularity */
    uint8_t base_high;
};

/* Written at boot, but for the base of LAYOUT_USER_TLS. */
extern struct descriptor gdt[];

static inline void descriptor_set_base(struct descriptor *descriptor, uint32_t base)
{
    descriptor->base_low = (uint16_t)base;
    descriptor->base_middle = (uint8_t)(base >> 16);
    descriptor->base_high = (uint8_t)(base >> 24);
}

/* Base address of LAYOUT_USER_TLS. Segment registers that hold it keep the old one. */
static inline void gdt_set_tls(uint32_t base)
{
    descriptor_set_base(&gdt[LAYOUT_USER_TLS / 8], base);
}

#endif
