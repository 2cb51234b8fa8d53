/* SPDX-License-Identifier: BSD-2-Clause */
/* The architecture as the core may rely on it: what it may do to the core's memory, and no more. */
#include <string.h>

#include "arch_host.h"
#include "core/arch.h"
#include "core/options.h"
#include "core/port.h"
#include "core/processor.h"
#include "core/schedule.h"
#include "core/state.h"
#include "harness.h"

uint8_t memory[ARCH_MEMORY_BYTES];
struct pok_clock arch_clock;

/* --- the copy functions -------------------------------------------------------------------------
 *
 * kernel/arch/x86/copy.S is assembly, which Eva can't read. These are its contract: what a caller
 * has to make sure of (Eva looks at each call), and what may come out of it.
 * tests/system/copy-edges holds the assembly to the same.
 *
 * EFAULT may come from any call: a partition's memory is as large as its configuration says. Bytes
 * may have been copied before it is found out, except by arch_copy_message().
 */

/*@ requires room: bytes == 0 || \valid((char *)to + (0 .. bytes - 1)); */
pok_ret_t arch_copy_from_user(void *to, uint32_t from_user, uint32_t bytes)
{
    (void)from_user;
    if (bytes != 0)
        Frama_C_make_unknown(to, bytes);
    return Frama_C_nondet(POK_ERRNO_OK, POK_ERRNO_EFAULT);
}

/*@ requires not_empty: bytes >= 1;
    requires room: \valid((char *)to + (0 .. bytes - 1)); */
pok_ret_t arch_copy_message(void *to, uint32_t from_user, uint32_t bytes)
{
    (void)from_user;
    if (Frama_C_nondet(0, 1))
        return POK_ERRNO_EFAULT;
    Frama_C_make_unknown(to, bytes);
    return POK_ERRNO_OK;
}

/* What is written to a partition must be the kernel's to read. */
/*@ requires source: bytes == 0 || \valid_read((const char *)from + (0 .. bytes - 1)); */
pok_ret_t arch_copy_to_user(uint32_t to_user, const void *from, uint32_t bytes)
{
    (void)to_user, (void)from, (void)bytes;
    return Frama_C_nondet(POK_ERRNO_OK, POK_ERRNO_EFAULT);
}

/* The precondition is memcpy()'s. */
void arch_copy_words(void *to, const void *from, uint32_t words)
{
    memcpy(to, from, words * 4);
}

/* --- the rest -----------------------------------------------------------------------------------
 */

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

/* The page table of the shared pages: the only one that the kernel changes later. */
static page_entry_t shared_table[POK_MAX_PARTITIONS][512];

void arch_space_create(struct partition *partition)
{
    partition->space.shared = shared_table[partition->index];
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

/* Boot's: the copies of memory that the unit tests keep aren't used here. */
void host_reset(void)
{
}

void enter(struct partition *partition)
{
    boot_options.loglevel = 0;
    schedule_init();
    for (uint16_t i = 0; i < config_module.partition_count; i++)
        partition_init(i);
    port_init();
    for (uint32_t i = 0; i < config_module.port_count; i++) {
        struct port *port = &config_module.port_table[i];

        port->access =
            (uint8_t)Frama_C_nondet(0, PORT_ACCESS(port->config->kind, port->config->Direction));
    }
    partition->mode = POK_PARTITION_MODE_COLD_START;
    processor.partition = partition;
    processor.space = partition;
    processor.partition_identifier = partition->config->PartitionIdentifier;
    processor.current = &partition->threads[0];
    processor.exit_work = 0;
}
