/* SPDX-License-Identifier: BSD-2-Clause */
/* A life for each way into the callback and out of it. */
#include "apex_process.h"
#include "core/error.h"
#include "core/page.h"

void partition_error(void);

static void poke(uint32_t address)
{
    volatile uint32_t *word;

    __asm__("" : "=r"(word) : "0"(address));
    *word = 1;
}

/* --- the callback ---------------------------------------------------------------------------- */

/* What it must not do, as the error handler mustn't. */
static void callback_context(void)
{
    LOCK_LEVEL_TYPE level;
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    GET_MY_ID(&id, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    TIMED_WAIT(1, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    SUSPEND_SELF(1, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    LOCK_PREEMPTION(&level, &code);
    CHECK_EQUAL(code, NO_ACTION);
    REPLENISH(1, &code);
    CHECK_EQUAL(code, NO_ACTION);
}

static void callback_told(void)
{
    pok_error_status_t status = {.code = 0};
    ERROR_STATUS_TYPE again;
    RETURN_CODE_TYPE code;

    CHECK_EQUAL(pok_error_status(&status), POK_ERRNO_OK);
    CHECK_EQUAL(status.partition, 1);
    printf("callback %u by process %d, action %u%s%.*s\n", (unsigned)status.code,
           status.process == 0 ? -2 : (int)status.process, (unsigned)status.action,
           status.length != 0 ? ": " : "", (int)status.length, (const char *)status.message);
    GET_ERROR_STATUS(&again, &code);
    CHECK_EQUAL(code, NO_ACTION);
}

void partition_error(void)
{
    RETURN_CODE_TYPE code;

    callback_context();
    callback_told();
    switch (POK_PAGE->restarts) {
    case 2:
        if (trail_length != 0) {
            for (;;) {
            }
        }
        note('i'); /* the ignored one */
        break;
    case 3:
        poke(12);
        break;
    case 5:
        check_verdict();
        SET_PARTITION_MODE(IDLE, &code);
        break;
    default:
        break;
    }
}

/* --- the processes --------------------------------------------------------------------------- */

static void handler(void)
{
    printf("handler, then its own fault\n");
    poke(4);
}

static void worker(void)
{
    RETURN_CODE_TYPE code;

    switch (POK_PAGE->restarts) {
    case 2:
        RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE) "for the callback", 16,
                                &code);
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(trail_length, 1);
        printf("the raiser goes on\n");
        for (;;) {
        }
    default:
        poke(4);
        break;
    }
    printf("never printed\n");
}

int main(void)
{
    uint32_t life = POK_PAGE->restarts;
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE id;

    printf("life %u begins\n", (unsigned)life);
    if (life == 1) {
        poke(8);
    }
    if (life == 4) {
        CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, 4096, &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    id = process_create("worker", worker, 10, 0, life == 2 ? MILLISECONDS : 0);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
