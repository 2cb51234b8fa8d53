/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor's part of RTEMS that a guest does differently, written in C: contexts, thread-local
 * storage, exceptions, the counter. It takes the place of RTEMS's own member of the same contents,
 * which has control registers and descriptor tables in it.
 */
#include <bsp.h>
#include <inttypes.h>
#include <rtems/score/cpuimpl.h>
#include <rtems/score/percpu.h>
#include <rtems/score/thread.h>
#include <rtems/score/tls.h>
#include <rtems/sysinit.h>

#include "virt/virt.h"
#include "internal.h"

#define EXCEPTION_PAGE_FAULT 14u
#define FRAMES               16
/* What the context switch of context.S takes from a stack before it returns: whether the task
 * dispatches at the end of an interrupt, edi, esi, ebx, ebp. */
#define SWITCH_FRAME_WORDS 5

_Static_assert(offsetof(CPU_Exception_frame, edi) == 4, "context.S");
_Static_assert(offsetof(CPU_Exception_frame, esp0) == 16, "context.S");
_Static_assert(offsetof(CPU_Exception_frame, eax) == 32, "context.S");
_Static_assert(offsetof(CPU_Exception_frame, eip) == 44, "context.S");

Context_Control_fp _CPU_Null_fp_context;

/* RTEMS writes the descriptor of thread-local storage here before it loads %gs with 0x18. Nothing
 * else reads it: the kernel keeps the real one. */
segment_descriptors _Global_descriptor_table[4];

void _CPU_Initialize(void)
{
    __asm__ volatile("fninit\n\tfsave %0" : "=m"(_CPU_Null_fp_context));
}

uint32_t _CPU_ISR_Get_level(void)
{
    return i386_get_interrupt_level();
}

static uint32_t descriptor_base(const segment_descriptors *descriptor)
{
    return descriptor->base_address_15_0 | (uint32_t)descriptor->base_address_23_16 << 16 |
           (uint32_t)descriptor->base_address_31_24 << 24;
}

void _CPU_Context_Initialize(Context_Control *context, void *stack, size_t bytes, uint32_t level,
                             void (*entry)(void), bool is_fp, void *tls)
{
    uintptr_t top = ((uintptr_t)stack + bytes) & ~(uintptr_t)(CPU_STACK_ALIGNMENT - 1);
    uint32_t *word = (uint32_t *)top;
    uint32_t base = tls == NULL ? 0 : (uint32_t)(uintptr_t)_TLS_Initialize_area(tls);

    (void)is_fp;
    /* The switch returns to `entry`, which finds a null return address. */
    *--word = 0;
    *--word = (uint32_t)(uintptr_t)entry;
    /* It leaves interrupts on. */
    if (level != 0)
        *--word = (uint32_t)(uintptr_t)bulkhead_begin_off;
    word -= SWITCH_FRAME_WORDS;
    for (int i = 0; i < SWITCH_FRAME_WORDS; i++)
        word[i] = 0;
    context->esp = word;
    context->gs.base_address_15_0 = base & 0xffff;
    context->gs.base_address_23_16 = (base >> 16) & 0xff;
    context->gs.base_address_31_24 = base >> 24;
}

static uint32_t tls_base;

/* From the context switch, in programs that have thread-local storage. */
void bulkhead_tls_switch(const segment_descriptors *descriptor)
{
    uint32_t base = descriptor_base(descriptor);

    if (base == tls_base)
        return;
    tls_base = base;
    _CPU_Virtual_TLS_set((const void *)(uintptr_t)base);
}

/* RTEMS has just made the idle thread's storage the one of its own initialisation. */
static void tls_initialize(void)
{
    bulkhead_tls_switch(&_Global_descriptor_table[3]);
}
RTEMS_SYSINIT_ITEM(tls_initialize, RTEMS_SYSINIT_IDLE_THREADS, RTEMS_SYSINIT_ORDER_LAST_BUT_5);

static void default_exception(CPU_Exception_frame *frame)
{
    rtems_fatal(RTEMS_FATAL_SOURCE_EXCEPTION, (rtems_fatal_code)(uintptr_t)frame);
}

cpuExcHandlerType _currentExcHandler = default_exception;

/* Show an exception to RTEMS in its own form, and take over what its handler changes. */
static void exception(struct virt_exception *e)
{
    CPU_Exception_frame frame = {
        .edi = e->edi,
        .esi = e->esi,
        .ebp = e->ebp,
        .esp0 = (uint32_t)(uintptr_t)(&e->frame + 1),
        .ebx = e->ebx,
        .edx = e->edx,
        .ecx = e->ecx,
        .eax = e->frame.upcall.eax,
        .idtIndex = e->vector,
        .faultCode = e->frame.error_code,
        .eip = e->frame.upcall.eip,
        .cs = LAYOUT_USER_CODE,
        .eflags = (e->frame.upcall.eflags & ~POK_VIF_ENABLED) | e->frame.vif,
    };

    _currentExcHandler(&frame);
    e->edi = frame.edi;
    e->esi = frame.esi;
    e->ebp = frame.ebp;
    e->ebx = frame.ebx;
    e->edx = frame.edx;
    e->ecx = frame.ecx;
    e->frame.upcall.eax = frame.eax;
    e->frame.upcall.eip = frame.eip;
    e->frame.upcall.eflags = frame.eflags;
}

/* Those that a guest can't have are refused, and stay health monitoring's. */
void rtems_exception_init_mngt(void)
{
    _BSP_Virtual_faulthandler(exception);
}

void bulkhead_exception_repeat(const CPU_Exception_frame *frame)
{
    _BSP_Virtual_faulthandler(NULL);
    bulkhead_exception_resume(frame);
}

static void print_calls(const uint32_t *ebp)
{
    printk("Calls:");
    for (int i = 0; i < FRAMES && ebp != NULL && ebp[0] > (uintptr_t)ebp; i++) {
        printk(" 0x%08" PRIx32, ebp[1]);
        ebp = (const uint32_t *)(uintptr_t)ebp[0];
    }
    printk("\n");
}

void _CPU_Exception_frame_print(const CPU_Exception_frame *frame)
{
    const Thread_Control *executing = _Thread_Get_executing();

    printk("Exception %" PRIu32 " at 0x%08" PRIx32 ", error code 0x%" PRIx32 ", thread 0x%08" PRIx32
           "\n",
           frame->idtIndex, frame->eip, frame->faultCode,
           executing == NULL ? 0 : executing->Object.id);
    printk("eax %08" PRIx32 " ebx %08" PRIx32 " ecx %08" PRIx32 " edx %08" PRIx32 "\n", frame->eax,
           frame->ebx, frame->ecx, frame->edx);
    printk("esi %08" PRIx32 " edi %08" PRIx32 " ebp %08" PRIx32 " esp %08" PRIx32 "\n", frame->esi,
           frame->edi, frame->ebp, frame->esp0);
    if (frame->idtIndex == EXCEPTION_PAGE_FAULT)
        printk("address 0x%08" PRIx32 "\n", VCPU_PAGE->fault_address);
    print_calls((const uint32_t *)(uintptr_t)frame->ebp);
}

CPU_Counter_ticks _CPU_Counter_read(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return low;
}

/* time = counter * mult * 2^(shift - 32) ns, so its frequency is 10^9 * 2^(32 - shift) / mult. */
uint32_t _CPU_Counter_frequency(void)
{
    return (uint32_t)(((UINT64_C(1000000000) << 32) / POK_CLOCK->mult) >> POK_CLOCK->shift);
}
