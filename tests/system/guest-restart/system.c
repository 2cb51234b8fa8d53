/* SPDX-License-Identifier: BSD-2-Clause */
/* The system partition, a guest itself: it restarts and ends the others. */
#include "guest.h"

#define LISTENER 2u
#define DEAF     3u

static void windows_pass(uint32_t count)
{
    while (count-- > 0) {
        window_pass();
    }
}

int main(void)
{
    CHECK_EQUAL(pok_partition_control(99, POK_PARTITION_MODE_IDLE), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_partition_control(DEAF, POK_PARTITION_MODE_NORMAL), POK_ERRNO_PARAM);
    CHECK_EQUAL(pok_partition_control(DEAF, (pok_partition_mode_t)7), POK_ERRNO_PARAM);
    windows_pass(3);
    CHECK_EQUAL(pok_partition_control(DEAF, POK_PARTITION_MODE_IDLE), POK_ERRNO_OK);
    CHECK_EQUAL(pok_partition_control(DEAF, POK_PARTITION_MODE_IDLE), POK_ERRNO_NOACTION);
    windows_pass(2);
    /* By the hypercall's number, too. */
    CHECK_EQUAL((uint32_t)pok_hypercall5((pok_hypercall_id_t)(64 + POK_SYSCALL_PARTITION_CONTROL),
                                         DEAF, POK_PARTITION_MODE_COLD_START, 0, 0, 0),
                POK_ERRNO_OK);
    CHECK_EQUAL(pok_partition_control(DEAF, POK_PARTITION_MODE_WARM_START), POK_ERRNO_MODE);
    windows_pass(4);
    CHECK_EQUAL(pok_partition_control(DEAF, POK_PARTITION_MODE_WARM_START), POK_ERRNO_OK);
    CHECK_EQUAL(pok_partition_control(LISTENER, POK_PARTITION_MODE_WARM_START), POK_ERRNO_OK);
    windows_pass(4);
    CHECK_EQUAL(pok_partition_control(LISTENER, POK_PARTITION_MODE_COLD_START), POK_ERRNO_OK);
    windows_pass(4);
    CHECK_EQUAL(pok_partition_control(LISTENER, POK_PARTITION_MODE_COLD_START), POK_ERRNO_OK);
    windows_pass(4);
    CHECK_EQUAL(pok_partition_control(LISTENER, POK_PARTITION_MODE_IDLE), POK_ERRNO_OK);
    windows_pass(2);
    CHECK_EQUAL(pok_partition_control(LISTENER, POK_PARTITION_MODE_IDLE), POK_ERRNO_NOACTION);
    /* To itself it is as SET_PARTITION_MODE. */
    CHECK_EQUAL(pok_partition_control(4, POK_PARTITION_MODE_WARM_START), POK_ERRNO_MODE);
    check_verdict();
    for (;;) {
    }
}
