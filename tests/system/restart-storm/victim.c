/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sees the first instant of each of its windows: while its neighbours compute, and while they are
 * started again all the time. The table's instants are the same to the nanosecond, and so is what
 * it sees, but for the place where its window catches the loop that looks.
 */
#include "check.h"
#include "core/time.h"
#include "storm.h"

#define FRAME_NS  4000000LL
#define OFFSET_NS 2000000LL
#define WINDOWS   300u
/* A turn of the loop below and one of that in which the kernel holds a window: 60 instructions. */
#define TOLERANCE_NS 480LL

int main(void)
{
    pok_time_t worst[2] = {0, 0};
    uint32_t seen = POK_PAGE->windows;

    while (seen < WINDOWS) {
        pok_time_t now = 0;
        pok_time_t late;
        uint32_t windows;

        do {
            (void)pok_time_get(&now);
            windows = POK_PAGE->windows;
        } while (windows == seen);
        (void)pok_time_get(&now);
        seen = windows;
        CHECK_EQUAL(POK_PAGE->window_start_ns, (seen - 1) * FRAME_NS + OFFSET_NS);
        late = now - POK_PAGE->window_start_ns;
        if (late > worst[seen > QUIET_WINDOWS]) {
            worst[seen > QUIET_WINDOWS] = late;
        }
    }
    printf("first seen %lld ns after the start, in the storm %lld ns\n", worst[0], worst[1]);
    CHECK_AT_MOST(worst[1], worst[0] + TOLERANCE_NS);
    check_verdict();
    for (;;) {
    }
}
