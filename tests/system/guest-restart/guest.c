/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest restarts itself cold, then warm, by both gates, and ends itself. What a start keeps is
 * seen in memory that has no pristine image and in memory that has one. It may do nothing to
 * others.
 */
#include "guest.h"

/* The first word of the heap. */
#define kept (*(volatile uint32_t *)(uintptr_t)POK_PAGE->heap_base)
static volatile uint32_t loaded = 5;

static uint32_t mode_set_hypercall(uint32_t mode)
{
    return (uint32_t)pok_hypercall1((pok_hypercall_id_t)(64 + POK_SYSCALL_PARTITION_MODE_SET),
                                    mode);
}

static void life_first(void)
{
    CHECK_EQUAL(POK_PAGE->start_condition, POK_START_NORMAL);
    CHECK_EQUAL(POK_PAGE->operating_mode, POK_PARTITION_MODE_COLD_START);
    CHECK_EQUAL(kept, 0);
    CHECK_EQUAL(pok_partition_set_mode((pok_partition_mode_t)4), POK_ERRNO_PARAM);
    CHECK_EQUAL(pok_partition_set_mode(POK_PARTITION_MODE_WARM_START), POK_ERRNO_MODE);
    CHECK_EQUAL(pok_partition_control(2, POK_PARTITION_MODE_IDLE), POK_ERRNO_EPERM);
    kept = 1;
    loaded = 6;
    /* What is armed and registered goes with the life. */
    guest_request(POK_VECTOR_TIMER_HARDWARE);
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, now_ns() + 1000, 100000), POK_ERRNO_OK);
    CHECK_EQUAL(
        _CPU_Virtual_Exception_request(6, (virt_exception_handler_t *)(uintptr_t)life_first),
        POK_ERRNO_OK);
    if (check_state.failed == 0) {
        (void)mode_set_hypercall(POK_PARTITION_MODE_COLD_START);
    }
    CHECK(false);
}

static void life_cold(void)
{
    CHECK_EQUAL(POK_PAGE->start_condition, POK_START_PARTITION_RESTART);
    CHECK_EQUAL(POK_PAGE->operating_mode, POK_PARTITION_MODE_COLD_START);
    CHECK_EQUAL(kept, 0);
    CHECK_EQUAL(loaded, 5);
    CHECK_EQUAL(VCPU_PAGE->vif, 0);
    CHECK_EQUAL(VCPU_PAGE->pending, 0);
    CHECK_EQUAL(VCPU_PAGE->counted[POK_VECTOR_TIMER_HARDWARE - POK_VECTOR_BASE], 0);
    CHECK_EQUAL(_CPU_Virtual_Irq_detach(POK_VECTOR_TIMER_HARDWARE), POK_ERRNO_NOTFOUND);
    CHECK_EQUAL(pok_partition_set_mode(POK_PARTITION_MODE_NORMAL), POK_ERRNO_OK);
    CHECK_EQUAL(POK_PAGE->operating_mode, POK_PARTITION_MODE_NORMAL);
    CHECK_EQUAL(pok_partition_set_mode(POK_PARTITION_MODE_NORMAL), POK_ERRNO_NOACTION);
    kept = 2;
    loaded = 7;
    if (check_state.failed == 0) {
        (void)pok_partition_set_mode(POK_PARTITION_MODE_WARM_START);
    }
    CHECK(false);
}

int main(void)
{
    if (POK_PAGE->restarts == 0) {
        life_first();
    } else if (POK_PAGE->restarts == 1) {
        life_cold();
    }
    CHECK_EQUAL(POK_PAGE->restarts, 2);
    CHECK_EQUAL(POK_PAGE->operating_mode, POK_PARTITION_MODE_WARM_START);
    CHECK_EQUAL(kept, 2);
    CHECK_EQUAL(loaded, 5);
    check_verdict();
    (void)mode_set_hypercall(POK_PARTITION_MODE_IDLE);
    CHECK(false);
    for (;;) {
    }
}
