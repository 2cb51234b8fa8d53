/* SPDX-License-Identifier: BSD-2-Clause */
/* Its windows begin where the schedule says, whatever the other partition does. */
#include <stdio.h>

#include "core/page.h"

#define FRAME_NS  10000000LL
#define OFFSET_NS 5000000LL
#define WINDOWS   8u

int main(void)
{
    unsigned wrong = 0;

    for (uint32_t window = POK_PAGE->windows; window <= WINDOWS;) {
        wrong += POK_PAGE->window_start_ns != (window - 1) * FRAME_NS + OFFSET_NS;
        while (POK_PAGE->windows == window) {
        }
        window = POK_PAGE->windows;
    }
    printf("%u windows not at their place\n", wrong);
    for (;;) {
    }
}
