/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads: what the kernel schedules inside a partition. A native partition's processes and a
 * guest's vCPUs are threads; thread 0 of a partition is its main process or vCPU 0.
 */
#ifndef CORE_THREAD_H
#define CORE_THREAD_H

#include "core/types.h"
#include "core/timer.h"
#include "abi/limits.h"
#include "arch_thread.h" /* struct arch_thread, with the saved context at its start */

struct partition;
struct vcpu;
struct port;

struct thread_link {
    struct thread_link *next;
    struct thread_link *previous;
};

/* Why a thread is in POK_STATE_WAITING; several can hold at once. */
#define THREAD_WAIT_TIME    1u /* TIMED_WAIT, PERIODIC_WAIT, DELAYED_START */
#define THREAD_WAIT_PORT    2u
#define THREAD_WAIT_SUSPEND 4u
#define THREAD_WAIT_IDLE    8u  /* a vCPU without work */
#define THREAD_WAIT_START   16u /* started in initialisation, waits for the mode NORMAL */
#define THREAD_WAIT_QUEUE   32u /* core/wait.h */
#define THREAD_WAIT_RESUME  64u /* THREAD_WAIT_SUSPEND with a time-out */

/* Where a thread has no priority of its own yet: main processes and vCPUs. */
#define THREAD_PRIORITY_DEFAULT 120u

/* What is touched most comes first: there, code reaches it by shorter instructions. */
struct thread {
    struct arch_thread arch; /* first: traps from ring 3 push into its context */
    uint8_t state; /* pok_state_t; RUNNING is READY here: the processor's `current` tells which */
    uint8_t wait;  /* THREAD_WAIT_…; 0 unless WAITING */
    uint8_t priority;
    uint8_t base_priority;
    uint16_t index; /* in its partition; the identifier a partition sees is index */
    /* Mutexes: the priority to go back to; 0: it owns none. Survives STOP and START. */
    uint8_t retained_priority;
    uint8_t wait_ceiling; /* priority of the mutex it waits for; 0: it waits for none */
    struct partition *partition;
    struct vcpu *vcpu;       /* NULL: native */
    struct thread_link link; /* ready queue, or the queue it waits in */
    uint32_t wait_token;     /* what its waker gets */
    uint16_t wait_queue;     /* of THREAD_WAIT_QUEUE */
    bool created;
    uint8_t deadline_kind; /* pok_deadline_t */
    /*
     * What is left of the call it waited in, done when it runs again, in its own address space;
     * NULL: nothing. A wake-up from another partition's window never touches its memory.
     */
    void (*resume)(struct thread *thread);
    struct timer timeout;
    bool delayed_release; /* waits for its first release point */
    struct timer deadline;
    uint64_t period_ns;        /* 0: aperiodic */
    uint64_t time_capacity_ns; /* TIMER_NEVER: none */
    uint64_t release_ns;       /* periodic: the current release point */
    uint64_t deadline_ns;      /* TIMER_NEVER: none */
    uint64_t delay_ns;         /* DELAYED_START in initialisation: how long after mode NORMAL */
    const struct config_stack *stack;
    uint32_t stack_hash; /* of the name that the stack is reserved for */
    uint32_t entry;
    uint32_t stack_bytes;
    /* A port call that waits: what to do when it is woken. */
    struct {
        struct port *port;
        uint32_t address;
        uint32_t length;         /* sending: of the message */
        uint32_t length_address; /* receiving: where the length goes */
    } port_wait;
    char name[POK_MAX_NAME];
    struct arch_fpu fpu;
};

/* Boot: a thread of a partition that nothing has been started on. */
void thread_init(struct partition *partition, uint16_t index);

/*
 * Changes of state. Each leaves EXIT_RESCHEDULE behind when the open window's partition is
 * concerned; the switch itself happens on the way out of the kernel.
 */
/* Begin at the context that arch_thread_reset() has made. */
void thread_start(struct thread *thread);
/* Whatever it does or waits for: DORMANT, out of all queues, no timers. */
void thread_stop(struct thread *thread);
/* The same after a fault: FAULTED, until it is stopped. */
void thread_fault(struct thread *thread);
/* The same when its partition starts anew and nothing else knows the thread any more. */
void thread_forget(struct thread *thread);
/* Add a reason to wait, and take one away; ready again without any. */
void thread_wait(struct thread *thread, uint8_t reason);
void thread_wake(struct thread *thread, uint8_t reason);
/* thread_yield() is in core/ready.h. */
void thread_set_priority(struct thread *thread, uint8_t priority);
/* Wait (THREAD_WAIT_TIME) until an instant. */
void thread_sleep(struct thread *thread, uint64_t until_ns);

#endif
