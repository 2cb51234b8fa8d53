/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/hypercall.h"
#include "core/arch.h"
#include "core/syscall.h"
#include "core/process.h"
#include "core/ready.h"
#include "core/vcpu.h"
#include "core/virq.h"
#include "core/virtual_timer.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

/*
 * The handlers. `vcpu` is the caller; the wrapper below has made sure that there is one. All decode
 * and check first.
 */

static inline pok_ret_t hypercall_vcpu_id(struct vcpu *vcpu, uint32_t a1, uint32_t a2, uint32_t a3)
{
    (void)a1, (void)a2, (void)a3;
    return (pok_ret_t)vcpu->index;
}

static pok_ret_t hypercall_console_write(struct vcpu *vcpu, uint32_t a1, uint32_t a2, uint32_t a3)
{
    (void)vcpu, (void)a3;
    return syscall_console_write(0, a1, a2, 0, 0);
}

/* Bytes one call takes at most: the device's FIFO. */
#define CONSOLE_READ_MAX 16u

static pok_ret_t hypercall_console_read(struct vcpu *vcpu, uint32_t address, uint32_t length,
                                        uint32_t a3)
{
    const struct partition *partition = vcpu->thread->partition;
    char text[CONSOLE_READ_MAX];
    uint32_t count = 0;

    (void)a3;
    if (!partition->config->ConsoleInput)
        return (pok_ret_t)-POK_ERRNO_EPERM;
    if (length > CONSOLE_READ_MAX)
        length = CONSOLE_READ_MAX;
    length = arch_index(length, CONSOLE_READ_MAX + 1);
    /* Before anything is taken from the device: what is taken can't be put back. */
    if (!partition_may_write(partition, address, length))
        return (pok_ret_t)-POK_ERRNO_EFAULT;
    while (count < length && arch_console_get(&text[count]))
        count++;
    (void)arch_copy_to_user(address, text, count);
    return (pok_ret_t)count;
}

static pok_ret_t hypercall_time_get(struct vcpu *vcpu, uint32_t a1, uint32_t a2, uint32_t a3)
{
    (void)vcpu, (void)a2, (void)a3;
    return syscall_time_get(0, a1, 0, 0, 0);
}

static pok_ret_t hypercall_irq_register_vcpu(struct vcpu *vcpu, uint32_t vector, uint32_t handler,
                                             uint32_t a3)
{
    (void)a3;
    return pok_bsp_irq_register_vcpu(vcpu, vector, handler);
}

static pok_ret_t hypercall_irq_unregister_vcpu(struct vcpu *vcpu, uint32_t vector, uint32_t a2,
                                               uint32_t a3)
{
    (void)a2, (void)a3;
    return pok_bsp_irq_unregister_vcpu(vcpu, vector);
}

static pok_ret_t hypercall_irq_enable(struct vcpu *vcpu, uint32_t a1, uint32_t a2, uint32_t a3)
{
    (void)a1, (void)a2, (void)a3;
    vcpu->page->vif = POK_VIF_ENABLED;
    processor.exit_work |= EXIT_DELIVER;
    return POK_ERRNO_OK;
}

static pok_ret_t hypercall_irq_disable(struct vcpu *vcpu, uint32_t a1, uint32_t a2, uint32_t a3)
{
    (void)a1, (void)a2, (void)a3;
    vcpu->page->vif &= POK_VIF_PENDING;
    return POK_ERRNO_OK;
}

static pok_ret_t hypercall_irq_ack(struct vcpu *vcpu, uint32_t vector, uint32_t a2, uint32_t a3)
{
    (void)a2, (void)a3;
    return virq_acknowledge(vcpu, vector);
}

static pok_ret_t hypercall_irq_do_iret(struct vcpu *vcpu, uint32_t a1, uint32_t a2, uint32_t a3)
{
    (void)a1, (void)a2, (void)a3;
    return do_iret(vcpu);
}

static pok_ret_t hypercall_irq_next(struct vcpu *vcpu, uint32_t threshold, uint32_t a2, uint32_t a3)
{
    (void)a2, (void)a3;
    return (pok_ret_t)virq_next(vcpu, threshold);
}

static pok_ret_t hypercall_upcall_set(struct vcpu *vcpu, uint32_t address, uint32_t a2, uint32_t a3)
{
    const struct partition *partition = vcpu->thread->partition;
    struct pok_upcall upcall;

    (void)a2, (void)a3;
    if (arch_copy_from_user(&upcall, address, sizeof(upcall)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    if (!partition_may_execute(partition, upcall.entry) ||
        !partition_may_execute(partition, upcall.restart) ||
        !partition_may_execute(partition, upcall.leave) || upcall.restart > upcall.flags ||
        upcall.flags > upcall.commit || upcall.commit > upcall.leave)
        return POK_ERRNO_HANDLER_RANGE;
    if (vcpu->arch.handler != 0)
        return POK_ERRNO_VECTOR_HANDLER;
    vcpu->arch.upcall = upcall;
    vcpu->upcall_depth = upcall.entry != 0 ? vcpu->max_depth : 0;
    return POK_ERRNO_OK;
}

static pok_ret_t hypercall_irq_mask(struct vcpu *vcpu, uint32_t vector, uint32_t a2, uint32_t a3)
{
    (void)a2, (void)a3;
    return virq_mask(vcpu, vector);
}

static pok_ret_t hypercall_irq_unmask(struct vcpu *vcpu, uint32_t vector, uint32_t a2, uint32_t a3)
{
    (void)a2, (void)a3;
    return virq_unmask(vcpu, vector);
}

static pok_ret_t hypercall_timer_set(struct vcpu *vcpu, uint32_t address, uint32_t a2, uint32_t a3)
{
    struct pok_virtual_timer request;

    (void)a2, (void)a3;
    if (arch_copy_from_user(&request, address, sizeof(request)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    return virtual_timer_set(vcpu, &request);
}

static pok_ret_t hypercall_vcpu_idle(struct vcpu *vcpu, uint32_t a1, uint32_t a2, uint32_t a3)
{
    (void)a1, (void)a2, (void)a3;
    vcpu_idle(vcpu);
    return POK_ERRNO_OK;
}

static pok_ret_t hypercall_vcpu_yield(struct vcpu *vcpu, uint32_t a1, uint32_t a2, uint32_t a3)
{
    (void)vcpu, (void)a1, (void)a2, (void)a3;
    thread_yield(processor.current); /* the vCPU's thread, nearer at hand */
    return POK_ERRNO_OK;
}

static pok_ret_t hypercall_vcpu_start(struct vcpu *vcpu, uint32_t index, uint32_t entry,
                                      uint32_t stack)
{
    struct vcpu *other = vcpu_find(vcpu->thread->partition, index);

    return other == NULL ? POK_ERRNO_EINVAL : vcpu_start(other, entry, stack);
}

static pok_ret_t hypercall_vcpu_stop(struct vcpu *vcpu, uint32_t index, uint32_t a2, uint32_t a3)
{
    struct vcpu *other = vcpu_find(vcpu->thread->partition, index);

    (void)a2, (void)a3;
    return other == NULL ? POK_ERRNO_EINVAL : vcpu_stop(other);
}

static pok_ret_t hypercall_vcpu_priority(struct vcpu *vcpu, uint32_t index, uint32_t priority,
                                         uint32_t a3)
{
    struct vcpu *other = vcpu_find(vcpu->thread->partition, index);

    (void)a3;
    return other == NULL ? POK_ERRNO_EINVAL : vcpu_set_priority(other, priority);
}

static pok_ret_t hypercall_vcpu_signal(struct vcpu *vcpu, uint32_t index, uint32_t a2, uint32_t a3)
{
    struct vcpu *other = vcpu_find(vcpu->thread->partition, index);

    (void)a2, (void)a3;
    if (other == NULL)
        return POK_ERRNO_EINVAL;
    if (other->arch.irqdesc[POK_VECTOR_VCPU - POK_VECTOR_BASE].vector == 0)
        return POK_ERRNO_UNAVAILABLE;
    virq_raise(other, POK_VECTOR_VCPU - POK_VECTOR_BASE);
    return POK_ERRNO_OK;
}

static pok_ret_t hypercall_tls_set(struct vcpu *vcpu, uint32_t base, uint32_t a2, uint32_t a3)
{
    (void)a2, (void)a3;
    arch_thread_set_tls(vcpu->thread, base);
    return POK_ERRNO_OK;
}

static pok_ret_t hypercall_exception_set(struct vcpu *vcpu, uint32_t exception, uint32_t entry,
                                         uint32_t a3)
{
    (void)a3;
    if (!arch_vcpu_exception_known(exception))
        return POK_ERRNO_EINVAL;
    if (entry != 0 && !partition_may_execute(vcpu->thread->partition, entry))
        return POK_ERRNO_HANDLER_RANGE;
    vcpu->arch.exception[arch_index(exception, VCPU_EXCEPTIONS)] = entry;
    return POK_ERRNO_OK;
}

static pok_ret_t hypercall_exception_return(struct vcpu *vcpu, uint32_t address, uint32_t a2,
                                            uint32_t a3)
{
    (void)a2, (void)a3;
    return arch_vcpu_exception_return(vcpu, address);
}

/* Every partition may know its own identifier: no check is the shortest call. */
static inline pok_ret_t hypercall_partition_id(struct vcpu *vcpu, uint32_t a1, uint32_t a2,
                                               uint32_t a3)
{
    (void)vcpu, (void)a1, (void)a2, (void)a3;
    return (pok_ret_t)processor.partition_identifier;
}

/* Each row's entry in the table: the caller must be a guest, except to ask for its identifier. */
#define HYPERCALL(number, name, handler, arguments, text)                                          \
    static pok_ret_t guest_##name(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4) \
    {                                                                                              \
        struct vcpu *vcpu = processor.current->vcpu;                                               \
                                                                                                   \
        (void)id, (void)a4;                                                                        \
        if ((number) != POK_HYPERCALL_PARTITION_ID && vcpu == NULL)                                \
            return POK_ERRNO_EPERM;                                                                \
        return hypercall_##handler(vcpu, a1, a2, a3);                                              \
    }
#include "abi/hypercalls.def"
#undef HYPERCALL

static pok_ret_t hypercall_unknown(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)
{
    (void)id, (void)a1, (void)a2, (void)a3, (void)a4;
    return processor.current->vcpu == NULL ? POK_ERRNO_EPERM : POK_ERRNO_CALL_UNKNOWN;
}

/* A system call under its hypercall number; the system call's own entry checks who may call it. */
static pok_ret_t hypercall_syscall(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)
{
    if (processor.current->vcpu == NULL)
        return POK_ERRNO_EPERM;
    id = arch_index(id % CALL_COUNT - HYPERCALL_SYSCALL, CALL_COUNT - HYPERCALL_SYSCALL);
    return syscall_table[id](id, a1, a2, a3, a4);
}

/* Rows of the list replace what the ranges put there first. */
#pragma GCC diagnostic ignored "-Woverride-init"
HYPERCALL_TABLE const call_handler_t hypercall_table[CALL_COUNT] = {
    [0 ... HYPERCALL_SYSCALL - 1] = hypercall_unknown,
    [HYPERCALL_SYSCALL... CALL_COUNT - 1] = hypercall_syscall,
#define HYPERCALL(number, name, handler, arguments, text) [number] = guest_##name,
#include "abi/hypercalls.def"
#undef HYPERCALL
};

pok_ret_t pok_core_hypercall(pok_hypercall_id_t hypercall_id, const pok_hypercall_args_t *args,
                             const pok_hypercall_info_t *infos)
{
    uint32_t id;

    (void)infos;
    if ((uint32_t)hypercall_id >= CALL_COUNT)
        return POK_ERRNO_CALL_UNKNOWN;
    id = arch_index((uint32_t)hypercall_id, CALL_COUNT);
    return hypercall_table[id](id, args->arg1, args->arg2, args->arg3, args->arg4);
}
