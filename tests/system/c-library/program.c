/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The C library in a partition of several processes: output goes line by line, errno and the
 * streams are each process's own, the heap is everybody's and stays whole.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "apex.h"
#include "check.h"

#define ROUNDS      2000u
#define PRINT_EVERY 100u
#define KEPT        5u
#define WAIT_NS     23457

static volatile uint32_t rounds_done;

static void check_formats(void)
{
    char text[80];

    snprintf(text, sizeof(text), "%d %08lx %lld %.3f %s %zu", -5, 0xbeefUL, 1234567890123LL, 2.5,
             "text", sizeof(text));
    CHECK_EQUAL(strcmp(text, "-5 0000beef 1234567890123 2.500 text 80"), 0);
    CHECK(strtod("0.125", NULL) == 0.125);
    CHECK(fabs(sin(1.0) - 0.8414709848) < 1e-9);
    CHECK_EQUAL(strtoll("-42", NULL, 10), -42);
    memmove(text + 1, text, 10);
    CHECK_EQUAL(text[2], '5');
    CHECK(clock() != (clock_t)-1);
}

static void check_heap(void)
{
    void *all;

    errno = 0;
    all = malloc(PARTITION_PAGE->heap_bytes);
    CHECK(all == NULL);
    free(all);
    CHECK_EQUAL(errno, ENOMEM);
    all = malloc(PARTITION_PAGE->heap_bytes / 2);
    CHECK(all != NULL);
    free(all);
}

/* Allocates, fills and checks; the urgent one of these interrupts the other anywhere. */
static void use_heap(uint8_t mark)
{
    uint8_t *block[4];

    for (uint32_t i = 0; i < 4; i++) {
        block[i] = malloc(16 + 40 * i);
        CHECK(block[i] != NULL);
        if (block[i] == NULL)
            return;
        memset(block[i], mark + (int)i, 16 + 40 * i);
    }
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t wrong = 0;

        for (uint32_t j = 0; j < 16 + 40 * i; j++)
            wrong += block[i][j] != (uint8_t)(mark + i);
        CHECK_EQUAL(wrong, 0);
        free(block[i]);
    }
}

/* Wakes at all places of the other's calls, and leaves the heap another than it found it. */
static void urgent(void)
{
    RETURN_CODE_TYPE code;
    uint8_t *kept[KEPT] = {NULL};

    errno = 17;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        if (i % PRINT_EVERY == 0)
            printf("urgent");
        free(kept[i % KEPT]);
        kept[i % KEPT] = malloc(8 + i * 37 % 200);
        CHECK(kept[i % KEPT] != NULL);
        use_heap(100);
        CHECK_EQUAL(errno, 17);
        TIMED_WAIT(WAIT_NS, &code);
        CHECK_EQUAL(code, NO_ERROR);
        if (i % PRINT_EVERY == 0)
            printf(" line %u\n", (unsigned)(i / PRINT_EVERY));
    }
    rounds_done = ROUNDS;
}

static void slow(void)
{
    errno = 4;
    while (rounds_done == 0) {
        printf("slow");
        for (uint32_t i = 0; i < 100; i++)
            use_heap(200);
        CHECK_EQUAL(errno, 4);
        printf(" line\n");
    }
    fprintf(stderr, "errors, too, ");
    printf("line by line\n");
    check_verdict();
}

static void create(const char *name, void (*entry)(void), SYSTEM_TIME_TYPE period, int priority)
{
    PROCESS_ATTRIBUTE_TYPE attributes;
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    memset(&attributes, 0, sizeof(attributes));
    attributes.PERIOD = period;
    attributes.TIME_CAPACITY = INFINITE_TIME_VALUE;
    attributes.ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry;
    attributes.STACK_SIZE = 8192;
    attributes.BASE_PRIORITY = priority;
    attributes.DEADLINE = SOFT;
    strcpy(attributes.NAME, name);
    CREATE_PROCESS(&attributes, &process, &code);
    CHECK_EQUAL(code, NO_ERROR);
    START(process, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

int main(void)
{
    RETURN_CODE_TYPE code;

    check_formats();
    check_heap();
    create("urgent", urgent, INFINITE_TIME_VALUE, 20);
    create("slow", slow, INFINITE_TIME_VALUE, 10);
    printf("unfinished at the end of the initialisation");
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
