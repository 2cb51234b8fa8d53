/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/options.c */
/* Boot options: what is understood, and what is handed back. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "core/options.h"

static char complaints[128];

static void complain(const char *word, uint32_t length)
{
    strncat(complaints, word, length);
    strcat(complaints, ",");
}

static struct boot_options parse(const char *line)
{
    struct boot_options options = {.loglevel = 2};

    complaints[0] = '\0';
    options_parse(&options, line, complain);
    return options;
}

static void test_defaults(void **state)
{
    (void)state;
    assert_int_equal(parse("").major_frames, 0);
    assert_int_equal(parse("   ").loglevel, 2);
    assert_string_equal(complaints, "");
}

static void test_values(void **state)
{
    struct boot_options options = parse("  major_frames=10  loglevel=3 clock=pit timer=lapic "
                                        "irqchip=pic");

    (void)state;
    assert_int_equal(options.major_frames, 10);
    assert_int_equal(options.loglevel, 3);
    assert_int_equal(options.clock, OPTION_CLOCK_PIT);
    assert_int_equal(options.timer, OPTION_TIMER_LAPIC);
    assert_int_equal(options.irqchip, OPTION_IRQCHIP_PIC);
    assert_string_equal(complaints, "");
    assert_int_equal(parse("major_frames=4294967295").major_frames, UINT32_MAX);
}

static void test_nonsense(void **state)
{
    (void)state;
    assert_int_equal(parse("major_frames=4294967296").major_frames, 0);
    assert_string_equal(complaints, "major_frames=4294967296,");
    parse("major_frames=1x loglevel=4 clock=sun what =");
    assert_string_equal(complaints, "major_frames=1x,loglevel=4,clock=sun,what,=,");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_nonsense),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
