/* SPDX-License-Identifier: BSD-2-Clause */
#include "gdt.h"
#include "abi/layout.h"
#include "trap.h"
#include "x86.h"

/* SDM vol. 3, 3.4.5. */

/* "Accessed" is set from the start, so that the processor never writes to the table. */
#define FLAT(type_bits)                                                                            \
    {                                                                                              \
        0xffff, 0, 0, (type_bits), 0xcf, 0                                                         \
    }
#define SEGMENT_KERNEL_CODE 0x9b
#define SEGMENT_KERNEL_DATA 0x93
#define SEGMENT_USER_CODE   0xfb
#define SEGMENT_USER_DATA   0xf3
#define SEGMENT_TSS         0x89

/* The table the processor reads: tasks are written at boot, TLS at thread switches. */
struct descriptor gdt[] __attribute__((aligned(8))) = {
    [LAYOUT_KERNEL_CODE / 8] = FLAT(SEGMENT_KERNEL_CODE),
    [LAYOUT_KERNEL_DATA / 8] = FLAT(SEGMENT_KERNEL_DATA),
    [LAYOUT_USER_CODE / 8] = FLAT(SEGMENT_USER_CODE),
    [LAYOUT_USER_DATA / 8] = FLAT(SEGMENT_USER_DATA),
    [LAYOUT_USER_TLS / 8] = FLAT(SEGMENT_USER_DATA),
    [SELECTOR_TSS_MACHINE_CHECK / 8] = {0},
};

/* sysenter and sysexit compute the others from one selector (SDM vol. 2). */
_Static_assert(LAYOUT_KERNEL_DATA == LAYOUT_KERNEL_CODE + 8, "sysenter's ss");
_Static_assert(LAYOUT_USER_CODE == (LAYOUT_KERNEL_CODE + 16) + 3, "sysexit's cs");
_Static_assert(LAYOUT_USER_DATA == (LAYOUT_KERNEL_CODE + 24) + 3, "sysexit's ss");
_Static_assert(sizeof(struct tss) == 104, "Intel's layout");

/* Main TSS: esp0 is written at thread switches, everything else at boot. */
struct tss_page tss_page __attribute__((aligned(4096)));

#define TASKS            3u
#define TASK_STACK_BYTES 2048u

/* Tasks of the last resort with their stacks: written at boot, used when the module ends. */
static struct tss task[TASKS];
static uint8_t task_stack[TASKS][TASK_STACK_BYTES] __attribute__((aligned(16)));

INIT static void tss_describe(uint32_t selector, uint32_t base, uint32_t bytes)
{
    struct descriptor *descriptor = &gdt[selector / 8];

    descriptor->limit_low = (uint16_t)(bytes - 1);
    descriptor->limit_high = 0;
    descriptor->type = SEGMENT_TSS;
    descriptor_set_base(descriptor, base);
}

INIT static void task_init(uint32_t index, uint32_t selector, void (*entry)(void))
{
    struct tss *tss = &task[index];

    tss->cr3 = read_cr3(); /* the kernel's own space */
    tss->eip = (uint32_t)entry;
    tss->eflags = EFLAGS_FIXED;
    tss->esp = (uint32_t)task_stack[index] + TASK_STACK_BYTES;
    tss->cs = LAYOUT_KERNEL_CODE;
    tss->ss = tss->ds = tss->es = LAYOUT_KERNEL_DATA;
    tss->io_bitmap = sizeof(*tss);
    tss_describe(selector, (uint32_t)tss, sizeof(*tss));
}

INIT void pok_gdt_init(void)
{
    struct {
        uint16_t limit;
        uint32_t base;
    } __attribute__((packed)) descriptor = {sizeof(gdt) - 1, (uint32_t)gdt};

    tss_page.tss.ss0 = LAYOUT_KERNEL_DATA;
    tss_page.tss.io_bitmap = sizeof(struct tss);
    tss_describe(SELECTOR_TSS, LAYOUT_PRIVATE_BASE + offsetof(struct tss_page, tss),
                 sizeof(struct tss) + IO_BITMAP_BYTES);
    task_init(0, SELECTOR_TSS_DOUBLE_FAULT, task_double_fault);
    task_init(1, SELECTOR_TSS_NMI, task_nmi);
    task_init(2, SELECTOR_TSS_MACHINE_CHECK, task_machine_check);

    __asm__ volatile("lgdt %0\n\t"
                     "ljmp %1, $1f\n"
                     "1:\n\t"
                     "movl %2, %%ss\n\t"
                     "movl %3, %%ds\n\t"
                     "movl %3, %%es\n\t"
                     "movl %4, %%fs\n\t"
                     "movl %4, %%gs\n\t"
                     "lldt %w4\n\t"
                     "ltr %w5"
                     :
                     : "m"(descriptor), "i"(LAYOUT_KERNEL_CODE), "r"(LAYOUT_KERNEL_DATA),
                       "r"(LAYOUT_USER_DATA), "r"(0), "r"(SELECTOR_TSS)
                     : "memory");
}
