/* SPDX-License-Identifier: BSD-2-Clause */
/* What guests of several cases do: look at the clock, wait for windows and instants, count. */
#ifndef GUEST_H
#define GUEST_H

#include <core/partition.h>
#include <virt/virt.h>

#include "check.h"

/* The virtual interrupts that a handler below has counted, and in which order they came. */
static volatile uint32_t guest_handled[POK_VECTOR_COUNT];
static volatile uint32_t guest_order[16], guest_order_count;

static inline VIRT_HANDLER void guest_count(uint32_t vector)
{
    guest_handled[vector - POK_VECTOR_BASE]++;
    guest_order[guest_order_count++ % 16] = vector;
}

static inline uint32_t handled(uint32_t vector)
{
    return guest_handled[vector - POK_VECTOR_BASE];
}

static inline uint32_t counted(uint32_t vector)
{
    return VCPU_PAGE->counted[vector - POK_VECTOR_BASE];
}

static inline void guest_request(uint32_t vector)
{
    CHECK_EQUAL(_CPU_Virtual_Irq_request(vector, guest_count), POK_ERRNO_OK);
}

static inline pok_time_t now_ns(void)
{
    return _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE);
}

static inline pok_time_t execution_ns(void)
{
    return _BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION);
}

static inline void spin_ns(pok_time_t length_ns)
{
    pok_time_t end_ns = now_ns() + length_ns;

    while (now_ns() < end_ns) {
    }
}

/* Until another window has begun. */
static inline void window_pass(void)
{
    uint32_t window = POK_PAGE->windows;

    while (POK_PAGE->windows == window) {
    }
}

static inline uint8_t port_read(uint16_t port)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline void port_write(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

/* The verdict, then nothing more. */
static inline _Noreturn void guest_end(void)
{
    (void)_CPU_Virtual_Interrupts_disable();
    check_verdict();
    for (;;) {
    }
}

#endif
