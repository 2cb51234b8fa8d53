/* SPDX-License-Identifier: BSD-2-Clause */
/* Has the module's callback, and an application of its own that goes on. */
#include "apex_process.h"
#include "core/error.h"

void module_error(void);

static volatile uint32_t rounds;

void module_error(void)
{
    static uint32_t seen;
    pok_error_status_t status = {.code = 0};

    CHECK_EQUAL(pok_error_status(&status), POK_ERRNO_OK);
    /* The second division comes while the first waits to be told: it is only logged. */
    printf("code %u in partition %u, action %u\n", (unsigned)status.code,
           (unsigned)status.partition, (unsigned)status.action);
    if (++seen == 2) {
        CHECK(rounds > 0);
        CHECK_EQUAL(status.length, 3);
        CHECK(memcmp(status.message, "end", 3) == 0);
        check_verdict();
    }
}

static void worker(void)
{
    for (;;) {
        rounds++;
    }
}

int main(void)
{
    RETURN_CODE_TYPE code;

    (void)process_run("worker", worker, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
