/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The virtual address space, drawn once. docs/memory-map.md has the picture.
 *
 * Plain macros without casts or suffixes, so that assembly, linker scripts, the host tool and C
 * can all include this file.
 */
#ifndef ABI_LAYOUT_H
#define ABI_LAYOUT_H

/* 0 up to here is never mapped: null pointers and small offsets from them fault. */
#define LAYOUT_SHARED_BASE 0x00200000
/* Read-only to the partition, written by the kernel: struct pok_partition_page. */
#define LAYOUT_PARTITION_PAGE 0x00200000
/* Native partitions: what libpok shares with the kernel, read-write: struct pok_process_page. */
#define LAYOUT_PROCESS_PAGE 0x00201000
/* The page of the vCPU that runs, read-write: struct pok_vcpu_page. Guests only. */
#define LAYOUT_VCPU_PAGE 0x00201000
/* The same pages once more, vCPU i at this address + i * 4096. Guests only. */
#define LAYOUT_VCPU_PAGES 0x00202000
/* End of the 2 MiB that hold shared pages. */
#define LAYOUT_SHARED_END 0x00400000

/* Partitions are linked to start here: text, then read-only data, then data and bss. */
#define LAYOUT_IMAGE_BASE 0x00400000
/* Heap (native) or workspace (guest): what is left of the partition's configured memory. */
#define LAYOUT_HEAP_BASE 0x10000000
/* Stacks of native processes and start-up stacks of vCPUs, each with an unmapped page below. */
#define LAYOUT_STACK_BASE 0x30000000
/* Configured device memory. */
#define LAYOUT_DEVICE_BASE 0x38000000
/* End of what a partition can map: one page directory is enough for it. */
#define LAYOUT_USER_END 0x40000000

/* The kernel sees physical address p at LAYOUT_KERNEL_BASE + p, supervisor only. */
#define LAYOUT_KERNEL_BASE 0xC0000000
/* Physical memory the kernel can reach that way, and so the most a module can use. */
#define LAYOUT_PHYSICAL_LIMIT 0x30000000
/* Each address space has its own two megabytes here: the I/O permission bitmap of its partition. */
#define LAYOUT_PRIVATE_BASE 0xF0000000
/* Fixed places of the interrupt controllers, mapped where they are. */
#define LAYOUT_IOAPIC 0xFEC00000
#define LAYOUT_LAPIC  0xFEE00000

/* The image is loaded by the boot loader from this physical address on. */
#define LAYOUT_IMAGE_PHYSICAL 0x00100000

/* Segment selectors a partition runs with. ds, es and ss are always LAYOUT_USER_DATA on return
 * from the kernel; fs and gs belong to the thread and are kept across switches. */
#define LAYOUT_KERNEL_CODE 0x08
#define LAYOUT_KERNEL_DATA 0x10
#define LAYOUT_USER_CODE   0x1b
#define LAYOUT_USER_DATA   0x23
#define LAYOUT_USER_TLS    0x2b

/* Software interrupt vectors of the two call gates (seed: 42 and 45). */
#define LAYOUT_SYSCALL_VECTOR   42
#define LAYOUT_HYPERCALL_VECTOR 45
/* Hardware interrupts arrive from this vector on, clear of both gates. */
#define LAYOUT_IRQ_VECTOR 64
/* The fast gate takes system call n as n and hypercall n as LAYOUT_FAST_HYPERCALL + n. */
#define LAYOUT_FAST_HYPERCALL 128

#endif
