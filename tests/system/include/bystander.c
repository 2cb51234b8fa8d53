/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest beside partitions that misbehave. Its virtual timers, the windows it is told of, the
 * message it is sent, its memory, registers and FPU are as they were when nobody misbehaves: it
 * checks them in each window, for as many as its command line says, and every few windows it says
 * how much of everything it had, so that two runs can be compared line by line.
 */
#include <stdlib.h>
#include <string.h>

#include "abi/structs.h"
#include "core/call.h"
#include "guest.h"

#define TICK_NS      1000000LL
#define FRAME_NS     10000000LL
#define REPORT_EVERY 25u
#define WORDS        1024u

static volatile uint32_t ticks, windows, executed;
static uint32_t memory[WORDS];
static uint32_t pulse_port, pulse;

static VIRT_HANDLER void on_tick(uint32_t vector)
{
    ticks +=
        1 + __atomic_exchange_n(&VCPU_PAGE->missed[vector - POK_VECTOR_BASE], 0, __ATOMIC_RELAXED);
}

static VIRT_HANDLER void on_window(uint32_t vector)
{
    (void)vector;
    windows++;
}

static VIRT_HANDLER void on_executed(uint32_t vector)
{
    (void)vector;
    executed++;
}

static uint32_t pattern(uint32_t index)
{
    return index * 2246822519u ^ 0xc33c5aa5u;
}

static void check_memory(void)
{
    for (uint32_t i = 0; i < WORDS; i++) {
        if (memory[i] != pattern(i))
            CHECK_EQUAL(memory[i], pattern(i));
    }
}

static void check_pulse(void)
{
    uint32_t words[4] = {0};

    CHECK_EQUAL((uint32_t)pok_call_SAMPLING_READ(pulse_port, pok_address(words)) >> 1,
                sizeof(words));
    CHECK_EQUAL(words[1], ~words[0]);
    pulse = words[0];
}

/* Sleeps until the next window; nothing of the processor's state may be another's then. */
static void window_wait(void)
{
    static uint8_t before[512] __attribute__((aligned(16)));
    static uint8_t after[512] __attribute__((aligned(16)));
    static const double third = 1.0 / 3;
    uint32_t ebx = 0x51525354, esi = 0x61626364, edi = 0x71727374, seen = windows;

    __asm__ volatile("fninit\n\t"
                     "fldl %[third]\n\t"
                     "movd %%ebx, %%xmm0\n\t"
                     "pshufd $0, %%xmm0, %%xmm7\n\t"
                     "fxsave %[before]\n"
                     "1:\tcmpl %%eax, %[windows]\n\t"
                     "je 1b\n\t"
                     "fxsave %[after]\n\t"
                     "fninit"
                     : "+b"(ebx), "+S"(esi), "+D"(edi), [before] "=m"(before), [after] "=m"(after)
                     : "a"(seen), [windows] "m"(windows), [third] "m"(third)
                     : "memory", "cc");
    CHECK_EQUAL(ebx, 0x51525354u);
    CHECK_EQUAL(esi, 0x61626364u);
    CHECK_EQUAL(edi, 0x71727374u);
    CHECK(memcmp(before, after, 32 + 8 * 16 + 8 * 16) == 0);
}

static void begin(void)
{
    struct pok_port_create create = {
        .name = "pulse",
        .kind = POK_PORT_SAMPLING,
        .direction = POK_PORT_DESTINATION,
        .max_message_bytes = 16,
        .refresh_period_ns = FRAME_NS,
    };

    for (uint32_t i = 0; i < WORDS; i++)
        memory[i] = pattern(i);
    CHECK_EQUAL(pok_call_PORT_CREATE(pok_address(&create), pok_address(&pulse_port)), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, on_tick), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_WINDOW, on_window), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, on_executed), POK_ERRNO_OK);
    /* Ticks fall in the middle between two windows' starts. */
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE,
                                       PARTITION_PAGE->window_start_ns + FRAME_NS - TICK_NS / 2,
                                       TICK_NS),
                POK_ERRNO_OK);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 10 * FRAME_NS / 1000, 0),
                POK_ERRNO_OK);
    (void)_CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
}

int main(void)
{
    const uint32_t count = (uint32_t)atoi((const char *)PARTITION_PAGE->command_line);
    uint32_t first;

    begin();
    window_wait();
    first = windows;
    while (windows - first < count) {
        uint32_t passed = windows - first;

        CHECK_EQUAL(ticks, 1 + passed * (FRAME_NS / TICK_NS));
        CHECK_EQUAL(PARTITION_PAGE->restarts, 0);
        CHECK_EQUAL(VCPU_PAGE->depth, 0);
        check_memory();
        check_pulse();
        if (passed % REPORT_EVERY == 0)
            printf("window %u: %u ticks, pulse %u\n", (unsigned)passed, (unsigned)ticks,
                   (unsigned)pulse);
        window_wait();
    }
    CHECK_EQUAL(executed, 1);
    guest_end();
}
