/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core under analysis: the module of the unit tests, booted, then any one call with any
 * arguments of a native partition whose memory may hold anything. And the boot line.
 */
#include "arch_fixture.h"
#include "core/fault.h"
#include "core/options.h"
#include "core/syscall.h"
#include "harness.h"

static void complain(const char *word, uint32_t length)
{
    if (length != 0)
        (void)(word[0] + word[length - 1]);
}

/* The boot line: any bytes up to a NUL. */
void analyse_options(void)
{
    static char line[16];
    struct boot_options options = {.loglevel = 1};

    Frama_C_make_unknown(line, sizeof(line) - 1);
    options_parse(&options, line, complain);
}

static void any_call(struct partition *partition, uint32_t first, uint32_t last)
{
    uint32_t number = Frama_C_unsigned_int_interval(first, last);

    fixture_reset();
    enter(partition);
    /*@ split number; */
    syscall_table[number](number, anything(), anything(), anything(), anything());
}

/* One call with a number of a range. */
#define CALLS(name, partition, first, last)                                                        \
    void analyse_##name##_##first##_##last(void)                                                   \
    {                                                                                              \
        any_call(partition, first, last);                                                          \
    }

/* ALPHA's ports send, BRAVO's receive. */
CALLS(source, ALPHA, 0, 4)
CALLS(source, ALPHA, 5, 9)
CALLS(source, ALPHA, 10, 11)
CALLS(source, ALPHA, 12, 16)
CALLS(source, ALPHA, 17, 19)
CALLS(source, ALPHA, 20, 31)
CALLS(source, ALPHA, 33, 40)
CALLS(destination, BRAVO, 12, 19)
CALLS(destination, BRAVO, 29, 29)

/* By the gate's own dispatcher, which has the number from a register: those that are no calls. */
void analyse_gate(void)
{
    pok_syscall_args_t args = {anything(), anything(), anything(), anything(), anything()};
    uint32_t number = anything();

    fixture_reset();
    enter(ALPHA);
    if (number > POK_SYSCALL_SCHEDULE_ID)
        (void)pok_core_syscall((pok_syscall_id_t)number, &args, NULL);
}

/* Any exception of its code: what the processor tells, and an address that is in CR2. */
void analyse_fault(void)
{
    fixture_reset();
    enter(ALPHA);
    fault_user(processor.current, anything(), anything(), anything());
}
