/* SPDX-License-Identifier: BSD-2-Clause */
/* What a partition finds when it starts: its page, memory, clock and gates. */
#include <string.h>

#include "apex.h"
#include "check.h"

static uint32_t zeroed[1024];
static uint32_t initialised[4] = {1, 2, 3, 4};

static void check_page(void)
{
    CHECK_EQUAL(PARTITION_PAGE->version, POK_PARTITION_PAGE_VERSION);
    CHECK(PARTITION_PAGE->bytes >= sizeof(struct pok_partition_page));
    CHECK(PARTITION_PAGE->identifier == 1 || PARTITION_PAGE->identifier == 2);
    CHECK_EQUAL(PARTITION_PAGE->guest, 0);
    CHECK_EQUAL(PARTITION_PAGE->restarts, 0);
    CHECK_EQUAL(PARTITION_PAGE->start_condition, POK_START_NORMAL);
    CHECK_EQUAL(PARTITION_PAGE->period_ns, 10000000);
    CHECK_EQUAL(PARTITION_PAGE->duration_ns, 4000000);
}

static void check_memory(void)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < 1024; i++) {
        sum |= zeroed[i];
    }
    CHECK_EQUAL(sum, 0);
    CHECK_EQUAL(initialised[0] + initialised[3], 5);
    memset(zeroed, 0xff, sizeof(zeroed));
}

static void check_clock(void)
{
    SYSTEM_TIME_TYPE before, now;
    RETURN_CODE_TYPE code;

    int64_t window_start = PARTITION_PAGE->window_start_ns;

    GET_TIME(&before, &code);
    CHECK(before >= window_start);
    for (int i = 0; i < 1000; i++) {
        GET_TIME(&now, &code);
        CHECK(now >= before);
        before = now;
    }
    CHECK_EQUAL(code, NO_ERROR);
}

int main(void)
{
    check_page();
    check_memory();
    check_clock();
    check_verdict();
    for (;;) {
    }
}
