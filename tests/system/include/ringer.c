/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device of cases about lines: this partition has the second serial port's registers, another
 * one its interrupt line. In each of its windows it rings ten times, by switching the
 * transmitter-empty interrupt off and on; the line is up when the window ends.
 */
#include "guest.h"

#define COM2        0x2f8
#define RINGS       10u
#define DISTANCE_NS 20000

int main(void)
{
    port_write(COM2 + 4, 0x0b); /* OUT2 lets interrupts through */
    for (;;) {
        for (uint32_t i = 0; i < RINGS; i++) {
            port_write(COM2 + 1, 0);
            port_write(COM2 + 1, 2);
            spin_ns(DISTANCE_NS);
        }
        window_pass();
    }
}
