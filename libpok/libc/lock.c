/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Locks of the C library, around the heap and the few tables that processes share. Nobody enters
 * the kernel for a free lock. A process that finds one taken sleeps a moment and looks again. A
 * guest with one vCPU holds its virtual interrupts off instead.
 */
#include <stdint.h>
#include <sys/lock.h>

#include "core/process_context.h"
#include "core/thread.h"
#include "virt/hypercall.h"
#include "virt/interrupt.h"

#define LOCK_RETRY_NS 1000000

struct __lock {
    uint32_t owner; /* process identifier + 1; 0: free */
    uint32_t depth;
    uint32_t level; /* guest: the interrupt level to go back to; see virt/interrupt.h */
};

struct __lock __lock___sinit_recursive_mutex;
struct __lock __lock___sfp_recursive_mutex;
struct __lock __lock___atexit_recursive_mutex;
struct __lock __lock___at_quick_exit_mutex;
struct __lock __lock___malloc_recursive_mutex;
struct __lock __lock___env_recursive_mutex;
struct __lock __lock___tz_mutex;
struct __lock __lock___dd_hash_mutex;
struct __lock __lock___arc4random_mutex;

static void guest_acquire(struct __lock *lock)
{
    uint32_t level = _CPU_Virtual_Interrupts_disable();

    if (lock->depth++ == 0)
        lock->level = level;
}

static void guest_release(struct __lock *lock)
{
    if (--lock->depth != 0 || (lock->level & POK_VIF_ENABLED) == 0)
        return;
    /* Not by the hint: native partitions, which link this too, don't have what acts on it. */
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    if (VCPU_PAGE->pending >= VCPU_PAGE->threshold)
        (void)pok_hypercall_IRQ_PARTITION_ENABLE();
}

static int process_try(struct __lock *lock, uint32_t self)
{
    uint32_t owner = 0;

    return __atomic_compare_exchange_n(&lock->owner, &owner, self, 0, __ATOMIC_ACQUIRE,
                                       __ATOMIC_RELAXED);
}

void __retarget_lock_acquire_recursive(_LOCK_T lock)
{
    uint32_t self;

    if (lock == NULL)
        return;
    if (POK_PAGE->guest) {
        guest_acquire(lock);
        return;
    }
    self = process_current() + 1;
    if (lock->owner != self) {
        while (!process_try(lock, self))
            (void)pok_thread_sleep(LOCK_RETRY_NS);
    }
    lock->depth++;
}

int __retarget_lock_try_acquire_recursive(_LOCK_T lock)
{
    uint32_t self = 0;

    if (lock != NULL && POK_PAGE->guest == 0) {
        self = process_current() + 1;
        if (lock->owner != self && !process_try(lock, self))
            return 0;
        lock->depth++;
    } else if (lock != NULL) {
        guest_acquire(lock);
    }
    return 1;
}

void __retarget_lock_release_recursive(_LOCK_T lock)
{
    if (lock == NULL)
        return;
    if (POK_PAGE->guest)
        guest_release(lock);
    else if (--lock->depth == 0)
        __atomic_store_n(&lock->owner, 0, __ATOMIC_RELEASE);
}

void __retarget_lock_acquire(_LOCK_T lock)
{
    __retarget_lock_acquire_recursive(lock);
}

int __retarget_lock_try_acquire(_LOCK_T lock)
{
    return __retarget_lock_try_acquire_recursive(lock);
}

void __retarget_lock_release(_LOCK_T lock)
{
    __retarget_lock_release_recursive(lock);
}

/* A stream belongs to one process, so its lock guards nothing and is none. */
void __retarget_lock_init(_LOCK_T *lock)
{
    *lock = NULL;
}

void __retarget_lock_init_recursive(_LOCK_T *lock)
{
    *lock = NULL;
}

void __retarget_lock_close(_LOCK_T lock)
{
    (void)lock;
}

void __retarget_lock_close_recursive(_LOCK_T lock)
{
    (void)lock;
}
