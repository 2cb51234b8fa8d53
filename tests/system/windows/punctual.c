/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has two windows in each major frame and looks at every one of them: that it is announced at
 * n * major frame + offset exactly, that none is left out, and that the processor is here soon
 * after, as soon in the last hundred frames as in the first hundred.
 */
#include "apex.h"
#include "check.h"

#define MAJOR_FRAME_NS 2000000LL
#define SECOND_NS      1200000LL /* offset of the second window */
#define FRAMES         1000
/* A window may begin late by the way through the kernel, not by more. */
#define LATENESS_NS 20000LL

static int64_t time_now(void)
{
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;

    GET_TIME(&now, &code);
    CHECK_EQUAL(code, NO_ERROR);
    return now;
}

static void await_window(uint32_t seen)
{
    while (PARTITION_PAGE->windows == seen) {
    }
}

int main(void)
{
    uint32_t windows = PARTITION_PAGE->windows;
    int64_t worst_first = 0;
    int64_t worst_last = 0;
    int64_t before = PARTITION_PAGE->window_start_ns;

    for (;;) {
        await_window(windows);
        int64_t late = time_now();
        int64_t start = PARTITION_PAGE->window_start_ns;
        int64_t frame = start / MAJOR_FRAME_NS;
        int64_t offset = start % MAJOR_FRAME_NS;

        late -= start;
        windows++;
        CHECK_EQUAL(PARTITION_PAGE->windows, windows);
        CHECK(offset == 0 || offset == SECOND_NS);
        CHECK_EQUAL(start - before, offset == 0 ? MAJOR_FRAME_NS - SECOND_NS : SECOND_NS);
        CHECK(late >= 0);
        CHECK_AT_MOST(late, LATENESS_NS);
        before = start;
        if (frame < 100 && late > worst_first) {
            worst_first = late;
        }
        if (frame >= FRAMES - 110 && late > worst_last) {
            worst_last = late;
        }
        if (frame >= FRAMES - 10) {
            break;
        }
    }
    CHECK_AT_MOST(worst_last, worst_first + 1000);
    printf("worst lateness: first frames %lld ns, last frames %lld ns\n", (long long)worst_first,
           (long long)worst_last);
    check_verdict();
    for (;;) {
    }
}
