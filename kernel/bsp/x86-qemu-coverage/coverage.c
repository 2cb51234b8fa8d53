/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * At each end of the module, the kernel's variables go to QEMU's debug port, with the counters that
 * the compiler has added among them. tests/coverage/coverage.py knows from the image where those
 * are, so there is nothing of gcov here.
 */
#include "core/config.h"
#include "trap.h"

#define DEBUG_PORT 0xe9

/* Head of what is written: "COVR", first address, bytes. */
#define MAGIC 0x52564f43u

/* The linker puts this before uart_drain(), which each end of the module calls. */
void __wrap_uart_drain(void);
void __real_uart_drain(void);
/* Named in gcov's tables, never called. */
void __gcov_merge_add(void);

static void debug_write(const void *from, uint32_t bytes)
{
    __asm__ volatile("rep outsb" : "+S"(from), "+c"(bytes) : "d"(DEBUG_PORT) : "memory");
}

void __wrap_uart_drain(void)
{
    /* In the image, the stack is before all other variables without a start value. */
    uint32_t start = (uint32_t)kernel_stack_top;
    uint32_t bytes = (uint32_t)config_module.page_pool - start;
    uint32_t head[] = {MAGIC, start, bytes};

    debug_write(head, sizeof(head));
    debug_write(kernel_stack_top, bytes);
    __real_uart_drain();
}

void __gcov_merge_add(void)
{
}
