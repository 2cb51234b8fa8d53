/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hooks of the board support package x86-qemu: the plain partitioned kernel, without guests. The
 * same functions in bsp/x86-qemu-vmm/bsp.h do what virtualization adds; here they are nothing.
 */
#ifndef BSP_H
#define BSP_H

#include "core/types.h"

struct partition;
struct thread;
struct vcpu;

#define BSP_NAME "x86-qemu"

/* Boot, at the end of pok_arch_init(): the gates that only this board has. */
void bsp_init(void);

/* Boot, each partition: objects beside its threads. */
static inline void bsp_partition_init(struct partition *partition)
{
    (void)partition;
}

/* A partition is set back for a start. */
static inline void bsp_partition_reset(struct partition *partition)
{
    (void)partition;
}

/* The edges of a partition's windows; its address space is current. */
static inline void bsp_window_start(struct partition *partition)
{
    (void)partition;
}

static inline void bsp_window_end(struct partition *partition, uint64_t stamp)
{
    (void)partition;
    (void)stamp;
}

/* Whether a native partition's window needs its hook. */
static inline bool bsp_lines_rest(void)
{
    return false;
}

/* A message arrived on a port of the partition, or room for one. */
static inline void bsp_port_event(struct partition *partition)
{
    (void)partition;
}

/* A system partition wants this one in another mode; false: it isn't asked, the kernel acts. */
static inline bool bsp_restart_request(struct partition *partition, uint32_t mode)
{
    (void)partition, (void)mode;
    return false;
}

/* Whether ring 3 may raise this vector, beside those that every board has. */
static inline bool bsp_gate(uint32_t vector)
{
    (void)vector;
    return false;
}

/* An exception of ring 3; true when a guest's own handler takes it, false: health monitoring. */
static inline bool bsp_fault(struct thread *thread, uint32_t vector, uint32_t error,
                             uint32_t address)
{
    (void)thread;
    (void)vector;
    (void)error;
    (void)address;
    return false;
}

/* An interrupt of a hardware line; its acknowledgement follows. No line has an owner here. */
static inline void bsp_line_interrupt(uint32_t line)
{
    (void)line;
}

/* Interrupts delivered to a partition's vCPUs since the module's start. */
static inline uint64_t bsp_upcalls(const struct partition *partition)
{
    (void)partition;
    return 0;
}

/* Whether a partition is a guest: its threads have vCPUs, and no process page. */
static inline bool bsp_is_guest(const struct partition *partition)
{
    (void)partition;
    return false;
}

/* Whether the thread that runs, and has called, is a vCPU. */
static inline bool bsp_caller_is_guest(void)
{
    return false;
}

/* kernel_exit() switches to a thread of the open window's partition. */
static inline void bsp_thread_switch(struct thread *to)
{
    (void)to;
}

/* Last step of kernel_exit(): whether something may be delivered to the vCPU that will run, */
static inline bool bsp_exit_pending(const struct thread *thread)
{
    (void)thread;
    return false;
}

/* and its delivery. */
static inline void bsp_exit_deliver(struct thread *thread)
{
    (void)thread;
}

/* The first two for a guest's thread, whose vCPU this is. */
static inline struct vcpu *bsp_vcpu(const struct thread *thread)
{
    (void)thread;
    return NULL;
}

static inline void bsp_guest_switch(struct vcpu *to)
{
    (void)to;
}

static inline bool bsp_guest_pending(const struct vcpu *vcpu)
{
    (void)vcpu;
    return false;
}

#endif
