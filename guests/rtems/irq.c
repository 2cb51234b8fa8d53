/* SPDX-License-Identifier: BSD-2-Clause */
/* RTEMS's interrupt extension on virtual interrupts. */
#include <bsp/irq.h>
#include <bsp/irq-generic.h>
#include <rtems/score/percpu.h>
#include <rtems/score/processormaskimpl.h>
#include <rtems/score/threaddispatch.h>

#include "internal.h"
#include "internal_offsets.h"

/* Numbers beyond ours are sources that no guest has. */
_Static_assert(BSP_INTERRUPT_VECTOR_COUNT >= BULKHEAD_VECTORS, "the installed interrupt extension");

#ifdef BSP_INTERRUPT_USE_INDEX_TABLE
#error "context.S takes the vector for the index of the dispatch table"
#endif
_Static_assert(offsetof(rtems_interrupt_entry, handler) == 0, "context.S");
_Static_assert(offsetof(rtems_interrupt_entry, arg) == 4, "context.S");
_Static_assert(offsetof(rtems_interrupt_entry, next) == 8, "context.S");
_Static_assert(offsetof(struct pok_partition_page, level_lines) == LEVEL_LINES_OFFSET, "context.S");
_Static_assert(BULKHEAD_VIF == LAYOUT_VCPU_PAGE + offsetof(struct pok_vcpu_page, vif) &&
                   BULKHEAD_VIF_ENABLED == POK_VIF_ENABLED &&
                   BULKHEAD_VIF_PENDING == POK_VIF_PENDING,
               "inline_interrupts.h");

static uint32_t requested; /* bit v: RTEMS's vector v is requested of the kernel */
static uint32_t enabled;

static uint32_t vector_of(rtems_vector_number vector)
{
    switch (vector) {
    case BULKHEAD_VECTOR_CLOCK:
        return POK_VECTOR_TIMER_HARDWARE;
    case BULKHEAD_VECTOR_WINDOW:
        return POK_VECTOR_WINDOW;
    case BULKHEAD_VECTOR_SIGNAL:
        return POK_VECTOR_VCPU;
    case BULKHEAD_VECTOR_PORT:
        return POK_VECTOR_PORT;
    default:
        return POK_VECTOR_BASE + vector;
    }
}

#define SOURCE(vector) ((vector)-POK_VECTOR_BASE)

/* RTEMS's number of a source; of the lines' that they have themselves. */
const uint8_t bulkhead_number_of[POK_VECTOR_COUNT] = {
    [1] = 1,
    [3] = 3,
    [5] = 5,
    [6] = 6,
    [7] = 7,
    [8] = 8,
    [9] = 9,
    [10] = 10,
    [11] = 11,
    [12] = 12,
    [13] = 13,
    [14] = 14,
    [15] = 15,
    [SOURCE(POK_VECTOR_TIMER_HARDWARE)] = BULKHEAD_VECTOR_CLOCK,
    [SOURCE(POK_VECTOR_WINDOW)] = BULKHEAD_VECTOR_WINDOW,
    [SOURCE(POK_VECTOR_VCPU)] = BULKHEAD_VECTOR_SIGNAL,
    [SOURCE(POK_VECTOR_PORT)] = BULKHEAD_VECTOR_PORT,
};

/* At the end of the outermost handler, on the interrupted thread's stack, interrupts off. */
static void thread_dispatch(void)
{
    Per_CPU_Control *cpu = _Per_CPU_Get();

    virt_reschedule = 0;
    do {
        cpu->isr_dispatch_disable = 1;
        cpu->thread_dispatch_disable_level = 1;
        _Thread_Do_dispatch(cpu, POK_VIF_ENABLED);
        (void)_CPU_Virtual_Interrupts_disable();
    } while (cpu->dispatch_necessary);
    cpu->isr_dispatch_disable = 0;
}

void bsp_interrupt_facility_initialize(void)
{
    virt_switch = thread_dispatch;
}

/* Of a disabled vector, to know whether it was raised since: its count when it was disabled. */
static uint32_t counted_before[BSP_INTERRUPT_VECTOR_COUNT];

static uint32_t counted(rtems_vector_number vector)
{
    return VCPU_PAGE->counted[SOURCE(vector_of(vector))];
}

/* The page says by rank what is pending and not held back. */
static bool waits(rtems_vector_number vector)
{
    uint32_t pending = VCPU_PAGE->pending;

    for (; pending != 0; pending &= pending - 1) {
        if (VCPU_PAGE->vector_of_rank[__builtin_ctz(pending)] == vector_of(vector))
            return true;
    }
    return false;
}

rtems_status_code bsp_interrupt_vector_enable(rtems_vector_number vector)
{
    uint32_t bit = UINT32_C(1) << vector;
    pok_ret_t ret;

    if ((requested & bit) == 0)
        ret = _CPU_Virtual_Irq_request(vector_of(vector), bulkhead_interrupt);
    else if ((enabled & bit) == 0)
        ret = _CPU_Virtual_Irq_unmask(vector_of(vector));
    else
        ret = POK_ERRNO_OK;
    if (ret != POK_ERRNO_OK)
        return RTEMS_UNSATISFIED;
    requested |= bit;
    enabled |= bit;
    return RTEMS_SUCCESSFUL;
}

/* The kernel says so of one that isn't requested, when it is asked to hold it back. */
static bool is_ours(rtems_vector_number vector)
{
    return (requested >> vector & 1) != 0 ||
           _CPU_Virtual_Irq_mask(vector_of(vector)) == POK_ERRNO_NOTFOUND;
}

rtems_status_code bsp_interrupt_vector_disable(rtems_vector_number vector)
{
    uint32_t bit = UINT32_C(1) << vector;

    if ((enabled & bit) == 0)
        return is_ours(vector) ? RTEMS_SUCCESSFUL : RTEMS_UNSATISFIED;
    counted_before[vector] = counted(vector) - waits(vector);
    if (_CPU_Virtual_Irq_mask(vector_of(vector)) != POK_ERRNO_OK)
        return RTEMS_UNSATISFIED;
    enabled &= ~bit;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code bsp_interrupt_vector_is_enabled(rtems_vector_number vector, bool *result)
{
    *result = (enabled >> vector & 1) != 0;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code bsp_interrupt_get_attributes(rtems_vector_number vector,
                                               rtems_interrupt_attributes *attributes)
{
    bool ours = is_ours(vector);

    attributes->is_maskable = true;
    attributes->can_enable = ours;
    attributes->maybe_enable = ours;
    attributes->can_disable = ours;
    attributes->maybe_disable = ours;
    attributes->can_raise = vector == BULKHEAD_VECTOR_SIGNAL;
    attributes->can_raise_on = vector == BULKHEAD_VECTOR_SIGNAL;
    attributes->can_clear = vector == BULKHEAD_VECTOR_SIGNAL;
    attributes->cleared_by_acknowledge = true;
    if (vector_of(vector) == POK_VECTOR_BASE + vector)
        attributes->trigger_signal = RTEMS_INTERRUPT_UNSPECIFIED_SIGNAL;
    return RTEMS_SUCCESSFUL;
}

void bulkhead_signal(void)
{
    (void)pok_hypercall_VCPU_SIGNAL(VCPU_PAGE->vcpu);
}

void bulkhead_interrupt_lower(void)
{
    VCPU_PAGE->threshold = 1;
    _CPU_Virtual_Interrupts_lowered();
}

/* A line that is disabled is off at its controller: what its device wants is not seen here. */
rtems_status_code bsp_interrupt_is_pending(rtems_vector_number vector, bool *pending)
{
    uint32_t bit = UINT32_C(1) << vector;

    *pending = (enabled & bit) != 0
                   ? waits(vector)
                   : (requested & bit) != 0 && counted(vector) != counted_before[vector];
    return RTEMS_SUCCESSFUL;
}

/* Raised before anybody has enabled it, it waits for that. */
rtems_status_code bsp_interrupt_raise(rtems_vector_number vector)
{
    rtems_status_code sc = RTEMS_SUCCESSFUL;

    if (vector != BULKHEAD_VECTOR_SIGNAL)
        return RTEMS_UNSATISFIED;
    if ((requested >> vector & 1) == 0) {
        sc = bsp_interrupt_vector_enable(vector);
        if (sc == RTEMS_SUCCESSFUL)
            sc = bsp_interrupt_vector_disable(vector);
    }
    if (sc == RTEMS_SUCCESSFUL)
        bulkhead_signal();
    return sc;
}

/* What a device wants, only its driver can take back. */
rtems_status_code bsp_interrupt_clear(rtems_vector_number vector)
{
    if (vector != BULKHEAD_VECTOR_SIGNAL)
        return RTEMS_UNSATISFIED;
    if ((requested >> vector & 1) != 0)
        (void)_CPU_Virtual_Irq_acknowledge(vector_of(vector));
    counted_before[vector] = counted(vector);
    return RTEMS_SUCCESSFUL;
}

/* The configuration ranks interrupts. */
rtems_status_code bsp_interrupt_get_priority(rtems_vector_number vector, uint32_t *priority)
{
    (void)vector;
    (void)priority;
    return RTEMS_UNSATISFIED;
}

rtems_status_code bsp_interrupt_set_priority(rtems_vector_number vector, uint32_t priority)
{
    (void)vector;
    (void)priority;
    return RTEMS_UNSATISFIED;
}

rtems_status_code bsp_interrupt_get_affinity(rtems_vector_number vector, Processor_mask *affinity)
{
    (void)vector;
    _Processor_mask_Zero(affinity);
    _Processor_mask_Set(affinity, 0);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code bsp_interrupt_set_affinity(rtems_vector_number vector,
                                             const Processor_mask *affinity)
{
    (void)vector;
    (void)affinity;
    return RTEMS_SUCCESSFUL;
}
