/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/arch.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/thread.h"
#include "abi/layout.h"
#include "arch_switch.h"
#include "space.h"
#include "x86.h"

/* Start values of the FPU: all exceptions masked (SDM vol. 1, 8.1.5 and 11.6.4). */
#define FPU_CONTROL_OFFSET 0
#define FPU_CONTROL        0x37f
#define FPU_MXCSR_OFFSET   24
#define FPU_MXCSR          0x1f80

uint32_t live_tls_base;

/* One word on a thread's stack, whichever address space is current. */
static void stack_write(const struct thread *thread, uint32_t address, uint32_t value)
{
    uint32_t physical;

    if (space_translate(&thread->partition->space, address, &physical) &&
        physical < config_module.physical_end)
        *(uint32_t *)arch_physical(physical) = value;
}

/* An instruction a word: a start has interrupts closed. */
static void fpu_clear(struct arch_fpu *fpu)
{
    void *to = fpu->image;
    uint32_t words = ARCH_FPU_BYTES / 4;

    __asm__ volatile("rep stosl" : "+D"(to), "+c"(words) : "a"(0) : "memory");
}

void arch_thread_reset(struct thread *thread, uint32_t entry, uint32_t stack_top, uint32_t argument)
{
    struct arch_thread *arch = &thread->arch;
    /* The argument is 16-byte aligned, the word below is the return address. */
    uint32_t stack = (stack_top & ~15u) - 16;

    stack_write(thread, stack, argument);
    stack_write(thread, stack - 4, 0);
    arch->context = (context_t){
        .eip = entry,
        .cs = LAYOUT_USER_CODE,
        .eflags = EFLAGS_FIXED | EFLAGS_IF,
        .esp = stack - 4,
        .ss = LAYOUT_USER_DATA,
    };
    arch->fs = 0;
    arch->gs = 0;
    arch->tls_base = 0;
    fpu_clear(&thread->fpu);
    *(uint16_t *)&thread->fpu.image[FPU_CONTROL_OFFSET] = FPU_CONTROL;
    *(uint32_t *)&thread->fpu.image[FPU_MXCSR_OFFSET] = FPU_MXCSR;
    /* A call of its own that it is reset in has no result to return. */
    if (processor.current == thread)
        processor.exit_work |= EXIT_CONTEXT;
    /* What the processor still holds of it is the past. */
    if (processor.loaded == thread)
        processor.loaded = &thread_nobody;
}

void arch_thread_set_return(struct thread *thread, pok_ret_t value)
{
    thread->arch.context.eax = (uint32_t)value;
}

void arch_thread_set_tls(struct thread *thread, uint32_t base)
{
    thread->arch.tls_base = base;
    thread->arch.gs = LAYOUT_USER_TLS;
    if (processor.loaded != thread)
        return;
    __asm__ volatile("movw %%fs, %0" : "=m"(thread->arch.fs));
    selectors_load(&thread->arch);
}
