/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's core as Frama-C's Eva sees it: the module of the unit tests, booted, then any one
 * call with any arguments of a partition whose memory may hold anything. `make frama-c`,
 * docs/frama-c.md.
 */
#include <__fc_builtin.h>
#include <string.h>

#include "arch_fixture.h"
#include "core/arch.h"
#include "core/call.h"
#include "core/module.h"
#include "core/options.h"
#include "core/processor.h"
#include "core/schedule.h"

uint8_t memory[0x60000]; /* physical: HOST_MEMORY_BYTES of the unit tests */
struct pok_clock arch_clock;

static uint32_t anything(void)
{
    return (uint32_t)Frama_C_unsigned_int_interval(0, 0xffffffff);
}

/* --- the architecture: what it may do to the core's memory, and no more -------------------------
 */

/* What is read from a partition is unknown; the buffer must be there, whole. */
pok_ret_t arch_copy_from_user(void *to, uint32_t from_user, uint32_t bytes)
{
    (void)from_user;
    if (bytes != 0)
        Frama_C_make_unknown(to, bytes);
    return Frama_C_nondet(POK_ERRNO_OK, POK_ERRNO_EFAULT);
}

pok_ret_t arch_copy_message(void *to, uint32_t from_user, uint32_t bytes)
{
    return arch_copy_from_user(to, from_user, bytes);
}

/* What is written to a partition must be the kernel's to read. */
pok_ret_t arch_copy_to_user(uint32_t to_user, const void *from, uint32_t bytes)
{
    (void)to_user;
    /*@ assert source: \valid_read((const char *)from + (0 .. bytes - 1)); */
    return Frama_C_nondet(POK_ERRNO_OK, POK_ERRNO_EFAULT);
}

void arch_copy_words(void *to, const void *from, uint32_t words)
{
    memcpy(to, from, words * 4);
}

uint64_t arch_time_ns(void)
{
    return Frama_C_unsigned_long_long_interval(0, 1ull << 62);
}

void arch_time_start(void)
{
}

void arch_timer_arm(uint64_t instant_ns)
{
    (void)instant_ns;
}

void arch_space_create(struct partition *partition)
{
    (void)partition;
}

void arch_space_switch(const struct partition *partition)
{
    (void)partition;
}

void *arch_physical(uint32_t physical_address)
{
    return &memory[physical_address];
}

bool arch_has_fast_gate(void)
{
    return true;
}

void arch_thread_reset(struct thread *thread, uint32_t entry, uint32_t stack_top, uint32_t argument)
{
    thread->arch.context = (context_t){.eip = entry, .esp = stack_top, .ebx = argument};
}

void arch_thread_set_return(struct thread *thread, pok_ret_t value)
{
    thread->arch.context.eax = (uint32_t)value;
}

void arch_thread_set_tls(struct thread *thread, uint32_t base)
{
    thread->arch.tls_base = base;
}

void arch_thread_switch(struct thread *from, struct thread *to)
{
    (void)from, (void)to;
}

void arch_interrupt_window(void)
{
}

void arch_wait_for_interrupt(void)
{
}

bool arch_console_ready(void)
{
    return Frama_C_nondet(0, 1);
}

bool arch_console_get(char *c)
{
    *c = (char)anything();
    return Frama_C_nondet(0, 1);
}

void arch_console_put(char c)
{
    (void)c;
}

void arch_line_mask(uint32_t line)
{
    (void)line;
}

void arch_line_unmask(uint32_t line)
{
    (void)line;
}

void arch_line_set_trigger(uint32_t line, bool level)
{
    (void)line, (void)level;
}

uint64_t arch_divide(uint64_t dividend, uint32_t divisor)
{
    return dividend / divisor;
}

/* Ends: nothing comes behind them. */
_Noreturn void arch_power_off(void)
{
    for (;;)
        ;
}

_Noreturn void arch_reset(void)
{
    for (;;)
        ;
}

_Noreturn void arch_stop(void)
{
    for (;;)
        ;
}

/* The fixture's: its own copies of memory aren't used here. */
void host_reset(void)
{
}

/* --- what is analysed ----------------------------------------------------------------------------
 */

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

/* The state between boot and the first call, with any of the ports created. */
static void enter(struct partition *partition)
{
    fixture_reset();
    boot_options.loglevel = 0;
    schedule_init();
    for (uint16_t i = 0; i < config_module.partition_count; i++)
        partition_init(i);
    port_init();
    for (uint32_t i = 0; i < config_module.port_count; i++) {
        struct port *port = &config_module.port_table[i];

        if (Frama_C_nondet(0, 1))
            port->access = PORT_ACCESS(port->config->kind, port->config->Direction);
    }
    partition->mode = POK_PARTITION_MODE_COLD_START;
    processor.partition = partition;
    processor.space = partition;
    processor.partition_identifier = partition->config->PartitionIdentifier;
    processor.current = &partition->threads[0];
    processor.exit_work = 0;
}

static void any_call(void)
{
    uint32_t number = Frama_C_unsigned_int_interval(FIRST_CALL, LAST_CALL);

    /*@ split number; */
    syscall_table[number](number, anything(), anything(), anything(), anything());
}

/* One call of a partition that sends, and of one that receives. */
void analyse_source(void)
{
    enter(ALPHA);
    any_call();
}

void analyse_destination(void)
{
    enter(BRAVO);
    any_call();
}
