/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libpok/virt as a guest's operating system relies on it: levels and flash, priority order,
 * nesting, the scheduler's hook, masking, exceptions, thread pointer, both gates, and a storm of
 * timer interrupts on the way back of others, each accounted for.
 */
#include <virt/virt.h>

#include "check.h"

static volatile uint32_t signals, ticks, deepest, hooks, order[4], order_count;
static volatile bool nest;

/* --- levels ------------------------------------------------------------------------------------
 */

static VIRT_HANDLER void on_signal(uint32_t vector)
{
    CHECK_EQUAL(vector, POK_VECTOR_VCPU);
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    order[order_count++ & 3] = vector;
    if (nest && signals++ == 0) {
        uint32_t level = _CPU_Virtual_Interrupts_disable();

        CHECK_EQUAL(level, 0);
        CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
        /* Its own rank doesn't interrupt it; the timer's, which is higher, does. */
        CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, 0), POK_ERRNO_OK);
        while (VCPU_PAGE->pending < VCPU_PAGE->threshold) {
        }
        _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
        CHECK_EQUAL(signals, 1);
        CHECK_EQUAL(deepest, 2);
        (void)_CPU_Virtual_Interrupts_disable();
    } else if (!nest) {
        signals++;
    }
}

static VIRT_HANDLER void on_execution_timer(uint32_t vector)
{
    order[order_count++ & 3] = vector;
    if (_CPU_Virtual_Interrupts_depth() > deepest)
        deepest = _CPU_Virtual_Interrupts_depth();
}

static VIRT_HANDLER void on_tick(uint32_t vector)
{
    ticks += 1 + _CPU_Virtual_Irq_take_missed(vector);
}

static void check_levels(void)
{
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(signals, 0);
    _CPU_Virtual_Interrupts_enable(0);
    CHECK_EQUAL(signals, 0);
    _CPU_Virtual_Interrupts_flash(0);
    CHECK_EQUAL(signals, 0);
    _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
    CHECK_EQUAL(signals, 1);
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(signals, 1);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    CHECK_EQUAL(signals, 3);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(signals, 4);
    CHECK_EQUAL(_CPU_Virtual_Interrupts_disable(), POK_VIF_ENABLED);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    CHECK_EQUAL(VCPU_PAGE->threshold, 1);
}

/* --- order, nesting, the hook --------------------------------------------------------------------
 */

static void check_order(void)
{
    order_count = 0;
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, 0, 0), POK_ERRNO_OK);
    while ((VCPU_PAGE->pending & (VCPU_PAGE->pending - 1)) == 0) {
    }
    _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
    CHECK_EQUAL(order_count, 2);
    CHECK_EQUAL(order[0], POK_VECTOR_TIMER_EXECUTION);
    CHECK_EQUAL(order[1], POK_VECTOR_VCPU);
}

static void on_hook(void)
{
    hooks++;
    virt_reschedule = 0;
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    CHECK_EQUAL(VCPU_PAGE->threshold, 1);
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    /* A scheduler may let others run here, with interrupts on. */
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
}

static void check_nesting(void)
{
    uint32_t before = order_count;

    signals = 0;
    nest = true;
    virt_switch = on_hook;
    virt_reschedule = 1;
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
    nest = false;
    CHECK_EQUAL(hooks, 1);
    CHECK_EQUAL(signals, 3);
    CHECK_EQUAL(order_count - before, 4);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    CHECK_EQUAL(VCPU_PAGE->threshold, 1);
}

static void check_masking(void)
{
    uint32_t before = signals;

    CHECK_EQUAL(_CPU_Virtual_Irq_mask(POK_VECTOR_VCPU), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
    CHECK_EQUAL(signals, before);
    CHECK_EQUAL(_CPU_Virtual_Irq_unmask(POK_VECTOR_VCPU), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
    CHECK_EQUAL(signals, before + 1);
    CHECK_EQUAL(_CPU_Virtual_Irq_detach(POK_VECTOR_VCPU), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_detach(POK_VECTOR_VCPU), POK_ERRNO_NOTFOUND);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(0), POK_ERRNO_UNAVAILABLE);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_signal), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_signal), POK_ERRNO_EXISTS);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_tick), POK_ERRNO_EXISTS);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(31, on_tick), POK_ERRNO_VECTOR_RESERVED);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(64, on_tick), POK_ERRNO_VECTOR_UNKNOWN);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_BASE + 4, on_tick), POK_ERRNO_VECTOR_OWNER);
}

/* --- exceptions ---------------------------------------------------------------------------------
 */

static volatile uint32_t exceptions, fault_address;

/* The faulting instructions below have a known length, in ebx. */
static void on_exception(struct virt_exception *exception)
{
    exceptions = exceptions * 100 + exception->vector;
    fault_address = VCPU_PAGE->fault_address;
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    exception->frame.upcall.eip += exception->ebx;
    exception->ecx++;
}

static void check_exceptions(void)
{
    uint32_t eax = 0x11, ecx = 1, edx = 0, esi = 0x33, edi = 0x44;

    CHECK_EQUAL(_CPU_Virtual_Exception_request(0, on_exception), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Exception_request(3, on_exception), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Exception_request(14, on_exception), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Exception_request(8, on_exception), POK_ERRNO_EINVAL);
    CHECK_EQUAL(_CPU_Virtual_Exception_request(32, on_exception), POK_ERRNO_EINVAL);
    for (uint32_t level = 0; level <= POK_VIF_ENABLED; level += POK_VIF_ENABLED) {
        exceptions = 0;
        ecx = 1;
        _CPU_Virtual_Interrupts_enable(level);
        /* divl %edx by 0; int3; movl 0x1234, %eax */
        __asm__ volatile("stc\n\t"
                         "movl $2, %%ebx\n\t"
                         "divl %%edx\n\t"
                         "movl $0, %%ebx\n\t"
                         "int3\n\t"
                         "movl $5, %%ebx\n\t"
                         "movl 0x1234, %%eax\n\t"
                         "adcl $0, %%ecx"
                         : "+a"(eax), "+c"(ecx), "+d"(edx), "+S"(esi), "+D"(edi)
                         :
                         : "ebx", "memory", "cc");
        CHECK_EQUAL(_CPU_Virtual_Interrupts_disable(), level);
        CHECK_EQUAL(exceptions, 314);
        CHECK_EQUAL(fault_address, 0x1234);
        CHECK_EQUAL(eax, 0x11);
        CHECK_EQUAL(ecx, 5); /* three, and the carry that was kept */
        CHECK_EQUAL(esi, 0x33);
        CHECK_EQUAL(edi, 0x44);
    }
    CHECK_EQUAL(_CPU_Virtual_Exception_request(14, NULL), POK_ERRNO_OK);
}

/* One handler for all, and an exception that had none before. */
static void check_fault_handler(void)
{
    _BSP_Virtual_faulthandler(on_exception);
    exceptions = 0;
    __asm__ volatile("movl $2, %%ebx\n\t"
                     "ud2"
                     :
                     :
                     : "ebx", "memory");
    CHECK_EQUAL(exceptions, 6);
    _BSP_Virtual_faulthandler(NULL);
}

/* --- thread pointer, gates, time
 * ------------------------------------------------------------------ */

static uint32_t thread_area[2] = {0x1111, 0x2222};

static uint32_t thread_word(void)
{
    uint32_t word;

    __asm__ volatile("movl %%gs:4, %0" : "=r"(word));
    return word;
}

/* Until another window has begun. */
static void window_pass(void)
{
    uint32_t window = POK_PAGE->windows;

    while (POK_PAGE->windows == window) {
    }
}

static void check_rest(void)
{
    pok_time_t now_ns = 0, later_ns;
    void *begin;
    size_t bytes;

    _CPU_Virtual_TLS_set(thread_area);
    CHECK_EQUAL(thread_word(), 0x2222);
    window_pass();
    CHECK_EQUAL(thread_word(), 0x2222);
    CHECK_EQUAL((uint32_t)pok_hypercall1(POK_HYPERCALL_PARTITION_ID, 0), 1);
    CHECK_EQUAL((uint32_t)pok_hypercall_PARTITION_ID(), 1);
    CHECK_EQUAL((uint32_t)pok_hypercall5((pok_hypercall_id_t)63, 0, 0, 0, 0, 0),
                POK_ERRNO_CALL_UNKNOWN);
    CHECK_EQUAL(pok_hypercall1(POK_HYPERCALL_GETTICK, (uint32_t)&now_ns), POK_ERRNO_OK);
    later_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE);
    CHECK(later_ns >= now_ns);
    CHECK_AT_MOST(later_ns - now_ns, 1000000);
    CHECK(_BSP_Virtual_Clock_read(VIRT_CLOCK_EXECUTION) < later_ns);
    _BSP_Virtual_getworkspacearea(&begin, &bytes);
    CHECK(bytes > 4096);
    ((volatile char *)begin)[bytes - 1] = 1;
    CHECK_EQUAL(_BSP_Virtual_Console_read(begin, 1), 0);
}

/* --- a storm: interrupts at all places of the way into and out of other handlers
 * -------------------- */

#define STORM_PERIOD_NS 20000

static void check_storm(void)
{
    pok_time_t begin_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE) + STORM_PERIOD_NS;
    uint32_t rounds = 0, expected, here = 0, wrong = 0, overlooked = 0;
    pok_time_t now_ns;

    signals = 0;
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, on_tick), POK_ERRNO_OK);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, begin_ns, STORM_PERIOD_NS),
                POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    do {
        uint32_t stack;

        (void)pok_hypercall_VCPU_SIGNAL(0);
        (void)_CPU_Virtual_Interrupts_disable();
        (void)pok_hypercall_VCPU_SIGNAL(0);
        _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
        rounds++;
        __asm__ volatile("movl %%esp, %0" : "=r"(stack));
        wrong += here != 0 && here != stack;
        here = stack;
        /* With interrupts on nothing waits: it would have been overlooked on a way back. */
        overlooked += VCPU_PAGE->pending != 0;
        now_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE);
    } while (now_ns < begin_ns + 100000000);
    (void)_CPU_Virtual_Interrupts_disable();
    CHECK_EQUAL(_BSP_Virtual_Clock_disarm(VIRT_CLOCK_HARDWARE), POK_ERRNO_OK);
    now_ns = _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE);
    _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
    ticks += _CPU_Virtual_Irq_take_missed(POK_VECTOR_TIMER_HARDWARE);
    expected = (uint32_t)((now_ns - begin_ns) / STORM_PERIOD_NS) + 1;
    CHECK_EQUAL(signals, 2 * rounds);
    CHECK_EQUAL(wrong, 0);
    CHECK_EQUAL(overlooked, 0);
    CHECK(ticks == expected || ticks + 1 == expected);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    printf("storm: %u rounds, %u ticks\n", (unsigned)rounds, (unsigned)ticks);
}

int main(void)
{
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_signal), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, on_execution_timer),
                POK_ERRNO_OK);
    check_levels();
    check_order();
    check_nesting();
    check_masking();
    check_exceptions();
    check_fault_handler();
    check_rest();
    check_storm();
    check_verdict();
    _CPU_Virtual_Idle_thread();
}
