/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* The console: whole lines, whose they are, and what happens when rings fill. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/console.h"
#include "core/log.h"
#include "core/panic.h"
#include "core/state.h"
#include "core/syscall.h"

#define TEXT (FIXTURE_DATA + 512)

static int set_up(void **state)
{
    (void)state;
    srand(6);
    fixture_reset();
    fixture_boot();
    host_console_length = 0;
    host_console[0] = '\0';
    return 0;
}

static pok_ret_t write_text(const char *text)
{
    strcpy(fixture_at(TEXT), text);
    return host_call(POK_SYSCALL_CONSOLE_WRITE, TEXT, (uint32_t)strlen(text), 0, 0);
}

static void drain(void)
{
    while (console_step(NULL))
        ;
}

static void test_line(void **state)
{
    (void)state;
    assert_int_equal(write_text("half"), POK_ERRNO_OK);
    drain();
    assert_string_equal(host_console, "");
    write_text(" a line\nrest");
    drain();
    assert_string_equal(host_console, "[ALPHA] half a line\n");
    write_text("\n");
    drain();
    assert_string_equal(host_console, "[ALPHA] half a line\n[ALPHA] rest\n");
}

/* No partition can make the device show a line that isn't its own. */
static void test_control_characters(void **state)
{
    (void)state;
    write_text("a\r[BRAVO] b\033[A\tc\x7f\x9b"
               "d\n");
    drain();
    assert_string_equal(host_console, "[ALPHA] a\\x0d[BRAVO] b\\x1b[A\tc\\x7f\\x9bd\n");
    host_console_length = 0;
    /* A line that is cut ends behind a whole character, too. */
    write_text("\001");
    console_flush();
    assert_string_equal(host_console, "[ALPHA] \\x01\n");
}

/* The same by a name that the kernel prints. */
static void test_names(void **state)
{
    (void)state;
    log_print(LOG_ERROR, "process %.32s waits", "x\n[kernel] y\033\x80");
    console_flush_log();
    assert_string_equal(host_console, "[kernel] process x.[kernel] y.. waits\n");
}

static void test_refusals(void **state)
{
    (void)state;
    host_console_stuck = true;
    assert_int_equal(host_call(POK_SYSCALL_CONSOLE_WRITE, TEXT, POK_CONSOLE_WRITE_MAX + 1, 0, 0),
                     POK_ERRNO_SIZE);
    assert_int_equal(host_call(POK_SYSCALL_CONSOLE_WRITE, 0, 4, 0, 0), POK_ERRNO_EFAULT);
    memset(fixture_at(TEXT), 'x', POK_CONSOLE_WRITE_MAX);
    for (uint32_t i = 0; i < 2; i++)
        assert_int_equal(host_call(POK_SYSCALL_CONSOLE_WRITE, TEXT, POK_CONSOLE_WRITE_MAX, 0, 0),
                         POK_ERRNO_OK);
    assert_int_equal(host_call(POK_SYSCALL_CONSOLE_WRITE, TEXT, 1, 0, 0), POK_ERRNO_UNAVAILABLE);
}

/* A call without text tells whether lines are on their way; half a line isn't. */
static void test_nothing_left(void **state)
{
    (void)state;
    assert_int_equal(write_text(""), POK_ERRNO_EMPTY);
    assert_int_equal(write_text("a line\nhalf"), POK_ERRNO_OK);
    host_console_stuck = true;
    for (uint32_t i = 0; i < 20; i++)
        assert_int_equal(write_text(""), POK_ERRNO_OK);
    host_console_stuck = false;
    while (write_text("") == POK_ERRNO_OK)
        ;
    assert_string_equal(host_console, "[ALPHA] a line\n");
    assert_int_equal(write_text(""), POK_ERRNO_EMPTY);
}

/* A ring full of one line without an end: it is cut, so that nobody waits for it. */
static void test_endless_line(void **state)
{
    (void)state;
    memset(fixture_at(TEXT), 'x', POK_CONSOLE_WRITE_MAX);
    for (uint32_t i = 0; i < 2; i++)
        host_call(POK_SYSCALL_CONSOLE_WRITE, TEXT, POK_CONSOLE_WRITE_MAX, 0, 0);
    drain();
    assert_int_equal(host_console_length, strlen("[ALPHA] ") + 2 * POK_CONSOLE_WRITE_MAX + 1);
    assert_int_equal(host_console[host_console_length - 1], '\n');
    assert_int_equal(write_text("next\n"), POK_ERRNO_OK);
    drain();
    assert_string_equal(host_console + host_console_length - 13, "[ALPHA] next\n");
}

/* The kernel's lines come before the next line of a partition, not into one. */
static void test_kernel_lines(void **state)
{
    (void)state;
    write_text("one\ntwo\n");
    log_print(LOG_ERROR, "number %u", 5u);
    drain();
    assert_string_equal(host_console, "[ALPHA] one\n[kernel] number 5\n[ALPHA] two\n");
    log_print(LOG_DEBUG, "not shown");
    drain();
    assert_null(strstr(host_console, "not shown"));
}

static void test_lost_lines(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 2000; i++)
        log_print(LOG_ERROR, "line %04u", i);
    drain();
    log_print(LOG_ERROR, "after");
    drain();
    assert_non_null(strstr(host_console, "[kernel] line 0000\n"));
    assert_non_null(strstr(host_console, " lines lost\n[kernel] after\n"));
}

/*
 * Whoever prints pays: a call begins lines of its own partition only, even when others wait; but it
 * may have to finish one that is open.
 */
static void test_own_lines_only(void **state)
{
    (void)state;
    host_console_stuck = true;
    write_text("open\nwaits\n");
    fixture_window(BRAVO);
    host_console_stuck = false;
    for (uint32_t i = 0; i < 20; i++)
        write_text("");
    assert_string_equal(host_console, "[ALPHA] open\n");
    write_text("b\n");
    for (uint32_t i = 0; i < 20; i++)
        write_text("");
    assert_string_equal(host_console, "[ALPHA] open\n[BRAVO] b\n");
    drain();
    assert_string_equal(host_console, "[ALPHA] open\n[BRAVO] b\n[ALPHA] waits\n");
}

/* Two partitions print pieces of lines at random; the device shows whole ones, each in order. */
static void test_lines_never_mix(void **state)
{
    uint32_t number[2] = {0};
    uint32_t shown[2] = {0};
    char *line;

    (void)state;
    for (uint32_t step = 0; step < 4000; step++) {
        uint32_t who = (uint32_t)rand() % 2;
        char text[64];

        processor.partition = who ? BRAVO : ALPHA;
        processor.space = processor.partition;
        snprintf(text, sizeof(text), "%u", number[who]);
        if (write_text(text) != POK_ERRNO_OK)
            continue;
        number[who]++;
        while (write_text("\n") != POK_ERRNO_OK)
            console_step(NULL);
        if (rand() % 3 == 0)
            console_step(NULL);
        if (rand() % 50 == 0)
            log_print(LOG_ERROR, "kernel");
    }
    drain();
    assert_true(host_console_length < HOST_CONSOLE_BYTES - 1);
    for (line = strtok(host_console, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        uint32_t who = strncmp(line, "[BRAVO] ", 8) == 0;

        if (strcmp(line, "[kernel] kernel") == 0)
            continue;
        assert_true(who || strncmp(line, "[ALPHA] ", 8) == 0);
        assert_int_equal(strtoul(line + 8, NULL, 10), shown[who]);
        shown[who]++;
    }
    assert_int_equal(shown[0], number[0]);
    assert_int_equal(shown[1], number[1]);
}

static void test_flush_at_the_end(void **state)
{
    (void)state;
    write_text("whole\nno end");
    console_flush();
    assert_string_equal(host_console, "[ALPHA] whole\n[ALPHA] no end\n");
}

/* A newline in the middle of a text is found in pieces; what is behind it waits for its own. */
static void test_end_in_the_middle(void **state)
{
    char text[100];

    (void)state;
    memset(text, 'x', sizeof(text));
    text[70] = '\n';
    text[99] = '\0';
    write_text(text);
    drain();
    assert_int_equal(host_console_length, strlen("[ALPHA] ") + 71);
    assert_int_equal(host_console[host_console_length - 1], '\n');
    write_text("\n");
    drain();
    assert_int_equal(host_console_length, 2 * strlen("[ALPHA] ") + 71 + 29);
}

/* The bound on what one step does: four characters. */
static void test_small_steps(void **state)
{
    (void)state;
    write_text("a line that is longer than a step\n");
    for (size_t before = host_console_length; console_step(NULL); before = host_console_length)
        assert_true(host_console_length - before <= CONSOLE_STEP);
}

/* A panic begins a line of its own, behind the log; a panic in it says no more. */
static void test_panic(void **state)
{
    int end;

    (void)state;
    write_text("not finished when the kernel stops\n");
    assert_true(console_step(NULL));
    assert_ptr_equal(console.owner, ALPHA);
    log_print(LOG_ERROR, "logged before");
    end = setjmp(host_end);
    if (end == 0)
        panic_assertion("a == b", "file.c", 12);
    assert_int_equal(end, HOST_STOP);
    assert_non_null(strstr(host_console, "\n[kernel] logged before\n\n[kernel] PANIC\n"
                                         "[kernel] in the window of partition ALPHA\n"
                                         "[kernel] file.c:12: not true: a == b\n"
                                         "[kernel] the module stops\n"));
    host_console_length = 0;
    host_console[0] = '\0';
    if (setjmp(host_end) == 0)
        panic("again");
    assert_string_equal(host_console, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_line, set_up),
        cmocka_unit_test_setup(test_control_characters, set_up),
        cmocka_unit_test_setup(test_names, set_up),
        cmocka_unit_test_setup(test_refusals, set_up),
        cmocka_unit_test_setup(test_nothing_left, set_up),
        cmocka_unit_test_setup(test_endless_line, set_up),
        cmocka_unit_test_setup(test_kernel_lines, set_up),
        cmocka_unit_test_setup(test_lost_lines, set_up),
        cmocka_unit_test_setup(test_own_lines_only, set_up),
        cmocka_unit_test_setup(test_lines_never_mix, set_up),
        cmocka_unit_test_setup(test_flush_at_the_end, set_up),
        cmocka_unit_test_setup(test_end_in_the_middle, set_up),
        cmocka_unit_test_setup(test_small_steps, set_up),
        cmocka_unit_test_setup(test_panic, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
