/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/fault.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/thread.h"

/* Vectors of the processor: SDM volume 3, "Exception and interrupt reference". */
#define VECTOR_DE 0u
#define VECTOR_OF 4u
#define VECTOR_BR 5u
#define VECTOR_PF 14u
#define VECTOR_MF 16u
#define VECTOR_XM 19u

static bool is_guard_page(const struct partition *partition, uint32_t address)
{
    const struct config_partition *config = partition->config;

    for (uint32_t i = 0; i < config->stack_count; i++) {
        if (config->stacks[i].base - 1 - address < POK_PAGE_BYTES)
            return true;
    }
    return false;
}

enum health_error fault_error(const struct thread *thread, uint32_t vector, uint32_t address)
{
    switch (vector) {
    case VECTOR_DE:
    case VECTOR_OF:
    case VECTOR_BR:
    case VECTOR_MF:
    case VECTOR_XM:
        return HEALTH_ERROR_NUMERIC_ERROR;
    case VECTOR_PF:
        return is_guard_page(thread->partition, address) ? HEALTH_ERROR_STACK_OVERFLOW
                                                         : HEALTH_ERROR_MEMORY_VIOLATION;
    default:
        return HEALTH_ERROR_ILLEGAL_REQUEST;
    }
}

static void fault_raise(struct thread *thread, enum health_error error, uint32_t address)
{
    struct partition *partition = thread->partition;
    uint8_t action = health_raise(health_state_of(thread), error, partition, thread, address);

    /* A callback has been stopped already. */
    if (action == CONFIG_HM_IGNORE && thread->state == POK_STATE_READY)
        thread_fault(thread);
}

void fault_user(struct thread *thread, uint32_t vector, uint32_t error, uint32_t address)
{
    (void)error;
    fault_raise(thread, fault_error(thread, vector, address), address);
}

void fault_stack(struct thread *thread)
{
    fault_raise(thread, HEALTH_ERROR_MEMORY_VIOLATION, 0);
}
