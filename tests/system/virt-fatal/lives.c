/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest that fails in every life in another way, and first checks that nothing of the life
 * before is left: level, depth, handlers, what was pending.
 */
#include <virt/virt.h>

#include "check.h"
#include "core/partition.h"

#define DIVIDE_ERROR 0u
#define PAGE_FAULT   14u

static void divide(void)
{
    __asm__ volatile("divl %1" : : "a"(1), "r"(0), "d"(0) : "cc");
}

static VIRT_HANDLER void divide_in_handler(uint32_t vector)
{
    (void)vector;
    CHECK_EQUAL(VCPU_PAGE->depth, 1);
    /* Left behind pending, too. */
    (void)pok_hypercall_VCPU_SIGNAL(0);
    divide();
}

static void repeat(struct virt_exception *exception)
{
    (void)_CPU_Virtual_Exception_request(exception->vector, NULL);
}

static void fault(struct virt_exception *exception)
{
    (void)exception;
    __asm__ volatile("movl $1, 8" : : : "memory");
}

static void on_no_stack(void)
{
    __asm__ volatile("movl $0x10, %%esp\n\t"
                     "xorl %%ecx, %%ecx\n\t"
                     "divl %%ecx"
                     :
                     :
                     : "eax", "ecx", "edx", "memory");
}

static void life_end(uint32_t life)
{
    static const uint32_t message[] = {0x1234};

    switch (life) {
    case 0: /* in a handler, unhandled */
        CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_VCPU, divide_in_handler), POK_ERRNO_OK);
        (void)pok_hypercall_VCPU_SIGNAL(0);
        _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
        break;
    case 1: /* handled by happening again */
        CHECK_EQUAL(_CPU_Virtual_Exception_request(DIVIDE_ERROR, repeat), POK_ERRNO_OK);
        divide();
        break;
    case 2: /* another one in the handler of one */
        CHECK_EQUAL(_CPU_Virtual_Exception_request(DIVIDE_ERROR, fault), POK_ERRNO_OK);
        divide();
        break;
    case 3: /* no stack to hand it over on */
        CHECK_EQUAL(_CPU_Virtual_Exception_request(DIVIDE_ERROR, fault), POK_ERRNO_OK);
        on_no_stack();
        break;
    case 4: /* what the guest itself finds wrong */
        (void)pok_call_ERROR_RAISE(POK_ERROR_APPLICATION_ERROR, pok_address(message),
                                   sizeof(message));
        break;
    default:
        _CPU_Virtual_Stop_with_error(0x5ead);
    }
    printf("life %u went on\n", (unsigned)life);
}

int main(void)
{
    uint32_t life = POK_PAGE->restarts;

    printf("life %u\n", (unsigned)life);
    CHECK_EQUAL(_CPU_Virtual_Interrupts_level(), 0);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    CHECK_EQUAL(VCPU_PAGE->threshold, 1);
    CHECK_EQUAL(VCPU_PAGE->pending, 0);
    CHECK_EQUAL(_CPU_Virtual_Irq_detach(POK_VECTOR_VCPU), POK_ERRNO_NOTFOUND);
    CHECK_EQUAL(pok_partition_set_mode(POK_PARTITION_MODE_NORMAL), POK_ERRNO_OK);
    life_end(life);
    return 0;
}
