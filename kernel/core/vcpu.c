/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/vcpu.h"
#include "core/arch.h"
#include "core/process.h"
#include "core/virq.h"
#include "core/virtual_timer.h"
#include "abi/layout.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

INIT static void vcpu_ranks(struct vcpu *vcpu, const struct config_partition *config)
{
    for (uint32_t rank = 0; rank < POK_VECTOR_COUNT; rank++)
        vcpu->source_of_rank[rank] = 0;
    for (uint32_t source = 0; source < POK_VECTOR_COUNT; source++) {
        vcpu->rank_of_source[source] = config->vector_rank[source];
        if (config->vector_rank[source] < POK_VECTOR_COUNT)
            vcpu->source_of_rank[config->vector_rank[source]] = (uint8_t)source;
    }
    /* A line that goes to another vCPU of the partition is none of this one's. */
    for (uint32_t i = 0; i < config->line_count; i++) {
        if (config->lines[i].vcpu != vcpu->index)
            vcpu->rank_of_source[config->lines[i].Line] = VCPU_NO_RANK;
    }
}

/* vCPUs stand in partition order in the configured table. */
INIT static struct vcpu *vcpu_storage(const struct partition *partition)
{
    struct vcpu *first = config_module.vcpu_table;

    for (uint32_t p = 0; p < partition->index; p++)
        first += config_module.partitions[p].vcpu_count;
    return first;
}

INIT void alloc_vcpu(struct partition *partition)
{
    const struct config_partition *config = partition->config;
    struct vcpu *vcpu = vcpu_storage(partition);

    for (uint32_t i = 0; i < config->vcpu_count; i++, vcpu++) {
        vcpu->index = (uint8_t)i;
        vcpu->thread = &partition->threads[i];
        vcpu->thread->vcpu = vcpu;
        vcpu->max_depth = config->max_nesting;
        vcpu->page = arch_physical(config->vcpu_pages + i * POK_PAGE_BYTES);
        vcpu_ranks(vcpu, config);
        virtual_timer_init(vcpu);
        arch_vcpu_init(vcpu);
    }
    virq_init(partition);
}

static void vcpu_page_fill(struct vcpu *vcpu, uint32_t vcpus)
{
    struct pok_vcpu_page *page = vcpu->page;

    *page = (struct pok_vcpu_page){
        .threshold = 1,
        .version = POK_VCPU_PAGE_VERSION,
        .vcpu = vcpu->index,
        .vcpus = vcpus,
        .max_depth = vcpu->max_depth,
    };
    for (uint32_t rank = 0; rank < POK_VECTOR_COUNT; rank++) {
        uint32_t source = vcpu->source_of_rank[rank];

        if (vcpu->rank_of_source[source] == rank)
            page->vector_of_rank[rank] = (uint8_t)(POK_VECTOR_BASE + source);
    }
}

void vcpu_reset_all(struct partition *partition)
{
    for (uint32_t i = 0; i < partition->config->vcpu_count; i++) {
        struct vcpu *vcpu = partition->threads[i].vcpu;

        virtual_timer_reset(vcpu);
        virq_reset(vcpu);
        vcpu_page_fill(vcpu, partition->config->vcpu_count);
    }
    partition->page->requested_mode = POK_PARTITION_MODE_NORMAL;
}

void vcpu_window_start(struct partition *partition, uint64_t now_ns)
{
    virtual_timer_window_start(partition, now_ns);
    virq_window_start(partition);
    virq_raise_all(partition, POK_VECTOR_WINDOW - POK_VECTOR_BASE);
}

void vcpu_window_end(struct partition *partition, uint64_t now_ns)
{
    partition->execution_stopped_ns = now_ns;
    virq_window_end(partition);
}

bool vcpu_request_mode(struct partition *partition, uint32_t mode)
{
    const uint32_t source = POK_VECTOR_RESTART - POK_VECTOR_BASE;
    bool heard = false;

    if (partition->page->requested_mode != POK_PARTITION_MODE_NORMAL)
        return false;
    for (uint32_t i = 0; i < partition->config->vcpu_count; i++)
        heard |= partition->threads[i].vcpu->arch.irqdesc[source].vector != 0;
    if (!heard)
        return false;
    partition->page->requested_mode = mode;
    virq_raise_all(partition, source);
    return true;
}

struct vcpu *vcpu_find(const struct partition *partition, uint32_t index)
{
    if (index >= partition->config->vcpu_count)
        return NULL;
    return partition->threads[arch_index(index, partition->config->vcpu_count)].vcpu;
}

pok_ret_t vcpu_start(struct vcpu *vcpu, uint32_t entry, uint32_t stack)
{
    struct thread *thread = vcpu->thread;

    if (thread->state != POK_STATE_DORMANT)
        return POK_ERRNO_VCPU_STATE;
    if (!partition_may_execute(thread->partition, entry) ||
        !partition_may_write(thread->partition, stack - ARCH_START_BYTES, ARCH_START_BYTES))
        return POK_ERRNO_HANDLER_RANGE;
    arch_thread_reset(thread, entry, stack, vcpu->index);
    thread_start(thread);
    return POK_ERRNO_OK;
}

pok_ret_t vcpu_stop(struct vcpu *vcpu)
{
    if (vcpu->thread->state == POK_STATE_DORMANT)
        return POK_ERRNO_VCPU_STATE;
    virtual_timer_reset(vcpu);
    virq_reset(vcpu);
    vcpu_page_fill(vcpu, vcpu->thread->partition->config->vcpu_count);
    thread_stop(vcpu->thread);
    return POK_ERRNO_OK;
}

pok_ret_t vcpu_set_priority(struct vcpu *vcpu, uint32_t priority)
{
    if (priority < POK_PRIORITY_MIN || priority > POK_PRIORITY_MAX)
        return POK_ERRNO_PARAM;
    thread_set_priority(vcpu->thread, (uint8_t)priority);
    return POK_ERRNO_OK;
}

void vcpu_idle(struct vcpu *vcpu)
{
    if (vcpu->deliverable == 0)
        thread_wait(vcpu->thread, THREAD_WAIT_IDLE);
    else
        processor.exit_work |= EXIT_DELIVER;
}
