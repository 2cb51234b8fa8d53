/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Logbooks over restarts, one a life: a warm start by the partition itself, a warm start by health
 * monitoring in the middle of a message, a cold start.
 */
#include <stdlib.h>

#include "apex_process.h"
#include "arinc653/apexLogbook.h"
#include "core/page.h"

#define LOGGED  4
#define WRITTEN 6
#define CHUNK   1024u

static LOGBOOK_ID_TYPE flights;
static LOGBOOK_ID_TYPE faults;
static RETURN_CODE_TYPE code;

static void write_text(LOGBOOK_ID_TYPE logbook, const char *text)
{
    WRITE_LOGBOOK(logbook, (MESSAGE_ADDR_TYPE)text, (MESSAGE_SIZE_TYPE)strlen(text), &code);
    CHECK_EQUAL(code, NO_ERROR);
}

/* NULL: the entry is an aborted one. */
static void expect_text(LOGBOOK_ID_TYPE logbook, MESSAGE_RANGE_TYPE entry, const char *text)
{
    uint8_t message[32];
    MESSAGE_SIZE_TYPE length;
    WRITE_STATUS_TYPE status;

    READ_LOGBOOK(logbook, entry, message, &length, &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status, text == NULL ? ABORTED : COMPLETE);
    CHECK_EQUAL(length, text == NULL ? 0 : strlen(text));
    CHECK(text == NULL || memcmp(message, text, strlen(text)) == 0);
}

static void expect_count(LOGBOOK_ID_TYPE logbook, MESSAGE_RANGE_TYPE logged,
                         MESSAGE_RANGE_TYPE aborted)
{
    LOGBOOK_STATUS_TYPE status;

    GET_LOGBOOK_STATUS(logbook, &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status.NB_LOGGED_MESSAGES, logged);
    CHECK_EQUAL(status.NB_ABORTED_MESSAGES, aborted);
    CHECK_EQUAL(status.NB_IN_PROGRESS_MESSAGES, 0);
}

static void create(void)
{
    CREATE_LOGBOOK("flights", 32, LOGGED, 2, &flights, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_LOGBOOK("faults", 13, 1, 1, &faults, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

/* The C library has all of the heap but the logbooks. */
static void use_whole_heap(void)
{
    void *first = NULL;
    uint32_t bytes = 0;

    for (;;) {
        void **block = malloc(CHUNK);

        if (block == NULL) {
            break;
        }
        memset(block, 0xee, CHUNK);
        *block = first;
        first = block;
        bytes += CHUNK;
    }
    CHECK(bytes > PARTITION_PAGE->heap_bytes / 2);
    while (first != NULL) {
        void *next = *(void **)first;

        free(first);
        first = next;
    }
}

static void write_and_warm_start(void)
{
    char text[] = "flight 0";

    for (int i = 0; i < WRITTEN; i++) {
        text[7] = (char)('0' + i);
        write_text(flights, text);
    }
    write_text(faults, "an engine");
    printf("life 0: %u checks failed\n", (unsigned)check_state.failed);
    SET_PARTITION_MODE(WARM_START, &code);
}

static void expect_first_life(void)
{
    LOGBOOK_ID_TYPE other;

    use_whole_heap();
    CREATE_LOGBOOK("flights", 32, LOGGED + 1, 2, &other, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    create();
    expect_count(flights, LOGGED, 0);
    expect_text(flights, 0, "flight 5");
    expect_text(flights, LOGGED - 1, "flight 2");
    expect_count(faults, 1, 0);
    expect_text(faults, 0, "an engine");
}

/* The message ends where nothing is mapped: the error comes while it is written. */
static void write_from_nowhere(void)
{
    printf("life 1: %u checks failed\n", (unsigned)check_state.failed);
    WRITE_LOGBOOK(flights, (MESSAGE_ADDR_TYPE)16, 20, &code);
    printf("VERDICT FAIL: goes on\n");
}

static void expect_second_life(void)
{
    create();
    expect_count(flights, LOGGED, 1);
    expect_text(flights, 0, NULL);
    expect_text(flights, 1, "flight 5");
    expect_text(flights, 3, "flight 3");
    expect_text(faults, 0, "an engine");
    CLEAR_LOGBOOK(faults, &code);
    expect_count(faults, 0, 0);
    write_text(flights, "flight 6");
    expect_text(flights, 0, "flight 6");
    expect_text(flights, 1, NULL);
}

static void cold_start(void)
{
    printf("life 2: %u checks failed\n", (unsigned)check_state.failed);
    SET_PARTITION_MODE(COLD_START, &code);
}

static void worker(void)
{
    static void (*const act[])(void) = {write_and_warm_start, write_from_nowhere, cold_start,
                                        check_verdict};

    act[POK_PAGE->restarts]();
    STOP_SELF();
}

int main(void)
{
    PARTITION_STATUS_TYPE status;
    uint32_t life = POK_PAGE->restarts;

    GET_PARTITION_STATUS(&status, &code);
    CHECK_AT_MOST(life, 3);
    CHECK_EQUAL(status.OPERATING_MODE, life == 1 || life == 2 ? WARM_START : COLD_START);
    if (life == 1) {
        expect_first_life();
    } else if (life == 2) {
        expect_second_life();
    } else {
        create();
        expect_count(flights, 0, 0);
        expect_count(faults, 0, 0);
    }
    (void)process_run("worker", worker, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
