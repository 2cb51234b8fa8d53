/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/format.c */
/* The small printf against the host's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "core/arch.h"
#include "core/format.h"

uint64_t arch_divide(uint64_t dividend, uint32_t divisor)
{
    return dividend / divisor;
}

#define SAME(...)                                                                                  \
    do {                                                                                           \
        char ours[64];                                                                             \
        char host[64];                                                                             \
        uint32_t length = format_text(ours, sizeof(ours), __VA_ARGS__);                            \
                                                                                                   \
        snprintf(host, sizeof(host), __VA_ARGS__);                                                 \
        assert_string_equal(ours, host);                                                           \
        assert_int_equal(length, strlen(host));                                                    \
    } while (0)

static void test_like_the_hosts(void **state)
{
    (void)state;
    SAME("plain");
    SAME("%s and %c and %%", "text", 'x');
    SAME("%u %u %u", 0u, 7u, UINT32_MAX);
    SAME("%d %d %d", 0, -1, INT32_MIN);
    SAME("%x %08x %8x|", 0u, 0xabcu, 0xdefu);
    SAME("%llu %llu", 0ull, ~0ull);
    SAME("%lld %lld", (long long)INT64_MIN, (long long)INT64_MAX);
    SAME("%016llx", 0x123456789abcull);
    SAME("|%-6u|%6u|%06d|", 42u, 42u, -42);
    SAME("|%-8s|%8s|%.3s|%-5.2s|", "abc", "abc", "abcdef", "xyz");
    SAME("|%*u|%.*s|", 7, 5u, 2, "abc");
}

static void test_numbers(void **state)
{
    (void)state;
    srand(3);
    for (uint32_t i = 0; i < 20000; i++) {
        uint64_t value = ((uint64_t)rand() << 33 ^ (uint64_t)rand()) >> rand() % 64;

        SAME("%llu %llx %u", (unsigned long long)value, (unsigned long long)value, (uint32_t)value);
    }
}

static void test_bounded(void **state)
{
    char buffer[8] = "#######";

    (void)state;
    assert_int_equal(format_text(buffer, 5, "%s", "far too long"), 4);
    assert_memory_equal(buffer, "far \0##", 8);
    assert_int_equal(format_text(buffer, 1, "x"), 0);
    assert_int_equal(buffer[0], '\0');
    assert_int_equal(format_text(buffer, 5, "%20u", 1u), 4);
}

static void test_null_text(void **state)
{
    const char *volatile nothing = NULL;
    char buffer[32];

    (void)state;
    format_text(buffer, sizeof(buffer), "%s", nothing);
    assert_string_equal(buffer, "(null)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_like_the_hosts),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_null_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
