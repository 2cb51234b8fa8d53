/* SPDX-License-Identifier: BSD-2-Clause */
/* One error of each class a life, each answered by another action of the partition's table. */
#include "apex_process.h"
#include "core/page.h"

/* How each life is begun: mode and condition. */
static const struct {
    OPERATING_MODE_TYPE mode;
    START_CONDITION_TYPE condition;
} expected[] = {
    {COLD_START, NORMAL_START},         /* 0 */
    {COLD_START, HM_PARTITION_RESTART}, /* 1: memory violation in the initialisation */
    {COLD_START, HM_PARTITION_RESTART}, /* 2: no mode set; warm, but no cold start was complete */
    {WARM_START, HM_PARTITION_RESTART}, /* 3: deadline missed */
    {COLD_START, HM_PARTITION_RESTART}, /* 4: illegal request */
    {COLD_START, PARTITION_RESTART},    /* 5: by itself */
    {WARM_START, PARTITION_RESTART},    /* 6: by itself */
};

static void poke(uint32_t address)
{
    volatile uint32_t *word;

    __asm__("" : "=r"(word) : "0"(address));
    *word = 1;
}

static void worker(void)
{
    RETURN_CODE_TYPE code;

    switch (POK_PAGE->restarts) {
    case 2:
        for (;;) {
        }
    case 3:
        __asm__ volatile("cli");
        break;
    case 4:
        SET_PARTITION_MODE(COLD_START, &code);
        break;
    case 5:
        SET_PARTITION_MODE(WARM_START, &code);
        break;
    default:
        RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE) "ignored", 7, &code);
        CHECK_EQUAL(code, NO_ERROR);
        check_verdict();
        poke(4);
        break;
    }
    printf("VERDICT FAIL: life %u goes on\n", (unsigned)POK_PAGE->restarts);
    STOP_SELF();
}

int main(void)
{
    uint32_t life = POK_PAGE->restarts;
    PARTITION_STATUS_TYPE status;
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE id;

    GET_PARTITION_STATUS(&status, &code);
    CHECK_AT_MOST(life, 6);
    CHECK_EQUAL(status.OPERATING_MODE, expected[life].mode);
    CHECK_EQUAL(status.START_CONDITION, expected[life].condition);
    printf("life %u: %u checks failed\n", (unsigned)life, (unsigned)check_state.failed);
    if (life == 0) {
        poke(8);
    }
    if (life == 1) {
        return 0;
    }
    id = process_create("worker", worker, 10, 0, life == 2 ? MILLISECONDS : 0);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
