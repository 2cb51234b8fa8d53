/* SPDX-License-Identifier: BSD-2-Clause */
#include "bsp.h"
#include "core/hypercall.h"
#include "event.h"
#include "x86.h"

#define VECTORS   256u
#define TASK_GATE 0x85u

struct descriptor_table {
    uint16_t limit;
    uint32_t base;
} __attribute__((packed));

/* floors.S */
extern uint32_t floor_sysenter_eip;
extern uint32_t count_crossings;
extern uint32_t count_cr3;
extern uint32_t count_cr3_loads;
extern uint32_t count_original[VECTORS];
extern const char count_stubs[];
void floor_empty(void);
void floor_registers(void);
void floor_cr3(void);
void floor_sysenter(void);
void floor_count(void);
void count_sysenter(void);
uint32_t count_switch(uint32_t on, uint32_t *cr3_loads);

/* Where sysenter goes in the kernel. Written at boot. */
uint32_t floor_sysenter_eip;
/* Ways into the kernel and new values of CR3 while counting, and the last value. floors.S writes.
 */
uint32_t count_crossings;
uint32_t count_cr3;
uint32_t count_cr3_loads;
/* The kernel's own entries, and the table that leads to them through the counting stubs. */
uint32_t count_original[VECTORS];
static uint64_t count_gates[VECTORS];
static struct descriptor_table kernel_table;

/* SDM volume 3, 6.11: offset in bits 0 to 15 and 48 to 63, type in bits 40 to 47. */
INIT static void count_init(void)
{
    const uint64_t *gate;

    __asm__("sidt %0" : "=m"(kernel_table));
    gate = (const uint64_t *)kernel_table.base;
    for (uint32_t i = 0; i < VECTORS; i++) {
        uint32_t stub = (uint32_t)count_stubs + i * COUNT_STUB_BYTES;

        count_original[i] = (uint32_t)(gate[i] & 0xffffu) | (uint32_t)(gate[i] >> 32 & 0xffff0000u);
        count_gates[i] = gate[i];
        if ((gate[i] >> 40 & 0xffu) != TASK_GATE)
            count_gates[i] = (gate[i] & 0x0000ffffffff0000ull) | (stub & 0xffffu) |
                             (uint64_t)(stub & 0xffff0000u) << 32;
    }
}

/* Start (from 0) or stop counting; returns the crossings, and the CR3 loads through the pointer. */
uint32_t count_switch(uint32_t on, uint32_t *cr3_loads)
{
    const struct descriptor_table counting = {kernel_table.limit, (uint32_t)count_gates};
    uint32_t crossings = count_crossings;

    *cr3_loads = count_cr3_loads;
    if (on) {
        __asm__ volatile("lidt %0" : : "m"(counting));
        wrmsr(MSR_SYSENTER_EIP, (uint32_t)count_sysenter);
        count_crossings = 0;
        count_cr3_loads = 0;
        count_cr3 = read_cr3();
    } else {
        __asm__ volatile("lidt %0" : : "m"(kernel_table));
        wrmsr(MSR_SYSENTER_EIP, floor_sysenter_eip);
    }
    return crossings;
}

INIT void bsp_init(void)
{
    pok_hypercall_init();
    floor_sysenter_eip = (uint32_t)rdmsr(MSR_SYSENTER_EIP);
    pok_arch_event_register(FLOOR_EMPTY_VECTOR, floor_empty);
    pok_arch_event_register(FLOOR_REGISTERS_VECTOR, floor_registers);
    pok_arch_event_register(FLOOR_CR3_VECTOR, floor_cr3);
    pok_arch_event_register(FLOOR_SYSENTER_VECTOR, floor_sysenter);
    pok_arch_event_register(FLOOR_COUNT_VECTOR, floor_count);
    count_init();
}
