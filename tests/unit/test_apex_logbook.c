/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tests/unit/apex_host.c libpok/core/object.c libpok/core/heap.c */
/* sources: libpok/arinc653/intra.c libpok/arinc653/message.c */
/* sources: libpok/arinc653/logbook.c libpok/arinc653/logbook_store.c */
/*
 * Logbooks of the APEX: every return code, the bounds of every argument, the ring of messages, and
 * what a warm start finds again. Each life of the partition is a process of its own, which begins
 * with bss as zero as after a start; the heap is shared by all of them.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "apex_host.h"
#include "arinc653/apexLogbook.h"
#include "arinc653/logbook_store.h"
#include "core/heap.h"
#include "abi/layout.h"
#include "abi/partition_page.h"

#define HEAP_BYTES 0x10000u
#define ROWS(row)  (sizeof(row) / sizeof((row)[0]))

static RETURN_CODE_TYPE rc;
static LOGBOOK_ID_TYPE logbook;
static uint8_t *heap;

/* A cold start. */
static int begin(void **state)
{
    struct pok_partition_page *page = (struct pok_partition_page *)(uintptr_t)LAYOUT_PARTITION_PAGE;

    (void)state;
    host_begin();
    if (heap == NULL) {
        heap = mmap(NULL, HEAP_BYTES, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
        assert_ptr_not_equal(heap, MAP_FAILED);
    }
    memset(heap, 0, HEAP_BYTES);
    page->heap_base = (uint32_t)(uintptr_t)heap;
    page->heap_bytes = HEAP_BYTES;
    return 0;
}

/* One life. A check that fails in it is reported there and ends it. */
static void life(void (*function)(void))
{
    int status = -1;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        setenv("CMOCKA_TEST_ABORT", "1", 1);
        function();
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void create(MESSAGE_RANGE_TYPE in_progress)
{
    CREATE_LOGBOOK("book", 10, 3, in_progress, &logbook, &rc);
    assert_int_equal(rc, NO_ERROR);
}

static void write_text(const char *text)
{
    WRITE_LOGBOOK(logbook, (MESSAGE_ADDR_TYPE)text, (MESSAGE_SIZE_TYPE)strlen(text), &rc);
    assert_int_equal(rc, NO_ERROR);
}

/* All entries, the newest first; "-": aborted. */
static void expect(const char *const *text, MESSAGE_RANGE_TYPE count)
{
    LOGBOOK_STATUS_TYPE status;
    MESSAGE_RANGE_TYPE aborted = 0;

    for (MESSAGE_RANGE_TYPE i = 0; i < 3; i++) {
        uint8_t message[10];
        MESSAGE_SIZE_TYPE length = -1;
        WRITE_STATUS_TYPE written = IN_PROGRESS;

        READ_LOGBOOK(logbook, i, message, &length, &written, &rc);
        assert_int_equal(rc, i < count ? NO_ERROR : NO_ACTION);
        if (i >= count || strcmp(text[i], "-") == 0) {
            assert_int_equal(written, ABORTED);
            assert_int_equal(length, 0);
            aborted += i < count;
            continue;
        }
        assert_int_equal(written, COMPLETE);
        assert_int_equal(length, strlen(text[i]));
        assert_memory_equal(message, text[i], strlen(text[i]));
    }
    GET_LOGBOOK_STATUS(logbook, &status, &rc);
    assert_int_equal(rc, NO_ERROR);
    assert_int_equal(status.NB_LOGGED_MESSAGES, count);
    assert_int_equal(status.NB_IN_PROGRESS_MESSAGES, 0);
    assert_int_equal(status.NB_ABORTED_MESSAGES, aborted);
}

#define EXPECT(...)                                                                                \
    do {                                                                                           \
        static const char *const entries[] = {__VA_ARGS__};                                        \
        expect(entries, ROWS(entries));                                                            \
    } while (0)

static void expect_empty(void)
{
    static const char *const none[1];

    expect(none, 0);
}

/* --- return codes ---------------------------------------------------------------------------- */

static void creation_life(void)
{
    static const struct {
        MESSAGE_SIZE_TYPE bytes;
        MESSAGE_RANGE_TYPE logged;
        MESSAGE_RANGE_TYPE in_progress;
        RETURN_CODE_TYPE expected;
    } row[] = {
        {0, 1, 1, INVALID_PARAM},       {-1, 1, 1, INVALID_PARAM}, {8193, 1, 1, INVALID_PARAM},
        {1, 0, 1, INVALID_PARAM},       {1, -1, 1, INVALID_PARAM}, {1, 513, 1, INVALID_PARAM},
        {1, 1, 0, INVALID_PARAM},       {1, 1, -1, INVALID_PARAM}, {1, 1, 513, INVALID_PARAM},
        {8192, 512, 1, INVALID_CONFIG}, {8192, 1, 512, NO_ERROR},  {1, 512, 1, NO_ERROR},
        {8192, 7, 1, INVALID_CONFIG},
    };
    LOGBOOK_STATUS_TYPE status;
    LOGBOOK_ID_TYPE found;
    char name[MAX_NAME_LENGTH];

    for (size_t i = 0; i < ROWS(row); i++) {
        snprintf(name, sizeof(name), "creation %zu", i);
        CREATE_LOGBOOK(name, row[i].bytes, row[i].logged, row[i].in_progress, &logbook, &rc);
        assert_int_equal(rc, row[i].expected);
    }
    assert_int_equal(logbook, 2);
    GET_LOGBOOK_ID("creation 10", &found, &rc);
    assert_int_equal(rc, NO_ERROR);
    assert_int_equal(found, 1);
    GET_LOGBOOK_STATUS(found, &status, &rc);
    assert_int_equal(status.MAX_MESSAGE_SIZE, 8192);
    assert_int_equal(status.MAX_NB_LOGGED_MESSAGES, 1);
    assert_int_equal(status.MAX_NB_IN_PROGRESS_MESSAGES, 512);
    CREATE_LOGBOOK("creation 10", 0, 0, 0, &found, &rc);
    assert_int_equal(rc, NO_ACTION);
    host_mode(POK_PARTITION_MODE_NORMAL);
    CREATE_LOGBOOK("late", 1, 1, 1, &found, &rc);
    assert_int_equal(rc, INVALID_MODE);
    CREATE_LOGBOOK("late", 0, 1, 1, &found, &rc);
    assert_int_equal(rc, INVALID_PARAM);
    GET_LOGBOOK_ID("late", &found, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
}

static void creation(void **state)
{
    (void)state;
    life(creation_life);
}

static void limit_life(void)
{
    char name[MAX_NAME_LENGTH];

    for (int i = 0; i <= MAX_NUMBER_OF_LOGBOOKS; i++) {
        snprintf(name, sizeof(name), "limit %d", i);
        CREATE_LOGBOOK(name, 1, 1, 1, &logbook, &rc);
        assert_int_equal(rc, i < MAX_NUMBER_OF_LOGBOOKS ? NO_ERROR : INVALID_CONFIG);
    }
    assert_int_equal(logbook, MAX_NUMBER_OF_LOGBOOKS);
}

static void limit(void **state)
{
    (void)state;
    life(limit_life);
    life(limit_life); /* found again, each in its place */
}

static void arguments_life(void)
{
    static const struct {
        LOGBOOK_ID_TYPE id;
        MESSAGE_SIZE_TYPE length;
        MESSAGE_RANGE_TYPE entry;
        RETURN_CODE_TYPE write, overwrite, read, other;
    } row[] = {
        {0, 1, 0, INVALID_PARAM, INVALID_PARAM, INVALID_PARAM, INVALID_PARAM},
        {-1, 1, 0, INVALID_PARAM, INVALID_PARAM, INVALID_PARAM, INVALID_PARAM},
        {3, 1, 0, INVALID_PARAM, INVALID_PARAM, INVALID_PARAM, INVALID_PARAM},
        {1, 0, 3, INVALID_PARAM, INVALID_PARAM, INVALID_PARAM, NO_ERROR},
        {1, -1, -1, INVALID_PARAM, INVALID_PARAM, INVALID_PARAM, NO_ERROR},
        {1, 11, 2, INVALID_PARAM, INVALID_PARAM, NO_ACTION, NO_ERROR},
        {1, 10, 1, NO_ERROR, NO_ERROR, NO_ERROR, NO_ERROR},
        {2, 1, 0, NO_ERROR, INVALID_CONFIG, NO_ERROR, NO_ERROR},
        {2, 0, 1, INVALID_PARAM, INVALID_CONFIG, INVALID_PARAM, NO_ERROR},
    };
    LOGBOOK_STATUS_TYPE status;
    WRITE_STATUS_TYPE written;
    MESSAGE_SIZE_TYPE length;
    uint8_t message[10] = "abcdefghi";

    create(2);
    CREATE_LOGBOOK("other", 10, 1, 1, &logbook, &rc);
    host_mode(POK_PARTITION_MODE_NORMAL);
    for (size_t i = 0; i < ROWS(row); i++) {
        WRITE_LOGBOOK(row[i].id, message, row[i].length, &rc);
        assert_int_equal(rc, row[i].write);
        OVERWRITE_LOGBOOK(row[i].id, message, row[i].length, &rc);
        assert_int_equal(rc, row[i].overwrite);
        READ_LOGBOOK(row[i].id, row[i].entry, message, &length, &written, &rc);
        assert_int_equal(rc, row[i].read);
        GET_LOGBOOK_STATUS(row[i].id, &status, &rc);
        assert_int_equal(rc, row[i].other);
        CLEAR_LOGBOOK(row[i].id, &rc);
        assert_int_equal(rc, row[i].other);
    }
    assert_int_equal(host_crossings(), 0);
}

static void arguments(void **state)
{
    (void)state;
    life(arguments_life);
}

/* --- messages -------------------------------------------------------------------------------- */

static void ring_life(void)
{
    create(2);
    expect_empty();
    write_text("a");
    EXPECT("a");
    write_text("bcdefghijk");
    OVERWRITE_LOGBOOK(logbook, (uint8_t *)"cdefg", 5, &rc);
    assert_int_equal(rc, NO_ERROR);
    EXPECT("cdefg", "bcdefghijk", "a");
    write_text("dd");
    EXPECT("dd", "cdefg", "bcdefghijk");
    CLEAR_LOGBOOK(logbook, &rc);
    expect_empty();
    for (int i = 0; i < 100; i++) {
        write_text("old");
    }
    write_text("x");
    write_text("yy");
    EXPECT("yy", "x", "old");
}

static void ring_again(void)
{
    create(2);
    EXPECT("yy", "x", "old");
    write_text("zzz");
    EXPECT("zzz", "yy", "x");
}

static void ring_third(void)
{
    create(2);
    EXPECT("zzz", "yy", "x");
    CLEAR_LOGBOOK(logbook, &rc);
    assert_int_equal(rc, NO_ERROR);
}

static void ring_cleared(void)
{
    create(2);
    expect_empty();
    write_text("new");
    EXPECT("new");
}

static void ring(void **state)
{
    (void)state;
    life(ring_life);
    life(ring_again);
    life(ring_third);
    life(ring_cleared);
    (void)begin(NULL);
    life(ring_life); /* nothing is left after a cold start */
}

/* --- restarts in the middle ------------------------------------------------------------------ */

static sigjmp_buf fault;

static void on_fault(int number)
{
    (void)number;
    siglongjmp(fault, 1);
}

/* A message of which the second half can't be read. */
static void write_from_nowhere(void)
{
    uint8_t *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    assert_int_equal(mprotect(page + 4096, 4096, PROT_NONE), 0);
    signal(SIGSEGV, on_fault);
    if (sigsetjmp(fault, 1) == 0) {
        WRITE_LOGBOOK(logbook, page + 4096 - 4, 8, &rc);
        fail();
    }
}

static void fault_life(void)
{
    create(2);
    write_text("a");
    write_from_nowhere();
    EXPECT("-", "a"); /* also without a restart */
    write_text("b");
    EXPECT("b", "-", "a");
    write_from_nowhere();
    EXPECT("-", "b", "-");
}

static void fault_again(void)
{
    create(2);
    EXPECT("-", "b", "-");
    write_text("c");
    write_text("d");
    EXPECT("d", "c", "-");
    write_text("e");
    EXPECT("e", "d", "c");
}

static void cut_off(void **state)
{
    (void)state;
    life(fault_life);
    life(fault_again);
}

/* The slots of the only logbook, in memory. */
static struct logbook_slot *slot(uint32_t index)
{
    uint8_t *first = (uint8_t *)heap_kept() + sizeof(struct logbook_store);

    return (struct logbook_slot *)(first + (size_t)index * (sizeof(struct logbook_slot) + 16));
}

static void three_life(void)
{
    create(2);
    write_text("a");
    write_text("b");
    write_text("c");
}

static void expect_without_b(void)
{
    create(2);
    EXPECT("c", "-", "a");
}

static void expect_without_a(void)
{
    create(2);
    EXPECT("c", "b");
}

static void expect_without_c(void)
{
    create(2);
    EXPECT("b", "a");
    write_text("d");
    EXPECT("d", "b", "a");
}

static void expect_c_aborted(void)
{
    create(2);
    EXPECT("-", "b", "a");
}

static void expect_nothing(void)
{
    create(2);
    expect_empty();
}

static void damage(void **state)
{
    static const struct {
        uint32_t slot;
        uint32_t offset;
        void (*then)(void);
    } row[] = {
        {1, offsetof(struct logbook_slot, message), expect_without_b},
        {1, offsetof(struct logbook_slot, length), expect_without_b},
        {1, offsetof(struct logbook_slot, number), expect_without_b},
        {1, offsetof(struct logbook_slot, check), expect_without_b},
        {0, offsetof(struct logbook_slot, tag), expect_without_a},
        {2, offsetof(struct logbook_slot, tag), expect_without_c},
        {2, offsetof(struct logbook_slot, length) + 3, expect_c_aborted},
    };

    (void)state;
    for (size_t i = 0; i < ROWS(row); i++) {
        (void)begin(NULL);
        life(three_life);
        *((uint8_t *)slot(row[i].slot) + row[i].offset) ^= 0x40;
        life(row[i].then);
    }
    for (uint32_t i = 0; i < sizeof(struct logbook_store) - 4; i++) {
        (void)begin(NULL);
        life(three_life);
        *((uint8_t *)heap_kept() + i) ^= 0x40;
        life(expect_nothing);
    }
}

/* --- memory ---------------------------------------------------------------------------------- */

static void other_sizes_life(void)
{
    CREATE_LOGBOOK("book", 9, 3, 2, &logbook, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    CREATE_LOGBOOK("book", 10, 2, 2, &logbook, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    CREATE_LOGBOOK("book", 10, 3, 3, &logbook, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    create(2);
    EXPECT("c", "b", "a");
}

/* What the C library takes and what is kept never meet. */
static void heap_life(void)
{
    const uint32_t kept = heap_kept_bytes();
    const ptrdiff_t rest = (ptrdiff_t)(HEAP_BYTES - kept - 8);

    assert_true(kept > 0);
    assert_null(heap_grow(rest + 1));
    assert_null(heap_grow(-1));
    assert_ptr_equal(heap_grow(rest), heap);
    assert_null(heap_grow(1));
    memset(heap, 0xff, (size_t)rest);
    CREATE_LOGBOOK("another", 1, 1, 1, &logbook, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    other_sizes_life();
    assert_ptr_equal(heap_grow(-64), heap + rest);
    CREATE_LOGBOOK("another", 9, 1, 1, &logbook, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
    assert_ptr_equal(heap_grow(-32), heap + rest - 64);
    CREATE_LOGBOOK("another", 9, 1, 1, &logbook, &rc);
    assert_int_equal(rc, NO_ERROR);
    assert_null(heap_grow(1));
}

static void whole_heap_life(void)
{
    assert_ptr_equal(heap_grow(HEAP_BYTES), heap);
    CREATE_LOGBOOK("book", 1, 1, 1, &logbook, &rc);
    assert_int_equal(rc, INVALID_CONFIG);
}

static void memory(void **state)
{
    (void)state;
    life(three_life);
    life(other_sizes_life);
    life(heap_life);
    (void)begin(NULL);
    life(whole_heap_life);
}

#define TEST(function) cmocka_unit_test_setup(function, begin)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(creation), TEST(limit),  TEST(arguments), TEST(ring),
        TEST(cut_off),  TEST(damage), TEST(memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
