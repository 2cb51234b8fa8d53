/* SPDX-License-Identifier: BSD-2-Clause */
#include "arch_host.h"
#include <string.h>
#include "core/arch.h"
#include "core/call.h"
#include "core/partition.h"
#include "core/processor.h"
#include "abi/layout.h"
#include "abi/partition_page.h"
#include "arch_stamp.h"

uint8_t host_memory[HOST_MEMORY_BYTES] __attribute__((aligned(4096)));
uint64_t host_now_ns;
uint64_t host_armed_ns;
uint32_t host_arm_count;
uint64_t host_late_ns;
uint64_t host_horizon_ns;
uint64_t host_piece_ns;
jmp_buf host_end;
uint32_t host_switches;
char host_console[HOST_CONSOLE_BYTES];
uint32_t host_console_length;
bool host_console_stuck;
uint32_t host_lines;
struct pok_clock arch_clock;

void host_reset(void)
{
    memset(host_memory, 0, sizeof(host_memory));
    host_now_ns = 0;
    host_armed_ns = UINT64_MAX;
    host_arm_count = 0;
    host_late_ns = 0;
    host_horizon_ns = UINT64_MAX;
    host_piece_ns = 0;
    host_switches = 0;
    host_console_length = 0;
    host_console_stuck = false;
    host_lines = 0;
}

uint64_t arch_time_ns(void)
{
    return host_now_ns;
}

void arch_time_start(void)
{
    host_now_ns = 0;
}

uint32_t arch_stamp_wait(uint64_t instant_ns)
{
    if (host_now_ns < instant_ns)
        host_now_ns = instant_ns;
    return (uint32_t)(host_now_ns - instant_ns);
}

void arch_timer_arm(uint64_t instant_ns)
{
    host_armed_ns = instant_ns;
    host_arm_count++;
}

/* The page table of the shared pages: the only one that the kernel changes later. */
static page_entry_t shared_table[POK_MAX_PARTITIONS][512];

static page_entry_t *shared_entry(const struct partition *partition, uint32_t address)
{
    if (address < LAYOUT_SHARED_BASE || address >= LAYOUT_SHARED_END)
        return NULL;
    return &shared_table[partition->index][(address - LAYOUT_SHARED_BASE) / POK_PAGE_BYTES];
}

void arch_space_create(struct partition *partition)
{
    const struct config_partition *config = partition->config;

    memset(shared_table[partition->index], 0, sizeof(shared_table[0]));
    partition->space.shared = shared_table[partition->index];
    for (uint32_t i = 0; i < config->region_count; i++) {
        const struct config_region *region = &config->regions[i];

        for (uint32_t offset = 0; offset < region->size_bytes; offset += POK_PAGE_BYTES) {
            page_entry_t *entry = shared_entry(partition, region->virtual_address + offset);

            if (entry != NULL)
                *entry = region->physical_address + offset;
        }
    }
}

void arch_space_switch(const struct partition *partition)
{
    (void)partition;
    host_switches++;
}

void *arch_physical(uint32_t physical_address)
{
    return &host_memory[physical_address];
}

/* Two pieces of a process's memory, by choice of the test. */
const uint8_t *host_image[2];
uint32_t host_image_bytes[2];

bool arch_image_holds(const void *start, uint32_t bytes, bool writable)
{
    uintptr_t offset = (uintptr_t)start - (uintptr_t)host_image[writable];

    if (host_image[writable] == NULL)
        return start != NULL;
    return offset <= host_image_bytes[writable] && bytes <= host_image_bytes[writable] - offset;
}

uint32_t arch_image_end(void)
{
    return HOST_IMAGE_END;
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

void *host_user(const struct partition *partition, uint32_t address, uint32_t bytes)
{
    for (uint32_t i = 0; i < partition->config->region_count; i++) {
        const struct config_region *region = &partition->config->regions[i];
        uint32_t offset = address - region->virtual_address;

        if (offset >= region->size_bytes || bytes > region->size_bytes - offset)
            continue;
        if (region->access & CONFIG_DEVICE)
            return NULL; /* no device answers */
        if (shared_entry(partition, address) != NULL)
            return &host_memory[*shared_entry(partition, address) + address % POK_PAGE_BYTES];
        return &host_memory[region->physical_address + offset];
    }
    return NULL;
}

/* Copies stop at the first byte that isn't there, as the processor does. */
pok_ret_t arch_copy_from_user(void *to, uint32_t from_user, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++) {
        const uint8_t *from = host_user(processor.space, from_user + i, 1);

        if (from == NULL)
            return POK_ERRNO_EFAULT;
        ((uint8_t *)to)[i] = *from;
    }
    return POK_ERRNO_OK;
}

pok_ret_t arch_copy_to_user(uint32_t to_user, const void *from, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++) {
        uint8_t *to = host_user(processor.space, to_user + i, 1);

        if (to == NULL || !partition_may_write(processor.space, to_user + i, 1))
            return POK_ERRNO_EFAULT;
        *to = ((const uint8_t *)from)[i];
    }
    return POK_ERRNO_OK;
}

pok_ret_t arch_copy_message(void *to, uint32_t from_user, uint32_t bytes)
{
    uint8_t last;

    if (arch_copy_from_user(&last, from_user + bytes - 1, 1) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    return arch_copy_from_user(to, from_user, bytes);
}

void arch_copy_words(void *to, const void *from, uint32_t words)
{
    memcpy(to, from, words * sizeof(uint32_t));
}

static void take_timer_interrupt(void)
{
    if (host_armed_ns + host_late_ns > host_now_ns)
        host_now_ns = host_armed_ns + host_late_ns;
    host_armed_ns = UINT64_MAX;
    timer_interrupt();
}

void arch_interrupt_window(void)
{
    host_now_ns += host_piece_ns;
    if (host_armed_ns <= host_now_ns)
        take_timer_interrupt();
}

void arch_wait_for_interrupt(void)
{
    if (host_armed_ns > host_horizon_ns) {
        host_now_ns = host_horizon_ns;
        longjmp(host_end, HOST_HORIZON);
    }
    take_timer_interrupt();
}

void host_run_until(uint64_t instant_ns)
{
    while (host_armed_ns + host_late_ns <= instant_ns) {
        take_timer_interrupt();
        kernel_exit();
    }
    if (host_now_ns < instant_ns)
        host_now_ns = instant_ns;
}

pok_ret_t host_call(uint32_t number, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)
{
    struct thread *caller = processor.current;

    caller->arch.context.eax = (uint32_t)syscall_table[number](number, a1, a2, a3, a4);
    if (processor.exit_work != 0)
        kernel_exit();
    return (pok_ret_t)caller->arch.context.eax;
}

bool arch_console_ready(void)
{
    return !host_console_stuck;
}

bool arch_console_get(char *c)
{
    (void)c;
    return false;
}

void arch_console_put(char c)
{
    if (host_console_length < HOST_CONSOLE_BYTES - 1)
        host_console[host_console_length++] = c;
    host_console[host_console_length] = '\0';
}

void arch_line_mask(uint32_t line)
{
    host_lines &= ~(1u << line);
}

void arch_line_unmask(uint32_t line)
{
    host_lines |= 1u << line;
}

void arch_line_set_trigger(uint32_t line, bool level)
{
    (void)line;
    (void)level;
}

uint64_t arch_divide(uint64_t dividend, uint32_t divisor)
{
    return dividend / divisor;
}

_Noreturn void arch_power_off(void)
{
    longjmp(host_end, HOST_POWER_OFF);
}

_Noreturn void arch_reset(void)
{
    longjmp(host_end, HOST_RESET);
}

_Noreturn void arch_stop(void)
{
    longjmp(host_end, HOST_STOP);
}
