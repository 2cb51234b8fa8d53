/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A level line stays up until its device is served. It comes once and is then held back, even when
 * the handler leaves it up; it comes again when it is acknowledged or unmasked and still up, and no
 * more when the device has been served first.
 */
#include "guest.h"

#define COM2 0x2f8
#define LINE (POK_VECTOR_BASE + 3)

static void check_count(uint32_t expected)
{
    spin_ns(200000);
    CHECK_EQUAL(counted(LINE), expected);
    CHECK_EQUAL(handled(LINE), expected);
}

int main(void)
{
    guest_request(LINE);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    port_write(COM2 + 4, 0x0b);
    check_count(0);
    port_write(COM2 + 1, 2); /* transmitter empty: up */
    check_count(1);
    window_pass();
    window_pass();
    check_count(1);
    CHECK_EQUAL(_CPU_Virtual_Irq_acknowledge(LINE), POK_ERRNO_OK);
    check_count(2);
    CHECK_EQUAL(_CPU_Virtual_Irq_unmask(LINE), POK_ERRNO_OK);
    check_count(3);
    /* Down: nothing waits behind the acknowledgement. */
    port_write(COM2 + 1, 0);
    CHECK_EQUAL(_CPU_Virtual_Irq_acknowledge(LINE), POK_ERRNO_OK);
    check_count(3);
    for (uint32_t i = 4; i <= 20; i++) {
        port_write(COM2 + 1, 2);
        check_count(i);
        port_write(COM2 + 1, 0);
        CHECK_EQUAL(_CPU_Virtual_Irq_acknowledge(LINE), POK_ERRNO_OK);
        check_count(i);
    }
    guest_end();
}
