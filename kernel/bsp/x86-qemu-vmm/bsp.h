/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hooks of the board support package x86-qemu-vmm: what virtualization adds to the plain kernel.
 * bsp/x86-qemu/bsp.h has the same functions, empty. A native partition's exit from the kernel pays
 * two instructions: the test for a vCPU.
 */
#ifndef BSP_H
#define BSP_H

#include "core/types.h"
#include "core/schedule.h"
#include "core/vcpu.h"
#include "core/virq.h"
#include "core/virq_deliver.h"
#include "arch_stamp.h"
#include "arch_vcpu_page.h"
#include "abi/layout.h"

#define BSP_NAME "x86-qemu-vmm"

/* Boot, at the end of pok_arch_init(): the gates that only this board has. */
void bsp_init(void);

/* Boot, each partition: objects beside its threads. */
static inline void bsp_partition_init(struct partition *partition)
{
    if (partition->config->guest)
        alloc_vcpu(partition);
}

/* A partition is set back for a start. */
static inline void bsp_partition_reset(struct partition *partition)
{
    if (partition->config->guest)
        vcpu_reset_all(partition);
}

/* The edges of a partition's windows; its address space is current. */
static inline void bsp_window_start(struct partition *partition)
{
    /* Other partitions' lines rest, too, so this is asked at every window. */
    if (lines_resting != 0)
        virq_rested(schedule_present_ns());
    if (partition->config->guest)
        vcpu_window_start(partition, schedule_present_ns());
}

static inline void bsp_window_end(struct partition *partition, uint64_t stamp)
{
    if (partition->config->guest)
        vcpu_window_end(partition, arch_stamp_ns(stamp));
}

/* Whether a native partition's window needs its hook. */
static inline bool bsp_lines_rest(void)
{
    return lines_resting != 0;
}

/* A message arrived on a port of the partition, or room for one. */
static inline void bsp_port_event(struct partition *partition)
{
    if (partition->config->guest)
        virq_raise_all(partition, POK_VECTOR_PORT - POK_VECTOR_BASE);
}

/* A system partition wants this one in another mode; false: it isn't asked, the kernel acts. */
static inline bool bsp_restart_request(struct partition *partition, uint32_t mode)
{
    return partition->config->guest && vcpu_request_mode(partition, mode);
}

/* Whether ring 3 may raise this vector, beside those that every board has. */
static inline bool bsp_gate(uint32_t vector)
{
    return vector == LAYOUT_HYPERCALL_VECTOR;
}

/* An exception of ring 3; true when a guest's own handler takes it, false: health monitoring. */
static inline bool bsp_fault(struct thread *thread, uint32_t vector, uint32_t error,
                             uint32_t address)
{
    return thread->vcpu != NULL && arch_vcpu_exception(thread->vcpu, vector, error, address);
}

/* An interrupt of a hardware line; its acknowledgement follows. */
static inline void bsp_line_interrupt(uint32_t line)
{
    virq_line(line);
}

/* Interrupts delivered to a partition's vCPUs since the module's start. */
static inline uint64_t bsp_upcalls(const struct partition *partition)
{
    uint64_t upcalls = 0;

    for (uint32_t i = 0; i < partition->config->vcpu_count; i++)
        upcalls += partition->threads[i].vcpu->upcalls;
    return upcalls;
}

/* Whether a partition is a guest: its threads have vCPUs, and no process page. */
static inline bool bsp_is_guest(const struct partition *partition)
{
    return partition->process_page == NULL;
}

/* Whether the thread that runs, and has called, is a vCPU. */
static inline bool bsp_caller_is_guest(void)
{
    return processor.current->vcpu != NULL;
}

/* kernel_exit() switches to a thread of the open window's partition. */
static inline void bsp_thread_switch(struct thread *to)
{
    if (to->vcpu != NULL)
        arch_vcpu_map_page(to->vcpu);
}

/* Last step of kernel_exit(): whether something may be delivered to the vCPU that will run, */
static inline bool bsp_exit_pending(const struct thread *thread)
{
    return thread->vcpu != NULL && thread->vcpu->deliverable != 0;
}

/* and its delivery. */
static inline void bsp_exit_deliver(struct thread *thread)
{
    upcall_irq(thread->vcpu);
}

/* The first two for a guest's thread, whose vCPU this is. */
static inline struct vcpu *bsp_vcpu(const struct thread *thread)
{
    return thread->vcpu;
}

static inline void bsp_guest_switch(struct vcpu *to)
{
    arch_vcpu_map_page(to);
}

static inline bool bsp_guest_pending(const struct vcpu *vcpu)
{
    return vcpu->deliverable != 0;
}

#endif
