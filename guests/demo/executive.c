/* SPDX-License-Identifier: BSD-2-Clause */
#include "executive.h"

#include <virt/virt.h>

struct task {
    uint32_t *stack_pointer; /* while it doesn't run */
    void (*function)(void);
    bool ready;
    bool woken;         /* executive_wake() before the wait */
    uint32_t wake_tick; /* 0: no time to wake at */
};

/* In switch.S: leave one task's stack and go on where the other left its own. */
void task_switch(uint32_t **from, uint32_t *to);

volatile struct executive_statistics executive_statistics;

static struct task tasks[EXECUTIVE_TASKS];
static uint32_t stacks[EXECUTIVE_TASKS][EXECUTIVE_STACK_BYTES / sizeof(uint32_t)];
static uint32_t current = TASK_IDLE;

/* --- switching: virtual interrupts are off in all of it -----------------------------------------
 */

/* The idle task is always ready. */
static uint32_t most_urgent(void)
{
    uint32_t task = EXECUTIVE_TASKS - 1;

    while (!tasks[task].ready)
        task--;
    return task;
}

static void schedule(void)
{
    uint32_t from = current;

    virt_reschedule = 0;
    current = most_urgent();
    if (current == from)
        return;
    executive_statistics.switches++;
    task_switch(&tasks[from].stack_pointer, tasks[current].stack_pointer);
}

/* The layer calls this at the end of the outermost interrupt, when a handler woke a task. */
static void schedule_after_interrupt(void)
{
    if (current != TASK_IDLE && most_urgent() != current)
        executive_statistics.preemptions++;
    schedule();
}

/* A task's first instructions: it gets here out of task_switch(), with interrupts off. */
static void task_begin(void)
{
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    tasks[current].function();
    _CPU_Virtual_Stop_with_error(0);
}

void executive_create(uint32_t task, void (*function)(void))
{
    uint32_t *top = stacks[task] + EXECUTIVE_STACK_BYTES / sizeof(uint32_t);

    /* What task_switch() takes from a stack: four registers and where to go on. */
    *--top = 0; /* nobody to return to */
    *--top = (uint32_t)(uintptr_t)task_begin;
    for (int i = 0; i < 4; i++)
        *--top = 0;
    tasks[task] = (struct task){.stack_pointer = top, .function = function, .ready = true};
}

/* --- what tasks and handlers ask for ------------------------------------------------------------
 */

static void give_way(uint32_t wake_tick)
{
    uint32_t level = _CPU_Virtual_Interrupts_disable();
    struct task *self = &tasks[current];

    if (self->woken) {
        self->woken = false;
    } else {
        self->wake_tick = wake_tick;
        self->ready = false;
        schedule();
    }
    _CPU_Virtual_Interrupts_enable(level);
}

void executive_sleep(uint32_t ticks)
{
    uint32_t wake_tick = executive_statistics.ticks + ticks;

    give_way(wake_tick == 0 ? 1 : wake_tick);
}

void executive_wait(void)
{
    give_way(0);
}

static void make_ready(struct task *task)
{
    task->ready = true;
    task->wake_tick = 0;
    virt_reschedule = 1;
}

void executive_wake(uint32_t task)
{
    if (tasks[task].ready)
        tasks[task].woken = true;
    else
        make_ready(&tasks[task]);
}

/* --- the clock ----------------------------------------------------------------------------------
 */

static VIRT_HANDLER void tick(uint32_t vector)
{
    uint32_t now;

    (void)vector;
    executive_statistics.upcalls++;
    executive_statistics.ticks += 1 + _BSP_Virtual_Clock_missed();
    now = executive_statistics.ticks;
    for (uint32_t i = 0; i < EXECUTIVE_TASKS; i++) {
        if (!tasks[i].ready && tasks[i].wake_tick != 0 && (int32_t)(now - tasks[i].wake_tick) >= 0)
            make_ready(&tasks[i]);
    }
}

int executive_run(void)
{
    pok_ret_t ret;

    tasks[TASK_IDLE].ready = true;
    virt_switch = schedule_after_interrupt;
    ret = _BSP_Virtual_Clock_initialize(EXECUTIVE_TICK_NS, tick);
    if (ret != POK_ERRNO_OK)
        return (int)ret;
    schedule();
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    _CPU_Virtual_Idle_thread();
}
