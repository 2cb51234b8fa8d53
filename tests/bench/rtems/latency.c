/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a device's request to RTEMS's handler, and back to the interrupted task, in counts of the
 * time stamp counter: the second serial port asks for service the moment that it may, so the
 * instruction behind `out` is the interrupted one. Compiled alike natively and as a guest.
 */
#include <bsp.h>
#include <bsp/irq.h>
#include <stdio.h>
#include <stdlib.h>

#define PORT              0x2f8
#define INTERRUPT_ENABLE  1
#define IDENTIFICATION    2
#define MODEM_CONTROL     4
#define OUT2              8
#define TRANSMITTER_EMPTY 2
#define LINE              3
#define ROUNDS            101

static volatile uint32_t entered;
static uint32_t entry[ROUNDS], back[ROUNDS];

static inline uint32_t counter(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return low;
}

static inline void out(uint16_t offset, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"((uint16_t)(PORT + offset)));
}

static inline uint8_t in(uint16_t offset)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"((uint16_t)(PORT + offset)));
    return value;
}

static void handler(void *argument)
{
    (void)argument;
    entered = counter();
    (void)in(IDENTIFICATION);
    out(INTERRUPT_ENABLE, 0);
}

static int compare(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left, r = *(const uint32_t *)right;

    return l < r ? -1 : l > r;
}

/* As RTEMS's timing tests print. */
static void print(const char *name, uint32_t *values)
{
    qsort(values, ROUNDS, sizeof(*values), compare);
    printf("%s - %lu\n", name, (unsigned long)values[ROUNDS / 2]);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    printf("*** BEGIN OF TEST LATENCY ***\n");
    out(INTERRUPT_ENABLE, 0);
    out(MODEM_CONTROL, OUT2);
    if (rtems_interrupt_handler_install(LINE, "latency", RTEMS_INTERRUPT_UNIQUE, handler, NULL) !=
        RTEMS_SUCCESSFUL)
        rtems_fatal_error_occurred(1);
    for (unsigned i = 0; i < ROUNDS; i++) {
        uint32_t begin = counter(), end;

        entered = begin;
        out(INTERRUPT_ENABLE, TRANSMITTER_EMPTY);
        end = counter();
        while (entered == begin) {
        }
        entry[i] = entered - begin;
        back[i] = end - entered;
    }
    print("interrupt: from a device to the handler", entry);
    print("interrupt: from the handler to the task", back);
    printf("*** END OF TEST LATENCY ***\n");
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
