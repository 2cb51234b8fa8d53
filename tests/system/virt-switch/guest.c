/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a guest's scheduler relies on: each task has its own interrupt level over a switch; what
 * became pending at a level that is off is delivered to the first task whose level is on, on its
 * stack; what a handler's rank has held back is delivered to the first task that its scheduler lets
 * run with its level on; and a task that is preempted at the end of an interrupt, at any
 * instruction, goes on with all its registers and flags, however often and whoever ran meanwhile.
 */
#include <stdbool.h>
#include <virt/virt.h>

#include "check.h"

#define STACK_WORDS 2048
#define SWITCHES    2000
#define PERIOD_NS   20011

struct task {
    uint32_t *stack;
    uint32_t rounds;
    uint32_t wrong;
};

static struct task tasks[2];
static uint32_t stack[STACK_WORDS];
static volatile uint32_t signals, handler_stack, switches;
static struct task *volatile current = &tasks[0];
static volatile bool over;

/* C's way from one stack to another: what it preserves is pushed. */
static __attribute__((naked, noinline)) void stack_switch(__attribute__((unused)) uint32_t **from,
                                                          __attribute__((unused)) uint32_t *to)
{
    __asm__("movl 4(%esp), %eax\n\t"
            "movl 8(%esp), %edx\n\t"
            "pushl %ebx\n\t"
            "pushl %esi\n\t"
            "pushl %edi\n\t"
            "pushl %ebp\n\t"
            "movl %esp, (%eax)\n\t"
            "movl %edx, %esp\n\t"
            "popl %ebp\n\t"
            "popl %edi\n\t"
            "popl %esi\n\t"
            "popl %ebx\n\t"
            "ret");
}

/* With interrupts off. */
static void change(void)
{
    struct task *from = current;
    struct task *to = from == &tasks[0] ? &tasks[1] : &tasks[0];

    current = to;
    stack_switch(&from->stack, to->stack);
}

/* The other task runs, and this one goes back to its level afterwards. */
static void give(void)
{
    uint32_t level = _CPU_Virtual_Interrupts_disable();

    change();
    _CPU_Virtual_Interrupts_enable(level);
}

static void create(struct task *task, void (*entry)(void))
{
    uint32_t *top = &stack[STACK_WORDS - 8];

    *--top = 0;
    *--top = (uint32_t)(uintptr_t)entry;
    for (int i = 0; i < 4; i++)
        *--top = 0;
    task->stack = top;
}

static VIRT_HANDLER void on_signal(uint32_t vector)
{
    (void)vector;
    signals++;
    handler_stack = (uint32_t)(uintptr_t)__builtin_frame_address(0);
}

static bool on_second_stack(uint32_t address)
{
    return address - (uint32_t)(uintptr_t)stack < sizeof(stack);
}

/* --- switches that are asked for ----------------------------------------------------------------
 */

static void second(void)
{
    /* A new task begins at the level that it sets. */
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(signals, 0);
    give(); /* to one whose level is on */
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    CHECK_EQUAL(signals, 1);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    give(); /* to one whose level is off now */
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), POK_VIF_ENABLED);
    CHECK_EQUAL(signals, 2);
    CHECK(on_second_stack(handler_stack));
    for (;;)
        give();
}

static void check_levels(void)
{
    create(&tasks[1], second);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    give();
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), POK_VIF_ENABLED);
    CHECK_EQUAL(signals, 1);
    CHECK(!on_second_stack(handler_stack));
    (void)_CPU_Virtual_Interrupts_disable();
    give();
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(signals, 1);
    give();
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    CHECK_EQUAL(signals, 2);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    CHECK_EQUAL(VCPU_PAGE->threshold, 1);
}

/* --- held back by a handler that lets another task run ------------------------------------------
 */

static volatile uint32_t seen;

static void on_hook(void)
{
    virt_reschedule = 0;
    change();
}

static void third(void)
{
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    give(); /* comes back from the hook, interrupts off, and they go on */
    seen = signals;
    for (;;)
        give();
}

/* The signal's rank is below the timer's: it waits for the end of this handler. */
static VIRT_HANDLER void on_first_timer(uint32_t vector)
{
    (void)vector;
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    virt_reschedule = 1;
}

static void check_held_back(void)
{
    uint32_t before = signals;

    create(&tasks[1], third);
    virt_switch = on_hook;
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, on_first_timer), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    give();
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, 0), POK_ERRNO_OK);
    while (seen == 0) {
    }
    CHECK_EQUAL(seen, before + 1);
    CHECK_EQUAL(signals, before + 1);
    (void)_CPU_Virtual_Interrupts_disable();
    CHECK_EQUAL(_CPU_Virtual_Irq_detach(POK_VECTOR_TIMER_EXECUTION), POK_ERRNO_OK);
}

/* --- preemption ---------------------------------------------------------------------------------
 */

/* One round with every register and the carry in use; returns 0 when they were what they should be.
 */
static uint32_t round_of(uint32_t seed)
{
    uint32_t wrong;

    __asm__ volatile("pushl %%ebp\n\t"
                     "movl %%eax, %%ebp\n\t"
                     "leal 1(%%eax), %%ebx\n\t"
                     "leal 2(%%eax), %%ecx\n\t"
                     "leal 3(%%eax), %%edx\n\t"
                     "leal 4(%%eax), %%esi\n\t"
                     "leal 5(%%eax), %%edi\n\t"
                     "stc\n\t"
                     ".rept 20\n\tnop\n\t.endr\n\t"
                     "sbbl $0, %%ebx\n\t" /* the carry: now ebx is as eax */
                     ".rept 10\n\tnop\n\t.endr\n\t"
                     "clc\n\t"
                     ".rept 10\n\tnop\n\t.endr\n\t"
                     "adcl $0, %%ebx\n\t"
                     "xorl %%ebp, %%ebx\n\t"
                     "subl $2, %%ecx\n\t"
                     "xorl %%ebp, %%ecx\n\t"
                     "subl $3, %%edx\n\t"
                     "xorl %%ebp, %%edx\n\t"
                     "subl $4, %%esi\n\t"
                     "xorl %%ebp, %%esi\n\t"
                     "subl $5, %%edi\n\t"
                     "xorl %%ebp, %%edi\n\t"
                     "xorl %%ebp, %%eax\n\t"
                     "orl %%ebx, %%eax\n\t"
                     "orl %%ecx, %%eax\n\t"
                     "orl %%edx, %%eax\n\t"
                     "orl %%esi, %%eax\n\t"
                     "orl %%edi, %%eax\n\t"
                     "popl %%ebp"
                     : "=a"(wrong)
                     : "0"(seed)
                     : "ebx", "ecx", "edx", "esi", "edi", "memory", "cc");
    return wrong;
}

static void work(struct task *task)
{
    while (!over) {
        task->rounds++;
        task->wrong += round_of(task->rounds * 0x9e3779b9u) != 0;
        task->wrong += _CPU_Virtual_Interrupts_level() != POK_VIF_ENABLED;
        task->wrong += VCPU_PAGE->depth != 0;
    }
}

static void preempted(void)
{
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    work(&tasks[1]);
    for (;;)
        give();
}

static VIRT_HANDLER void on_timer(uint32_t vector)
{
    (void)_CPU_Virtual_Irq_take_missed(vector);
    if (++switches >= SWITCHES)
        over = true;
    virt_reschedule = 1;
}

static void check_preemption(void)
{
    pok_time_t now_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION);

    create(&tasks[1], preempted);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, on_timer), POK_ERRNO_OK);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, now_ns + PERIOD_NS, PERIOD_NS),
                POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    work(&tasks[0]);
    (void)_CPU_Virtual_Interrupts_disable();
    CHECK_EQUAL(_BSP_Virtual_Clock_disarm(VIRT_CLOCK_EXECUTION), POK_ERRNO_OK);
    for (int i = 0; i < 2; i++) {
        CHECK(tasks[i].rounds > SWITCHES);
        CHECK_EQUAL(tasks[i].wrong, 0);
    }
    CHECK(switches >= SWITCHES);
    printf("%u switches, %u and %u rounds\n", (unsigned)switches, (unsigned)tasks[0].rounds,
           (unsigned)tasks[1].rounds);
}

int main(void)
{
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_signal), POK_ERRNO_OK);
    check_levels();
    check_held_back();
    check_preemption();
    check_verdict();
    _CPU_Virtual_Idle_thread();
}
