/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "virq_host.h"
#include "core/arch.h"
#include "core/fault.h"
#include "core/health.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/thread.h"

struct processor processor;
struct vcpu vcpu;
uint32_t stack_faults;
const struct config_module config_module;
static uint8_t stack[STACK_BYTES];

uint8_t *user_memory(uint32_t address, uint32_t bytes)
{
    if (address < STACK_BASE || address - STACK_BASE + bytes > STACK_BYTES)
        return NULL;
    return &stack[address - STACK_BASE];
}

pok_ret_t arch_copy_from_user(void *to, uint32_t from_user, uint32_t bytes)
{
    uint8_t *from = user_memory(from_user, bytes);

    if (from == NULL)
        return POK_ERRNO_EFAULT;
    memcpy(to, from, bytes);
    return POK_ERRNO_OK;
}

pok_ret_t arch_copy_to_user(uint32_t to_user, const void *from, uint32_t bytes)
{
    uint8_t *to = user_memory(to_user, bytes);

    if (to == NULL)
        return POK_ERRNO_EFAULT;
    memcpy(to, from, bytes);
    return POK_ERRNO_OK;
}

uint64_t arch_time_ns(void)
{
    return 0;
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

struct vcpu *vcpu_find(const struct partition *of, uint32_t index)
{
    (void)of;
    return index == 0 ? &vcpu : NULL;
}

bool partition_may_execute(const struct partition *of, uint32_t address)
{
    (void)of;
    return address >= VIRQ_HOST_TEXT && address < VIRQ_HOST_TEXT_END;
}

void thread_wake(struct thread *woken, uint8_t reason)
{
    woken->wait &= (uint8_t)~reason;
}

void fault_stack(struct thread *faulting)
{
    (void)faulting;
    stack_faults++;
}

void health_hardware_fault(uint32_t line)
{
    fail_msg("line %u had an owner", line);
}
