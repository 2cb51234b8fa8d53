/* SPDX-License-Identifier: BSD-2-Clause */
/* A guest's: hypercall numbers, vCPUs, vectors, timers, exceptions, and its stack's address. */
#include "core/call.h"
#include "guest.h"

static const uint32_t far[] = {0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
#define FAR (sizeof(far) / sizeof(far[0]))

static void check_no_vcpu(uint32_t index)
{
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(index), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_hypercall_VCPU_STOP(index), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(index, 1), POK_ERRNO_EINVAL);
}

static void check_vcpus(void)
{
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(1), POK_ERRNO_UNAVAILABLE);
    CHECK_EQUAL(pok_hypercall_VCPU_STOP(1), POK_ERRNO_VCPU_STATE);
    check_no_vcpu(2);
    for (uint32_t i = 0; i < FAR; i++)
        check_no_vcpu(far[i]);
}

static void check_vectors(void)
{
    guest_request(POK_VECTOR_RESTART);
    CHECK_EQUAL(pok_hypercall_IRQ_MASK(POK_VECTOR_RESTART), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_IRQ_UNMASK(POK_VECTOR_RESTART), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_IRQ_MASK(POK_VECTOR_RESTART + 1), POK_ERRNO_VECTOR_UNKNOWN);
    CHECK_EQUAL(pok_hypercall_IRQ_MASK(POK_VECTOR_BASE - 1), POK_ERRNO_VECTOR_RESERVED);
    for (uint32_t i = 0; i < FAR; i++) {
        CHECK_EQUAL(pok_hypercall_IRQ_MASK(far[i]), POK_ERRNO_VECTOR_UNKNOWN);
        CHECK_EQUAL(pok_hypercall_IRQ_REGISTER_VCPU(far[i], 0), POK_ERRNO_VECTOR_UNKNOWN);
    }
}

static pok_ret_t timer_disarm(uint32_t clock)
{
    const struct pok_virtual_timer timer = {.clock = clock};

    return pok_hypercall_TIMER_SET(pok_address(&timer));
}

static void check_timers(void)
{
    CHECK_EQUAL(timer_disarm(POK_MAX_VIRTUAL_TIMERS - 1), POK_ERRNO_OK);
    CHECK_EQUAL(timer_disarm(POK_MAX_VIRTUAL_TIMERS), POK_ERRNO_EINVAL);
    for (uint32_t i = 0; i < FAR; i++)
        CHECK_EQUAL(timer_disarm(far[i]), POK_ERRNO_EINVAL);
}

static void check_exceptions(void)
{
    CHECK_EQUAL(pok_hypercall_EXCEPTION_SET(19, 0), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_EXCEPTION_SET(32, 0), POK_ERRNO_EINVAL);
    for (uint32_t i = 0; i < FAR; i++)
        CHECK_EQUAL(pok_hypercall_EXCEPTION_SET(far[i], 0), POK_ERRNO_EINVAL);
}

static pok_ret_t by_interrupt(uint32_t number)
{
    __asm__ volatile("int $45" : "+a"(number) : : "memory", "cc");
    return (pok_ret_t)number;
}

static void check_numbers(void)
{
    CHECK_EQUAL(by_interrupt(0), PARTITION_PAGE->identifier);
    CHECK_EQUAL(by_interrupt(64 + POK_SYSCALL_PARTITION_ID), PARTITION_PAGE->identifier);
    CHECK_EQUAL(by_interrupt(48), POK_ERRNO_CALL_UNKNOWN);
    CHECK_EQUAL(by_interrupt(127), POK_ERRNO_CALL_UNKNOWN);
    CHECK_EQUAL(by_interrupt(128), POK_ERRNO_CALL_UNKNOWN);
    for (uint32_t i = 0; i < FAR; i++)
        CHECK_EQUAL(by_interrupt(far[i]), POK_ERRNO_CALL_UNKNOWN);
}

/* The frame of a handler goes to where the stack is; the last words of a region are good. */
static void check_stack(void)
{
    uint32_t top = PARTITION_PAGE->heap_base + PARTITION_PAGE->heap_bytes;
    uint32_t before = handled(POK_VECTOR_VCPU);

    guest_request(POK_VECTOR_VCPU);
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    __asm__ volatile("movl %%esp, %%ebx\n\t"
                     "movl %%ecx, %%esp\n\t"
                     "int $45\n\t"
                     "movl %%ebx, %%esp"
                     :
                     : "a"(POK_HYPERCALL_VCPU_SIGNAL), "d"(0), "c"(top)
                     : "ebx", "memory", "cc");
    CHECK_EQUAL(handled(POK_VECTOR_VCPU), before + 1);
}

int main(void)
{
    check_numbers();
    check_vcpus();
    check_vectors();
    check_timers();
    check_exceptions();
    check_stack();
    guest_end();
}
