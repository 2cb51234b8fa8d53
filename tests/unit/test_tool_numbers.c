/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tools/bulkhead/number_parse.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tools/bulkhead/number_parse.h"

static void test_numbers(void **state)
{
    static const struct {
        const char *text;
        enum parse_result result;
        uint64_t value;
    } cases[] = {
        {"0", PARSE_OK, 0},
        {" 42\n", PARSE_OK, 42},
        {"007", PARSE_OK, 7},
        {"0x1F", PARSE_OK, 31},
        {"0XfF", PARSE_OK, 255},
        {"4294967295", PARSE_OK, UINT32_MAX},
        {"4294967296", PARSE_TOO_LARGE, 0},
        {"0x100000000", PARSE_TOO_LARGE, 0},
        {"99999999999999999999999999999999", PARSE_TOO_LARGE, 0},
        {"", PARSE_SYNTAX, 0},
        {"  ", PARSE_SYNTAX, 0},
        {"0x", PARSE_SYNTAX, 0},
        {"-1", PARSE_SYNTAX, 0},
        {"1a", PARSE_SYNTAX, 0},
        {"1 2", PARSE_SYNTAX, 0},
        {"9999999999x", PARSE_SYNTAX, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint64_t value = 77;
        assert_int_equal(number_parse(cases[i].text, UINT32_MAX, &value), cases[i].result);
        assert_int_equal(value, cases[i].value);
    }
}

static void test_small_maximum(void **state)
{
    uint64_t value;
    (void)state;
    assert_int_equal(number_parse("3", 3, &value), PARSE_OK);
    assert_int_equal(number_parse("4", 3, &value), PARSE_TOO_LARGE);
    assert_int_equal(number_parse("12", 3, &value), PARSE_TOO_LARGE);
    assert_int_equal(number_parse("0xF", 3, &value), PARSE_TOO_LARGE);
    assert_int_equal(number_parse("18446744073709551615", UINT64_MAX, &value), PARSE_OK);
    assert_true(value == UINT64_MAX);
    assert_int_equal(number_parse("18446744073709551616", UINT64_MAX, &value), PARSE_TOO_LARGE);
}

static void test_seconds(void **state)
{
    static const struct {
        const char *text;
        enum parse_result result;
        uint64_t ns;
    } cases[] = {
        {"0", PARSE_OK, 0},
        {"1", PARSE_OK, 1000000000},
        {"0.1", PARSE_OK, 100000000},
        {".5", PARSE_OK, 500000000},
        {"3.", PARSE_OK, 3000000000},
        {" 0.000000001 ", PARSE_OK, 1},
        {"0.123456789", PARSE_OK, 123456789},
        {"0.12345678900000000000000000000000", PARSE_OK, 123456789},
        {"0.1234567891", PARSE_TOO_PRECISE, 123456789},
        {"0.00000000000000000000001", PARSE_TOO_PRECISE, 0},
        {"8639999.999999999", PARSE_OK, SECONDS_MAXIMUM_NS - 1},
        {"8640000", PARSE_TOO_LARGE, 0},
        {"99999999999999999999999", PARSE_TOO_LARGE, 0},
        {"", PARSE_SYNTAX, 0},
        {".", PARSE_SYNTAX, 0},
        {"1e-3", PARSE_SYNTAX, 0},
        {"-1", PARSE_SYNTAX, 0},
        {"1.2.3", PARSE_SYNTAX, 0},
        {"1s", PARSE_SYNTAX, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint64_t ns = 77;
        assert_int_equal(seconds_parse(cases[i].text, &ns), cases[i].result);
        assert_true(ns == cases[i].ns);
    }
}

/* A sum of ten tenths is what a binary fraction gets wrong. */
static void test_seconds_are_exact(void **state)
{
    uint64_t tenth;
    (void)state;
    assert_int_equal(seconds_parse("0.1", &tenth), PARSE_OK);
    assert_true(10 * tenth == 1000000000);
}

static void test_text(void **state)
{
    char text[SECONDS_TEXT_BYTES];
    (void)state;
    assert_string_equal(seconds_text(text, 0), "0");
    assert_string_equal(seconds_text(text, 1), "0.000000001");
    assert_string_equal(seconds_text(text, 20000000), "0.02");
    assert_string_equal(seconds_text(text, 3000000000), "3");
    assert_string_equal(seconds_text(text, 1000000010), "1.00000001");
    assert_string_equal(seconds_text(text, UINT64_MAX), "18446744073.709551615");
    for (uint64_t ns = 1; ns < SECONDS_MAXIMUM_NS; ns = ns * 7 + 3) {
        uint64_t again;
        assert_int_equal(seconds_parse(seconds_text(text, ns), &again), PARSE_OK);
        assert_true(again == ns);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_small_maximum),
        cmocka_unit_test(test_seconds), cmocka_unit_test(test_seconds_are_exact),
        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
