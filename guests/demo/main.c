/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The demo guest: one task computes and reports once a second, the other echoes what is typed at
 * the second serial port. The second is more urgent: a byte that arrives preempts the computation.
 */
#include <stdarg.h>
#include <stdio.h>

#include <virt/virt.h>

#include "executive.h"
#include "serial.h"

#define TICKS_PER_SECOND (1000000000 / EXECUTIVE_TICK_NS)
#define LINE_BYTES       80u
/* Numbers tried between two looks at the clock. */
#define BURST 200u

/* A whole line to the console, formatted on the task's own stack: tasks don't share a stream. */
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    char line[2 * LINE_BYTES];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    if (length > (int)sizeof(line) - 1)
        length = sizeof(line) - 1;
    (void)_BSP_Virtual_Console_write(line, (size_t)length);
}

static bool is_prime(uint32_t number)
{
    for (uint32_t divisor = 2; divisor * divisor <= number; divisor++) {
        if (number % divisor == 0)
            return false;
    }
    return number >= 2;
}

static void report(uint32_t primes, uint32_t number)
{
    uint32_t now_ms = (uint32_t)(_BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE) / 1000000);
    uint32_t ran_ms = (uint32_t)(_BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION) / 1000000);

    say("%u.%03u s, ran %u.%03u: %u ticks by %u upcalls, %u switches, %u preemptions, "
        "%u primes to %u, %u typed\n",
        (unsigned)(now_ms / 1000), (unsigned)(now_ms % 1000), (unsigned)(ran_ms / 1000),
        (unsigned)(ran_ms % 1000), (unsigned)executive_statistics.ticks,
        (unsigned)executive_statistics.upcalls, (unsigned)executive_statistics.switches,
        (unsigned)executive_statistics.preemptions, (unsigned)primes, (unsigned)number,
        (unsigned)serial_received());
}

/* Compute for the first half of each second, sleep for the rest, so that the idle task has a part.
 */
static void count(void)
{
    uint32_t primes = 0;
    uint32_t number = 0;
    uint32_t second = executive_statistics.ticks;

    for (;;) {
        while (executive_statistics.ticks - second < TICKS_PER_SECOND / 2) {
            for (uint32_t i = 0; i < BURST; i++)
                primes += is_prime(number++);
        }
        second += TICKS_PER_SECOND;
        executive_sleep(second - executive_statistics.ticks);
        report(primes, number);
    }
}

static void typed(void)
{
    executive_wake(TASK_ECHO);
}

/* Each character goes back to where it came from; each line also to the console. */
static void echo(void)
{
    char line[LINE_BYTES];
    uint32_t length = 0;

    for (;;) {
        int c = serial_get();

        if (c < 0) {
            executive_wait();
            continue;
        }
        serial_put((char)c);
        if (c != '\r' && c != '\n' && length < LINE_BYTES - 1) {
            line[length++] = (char)c;
        } else if (length != 0) {
            line[length] = '\0';
            say("typed: %s\n", line);
            length = 0;
        }
    }
}

int main(void)
{
    int error;

    say("demo guest: vCPU %u of %u\n", (unsigned)VCPU_PAGE->vcpu, (unsigned)VCPU_PAGE->vcpus);
    error = serial_open(typed);
    if (error != POK_ERRNO_OK)
        _CPU_Virtual_Stop_with_error((uint32_t)error);
    executive_create(TASK_COUNT, count);
    executive_create(TASK_ECHO, echo);
    error = executive_run();
    _CPU_Virtual_Stop_with_error((uint32_t)error);
}
