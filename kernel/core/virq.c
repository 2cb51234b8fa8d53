/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/virq.h"
#include "core/arch.h"
#include "core/fault.h"
#include "core/health.h"
#include "core/port.h"
#include "core/process.h"
#include "core/virq_deliver.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

static inline uint32_t rank_bit(const struct vcpu *vcpu, uint32_t source)
{
    return 1u << vcpu->rank_of_source[source];
}

static inline bool is_line(uint32_t source)
{
    return source < POK_MAX_LINES;
}

/* Interrupts of these sources are delivered one by one; the others only say "it happened". */
static inline bool is_counted(uint32_t source)
{
    return is_line(source) || source == POK_VECTOR_VCPU - POK_VECTOR_BASE;
}

/* After a source's counter or mask changed: tell the guest, and the way out of the kernel. */
static void virq_publish(struct vcpu *vcpu, uint32_t source)
{
    uint32_t bit = rank_bit(vcpu, source);

    vcpu->deliverable &= ~bit;
    if (vcpu->arch.irqdesc[source].counter != 0)
        vcpu->deliverable |= bit & ~vcpu->masked;
    vcpu->page->pending = vcpu->deliverable;
    if (vcpu->thread == processor.current)
        processor.exit_work |= EXIT_DELIVER;
    else if (vcpu->deliverable != 0 && (vcpu->thread->wait & THREAD_WAIT_IDLE))
        thread_wake(vcpu->thread, THREAD_WAIT_IDLE);
}

void virq_raise(struct vcpu *vcpu, uint32_t source)
{
    struct irq_desc *desc = &vcpu->arch.irqdesc[source];

    if (desc->vector == 0)
        return;
    vcpu->page->counted[source]++;
    if (desc->counter == 0 || is_counted(source)) {
        desc->counter++;
        virq_publish(vcpu, source);
    } else {
        vcpu->page->missed[source]++;
    }
}

void virq_raise_all(struct partition *partition, uint32_t source)
{
    for (uint32_t i = 0; i < partition->config->vcpu_count; i++)
        virq_raise(partition->threads[i].vcpu, source);
}

/* --- hardware lines --------------------------------------------------------------------------- */

INIT void virq_init(struct partition *partition)
{
    const struct config_partition *config = partition->config;

    for (uint32_t i = 0; i < config->line_count; i++) {
        struct line_owner *owner = &line_owner[config->lines[i].Line];

        owner->config = &config->lines[i];
        owner->vcpu = vcpu_find(partition, config->lines[i].vcpu);
        owner->desc = &owner->vcpu->arch.irqdesc[config->lines[i].Line];
        owner->counted = &owner->vcpu->page->counted[config->lines[i].Line];
        owner->bit = rank_bit(owner->vcpu, config->lines[i].Line);
        owner->plain = !config->lines[i].level && config->lines[i].MinimumDistanceSeconds_ns == 0;
        arch_line_set_trigger(config->lines[i].Line, config->lines[i].level);
        partition->page->level_lines |= (uint32_t)config->lines[i].level << config->lines[i].Line;
    }
}

/* A line that must not interrupt again at once. */
static __attribute__((noinline)) void line_hold(uint32_t line, struct line_owner *owner)
{
    if (owner->config->level) {
        arch_line_mask(line);
        owner->desc->held = true;
    }
    if (owner->vcpu->thread->partition != POK_SCHED_CURRENT_PARTITION &&
        owner->config->MinimumDistanceSeconds_ns != 0) {
        arch_line_mask(line);
        line_taken_ns[line] = arch_time_ns();
        lines_resting |= 1u << line;
    }
}

void do_IRQ_guest(struct line_owner *owner, uint32_t line)
{
    if (!owner->plain)
        line_hold(line, owner);
    if (owner->desc->vector == 0)
        return;
    owner->vcpu->page->counted[line]++;
    owner->desc->counter++;
    virq_publish(owner->vcpu, line);
}

static __attribute__((cold)) void line_unowned(uint32_t line)
{
    arch_line_mask(line);
    health_hardware_fault(line);
}

void line_treat(const struct line_owner *owner)
{
    do_IRQ((uint8_t)(POK_VECTOR_BASE + (uint32_t)(owner - line_owner)));
}

void do_IRQ(uint8_t vector)
{
    uint32_t line = vector - POK_VECTOR_BASE;
    struct line_owner *owner = &line_owner[line];

    if (owner->vcpu == NULL)
        line_unowned(line);
    else
        do_IRQ_guest(owner, line);
}

/* Whether the line may reach the processor now, as far as its vCPU and its policy say. */
static bool line_open(const struct line_owner *owner)
{
    const struct vcpu *vcpu = owner->vcpu;
    uint32_t source = owner->config->Line;
    const struct irq_desc *desc = &vcpu->arch.irqdesc[source];

    if (desc->vector == 0 || desc->held || (vcpu->masked & rank_bit(vcpu, source)))
        return false;
    if (vcpu->thread->partition == POK_SCHED_CURRENT_PARTITION)
        return true;
    return owner->config->counted && !(lines_resting & (1u << source));
}

/* After anything that line_open() or virq_line() looks at has changed. */
static void line_update(uint32_t line)
{
    struct line_owner *owner = &line_owner[line];

    owner->quick = owner->plain && owner->desc->vector != 0 && !(owner->vcpu->masked & owner->bit)
                       ? owner->desc
                       : NULL;
    if (line_open(owner))
        arch_line_unmask(line);
    else
        arch_line_mask(line);
}

void virq_window_start(struct partition *partition)
{
    const struct config_partition *config = partition->config;

    for (uint32_t i = 0; i < config->line_count; i++) {
        lines_resting &= ~(1u << config->lines[i].Line);
        line_update(config->lines[i].Line);
    }
}

void virq_window_end(struct partition *partition)
{
    const struct config_partition *config = partition->config;

    for (uint32_t i = 0; i < config->line_count; i++) {
        if (!config->lines[i].counted)
            arch_line_mask(config->lines[i].Line);
    }
}

void virq_rested(uint64_t now_ns)
{
    for (uint32_t rest = lines_resting; rest != 0; rest &= rest - 1) {
        uint32_t line = (uint32_t)__builtin_ctz(rest);
        const struct line_owner *owner = &line_owner[line];

        if (now_ns - line_taken_ns[line] >= owner->config->MinimumDistanceSeconds_ns) {
            lines_resting &= ~(1u << line);
            line_update(line);
        }
    }
}

/* --- registration ----------------------------------------------------------------------------- */

/* Source of a vector this vCPU may use; otherwise why not. */
static pok_ret_t vector_decode(const struct vcpu *vcpu, uint32_t vector, uint32_t *source)
{
    if (vector < POK_VECTOR_BASE)
        return POK_ERRNO_VECTOR_RESERVED;
    if (vector >= POK_VECTOR_BASE + POK_VECTOR_COUNT || vector > POK_VECTOR_RESTART)
        return POK_ERRNO_VECTOR_UNKNOWN;
    *source = arch_index(vector - POK_VECTOR_BASE, POK_VECTOR_COUNT);
    if (vcpu->rank_of_source[*source] == VCPU_NO_RANK)
        return POK_ERRNO_VECTOR_OWNER;
    return POK_ERRNO_OK;
}

static pok_ret_t registered_decode(const struct vcpu *vcpu, uint32_t vector, uint32_t *source)
{
    pok_ret_t ret = vector_decode(vcpu, vector, source);

    if (ret == POK_ERRNO_OK && vcpu->arch.irqdesc[*source].vector == 0)
        return POK_ERRNO_NOTFOUND;
    return ret;
}

/* A vCPU begins or ends to listen to its partition's ports: sampling_write() asks who does. */
static void ports_listen(const struct vcpu *vcpu, uint32_t source, uint32_t listeners)
{
    const struct partition *partition = vcpu->thread->partition;

    if (source != POK_VECTOR_PORT - POK_VECTOR_BASE)
        return;
    for (uint32_t i = 0; i < partition->port_count; i++) {
        if (partition->ports[i].channel != NULL)
            partition->ports[i].source->listeners += listeners;
    }
}

static void source_clear(struct vcpu *vcpu, uint32_t source)
{
    vcpu->arch.irqdesc[source].counter = 0;
    virq_publish(vcpu, source);
}

pok_ret_t pok_bsp_irq_register_vcpu(struct vcpu *vcpu, uint32_t vector, uint32_t handler)
{
    uint32_t source;
    pok_ret_t ret = vector_decode(vcpu, vector, &source);

    if (ret != POK_ERRNO_OK)
        return ret;
    if (vcpu->arch.irqdesc[source].vector != 0)
        return POK_ERRNO_EXISTS;
    if (vcpu->arch.upcall.entry == 0 || handler != 0) {
        if (!partition_may_execute(vcpu->thread->partition, handler))
            return POK_ERRNO_HANDLER_RANGE;
        if (vcpu->arch.handler != 0 && vcpu->arch.handler != handler)
            return POK_ERRNO_VECTOR_HANDLER;
        vcpu->arch.handler = handler;
    }
    vcpu->arch.irqdesc[source].vector = (uint8_t)vector;
    ports_listen(vcpu, source, 1);
    vcpu->masked &= ~rank_bit(vcpu, source);
    if (is_line(source))
        line_update(source);
    return POK_ERRNO_OK;
}

pok_ret_t pok_bsp_irq_unregister_vcpu(struct vcpu *vcpu, uint32_t vector)
{
    uint32_t source;
    pok_ret_t ret = registered_decode(vcpu, vector, &source);
    bool any = false;

    if (ret != POK_ERRNO_OK)
        return ret;
    vcpu->arch.irqdesc[source] = (struct irq_desc){0};
    ports_listen(vcpu, source, (uint32_t)-1);
    source_clear(vcpu, source);
    if (is_line(source))
        line_update(source);
    for (uint32_t i = 0; i < POK_VECTOR_COUNT; i++)
        any |= vcpu->arch.irqdesc[i].vector != 0;
    if (!any)
        vcpu->arch.handler = 0;
    return POK_ERRNO_OK;
}

pok_ret_t virq_mask(struct vcpu *vcpu, uint32_t vector)
{
    uint32_t source;
    pok_ret_t ret = registered_decode(vcpu, vector, &source);

    if (ret != POK_ERRNO_OK)
        return ret;
    vcpu->masked |= rank_bit(vcpu, source);
    virq_publish(vcpu, source);
    if (is_line(source))
        line_update(source);
    return POK_ERRNO_OK;
}

pok_ret_t virq_unmask(struct vcpu *vcpu, uint32_t vector)
{
    uint32_t source;
    pok_ret_t ret = registered_decode(vcpu, vector, &source);

    if (ret != POK_ERRNO_OK)
        return ret;
    vcpu->masked &= ~rank_bit(vcpu, source);
    vcpu->arch.irqdesc[source].held = false;
    virq_publish(vcpu, source);
    if (is_line(source))
        line_update(source);
    return POK_ERRNO_OK;
}

pok_ret_t virq_acknowledge(struct vcpu *vcpu, uint32_t vector)
{
    uint32_t source;
    pok_ret_t ret = registered_decode(vcpu, vector, &source);

    if (ret != POK_ERRNO_OK)
        return ret;
    vcpu->arch.irqdesc[source].held = false;
    source_clear(vcpu, source);
    if (is_line(source))
        line_update(source);
    return POK_ERRNO_OK;
}

void virq_reset(struct vcpu *vcpu)
{
    vcpu->masked = 0;
    vcpu->deliverable = 0;
    for (uint32_t source = 0; source < POK_VECTOR_COUNT; source++) {
        bool registered = vcpu->arch.irqdesc[source].vector != 0;

        vcpu->arch.irqdesc[source] = (struct irq_desc){0};
        if (registered && is_line(source))
            line_update(source);
        if (registered)
            ports_listen(vcpu, source, (uint32_t)-1);
    }
    vcpu->arch.handler = 0;
    vcpu->arch.upcall = (struct pok_upcall){0};
    vcpu->arch.frames = 0;
    vcpu->upcall_depth = 0;
    for (uint32_t i = 0; i < VCPU_EXCEPTIONS; i++)
        vcpu->arch.exception[i] = 0;
}

/* --- delivery --------------------------------------------------------------------------------- */

/* It finds out by the hint when it switches them on, or on its way back from a handler. */
void upcall_off(struct vcpu *vcpu)
{
    vcpu->page->vif |= POK_VIF_PENDING;
    arch_vcpu_restart_return(vcpu);
}

void upcall_saved(struct vcpu *vcpu)
{
    uint32_t rank = highest_rank(vcpu->deliverable);
    uint32_t source = vcpu->source_of_rank[rank];

    if (vcpu->upcall_depth != 0 || vcpu->page->depth >= vcpu->max_depth ||
        !arch_vcpu_enter_saved(vcpu, POK_VECTOR_BASE + source))
        return;
    vcpu->page->vif = 0;
    vcpu->page->depth++;
    virq_take(vcpu, vcpu->page, rank, source);
}

void upcall_fault(struct vcpu *vcpu)
{
    fault_stack(vcpu->thread);
}

struct vcpu *upcall_leave(struct vcpu *vcpu)
{
    if (arch_vcpu_complete_return(vcpu))
        return vcpu;
    upcall_fault(vcpu);
    return NULL;
}

uint32_t virq_next(struct vcpu *vcpu, uint32_t threshold)
{
    uint32_t deliverable = vcpu->deliverable;
    uint32_t source;
    uint32_t rank;

    if (deliverable == 0 || deliverable < threshold)
        return 0;
    rank = highest_rank(deliverable);
    source = vcpu->source_of_rank[rank];
    virq_take(vcpu, vcpu->page, rank, source);
    return POK_VECTOR_BASE + source;
}

pok_ret_t do_iret(struct vcpu *vcpu)
{
    const struct saved_frame *frame;
    uint32_t deliverable = vcpu->deliverable;

    if (vcpu->arch.frames == 0)
        return POK_ERRNO_NO_FRAME;
    frame = &vcpu->arch.frame[vcpu->arch.frames - 1];
    processor.exit_work |= EXIT_CONTEXT;
    if (deliverable != 0 && deliverable >= frame->threshold) {
        uint32_t rank = highest_rank(deliverable);
        uint32_t source = vcpu->source_of_rank[rank];

        arch_vcpu_enter_again(vcpu, POK_VECTOR_BASE + source);
        vcpu->page->vif = 0;
        virq_take(vcpu, vcpu->page, rank, source);
        return POK_ERRNO_OK;
    }
    restore_interrupt_vcpu(vcpu);
    return POK_ERRNO_OK;
}
