/* SPDX-License-Identifier: BSD-2-Clause */
/* The one place that knows QEMU: its command line, and what its end means. */
#ifndef BULKHEAD_QEMU_H
#define BULKHEAD_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct qemu_options {
    const char *program; /* QEMU's */
    const char *image;   /* a Multiboot ELF file, or a boot disk */
    bool disk;
    const char *machine; /* pc, q35 */
    const char *cpu;
    uint64_t memory_bytes;      /* at least */
    const char *icount;         /* shift, NULL: no instruction counting */
    const char *com2;           /* as the user said it, NULL: nothing there */
    const char *log;            /* file that gets the console, too; NULL: none */
    const char *kernel_options; /* the kernel's command line */
    bool gdb;
    bool reboot;              /* let a reset reset the machine */
    uint32_t timeout_seconds; /* 0: none */
};

/* Run QEMU to its end, console on the standard streams; returns one of our exit statuses. */
int qemu_run(const struct qemu_options *options);
/* Print the command line, quoted for a shell. */
void qemu_print(const struct qemu_options *options);

#endif
