/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the processor keeps of a thread: the saved context that traps push into, the FPU area and
 * the thread's own segment registers. Compiles on the host, too, for the core's unit tests.
 */
#ifndef ARCH_THREAD_H
#define ARCH_THREAD_H

#include "abi/types.h"

#define ARCH_FPU_BYTES 512u
/* What arch_thread_reset() may write below a stack's top: it aligns it first. */
#define ARCH_START_BYTES 36u

/*
 * The one trap frame, complete after every entry but an undisturbed fast call. Lowest address
 * first, so the last pushed is on top. ds, es: see docs/architecture.md.
 */
typedef struct {
    /* pusha of the entry code */
    uint32_t edi;
    uint32_t esi;
    uint32_t ebp;
    uint32_t esp_unused;
    uint32_t ebx;
    uint32_t edx;
    uint32_t ecx;
    uint32_t eax;
    uint32_t vector; /* the entry code */
    uint32_t error;  /* the processor for some exceptions, else the entry code (0) */
    /* the processor; esp and ss only when it came from ring 3 */
    uint32_t eip;
    uint32_t cs;
    uint32_t eflags;
    uint32_t esp;
    uint32_t ss;
} context_t;

/* The seed's name for what an interrupt leaves: here it is the whole context. */
typedef context_t interrupt_frame;

struct arch_thread {
    context_t context; /* first: TSS.esp0 of the running thread is its end */
    uint16_t fs;
    uint16_t gs;
    uint32_t tls_base; /* of LAYOUT_USER_TLS while this thread runs */
};

/* fxsave's image. Not in the other: what comes behind that should be within its short reach. */
struct arch_fpu {
    uint8_t image[ARCH_FPU_BYTES] __attribute__((aligned(16)));
};

#endif
