/* SPDX-License-Identifier: BSD-2-Clause */
/* What the compiler may call for assignments of structures; no code of the kernel needs it today.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* Not the host's. */
#define memset kernel_memset
#define memcpy kernel_memcpy
#include "core/memory.c" /* NOLINT(bugprone-suspicious-include): under other names */
#undef memset
#undef memcpy

#define BYTES  40u
#define CANARY 0xa5

static uint8_t to[BYTES];
static uint8_t from[BYTES];

/* Bytes from `first` on are as told, those around them as they were. */
static void check(uint32_t first, uint32_t bytes, const uint8_t *expected)
{
    for (uint32_t i = 0; i < BYTES; i++)
        assert_int_equal(to[i], i - first < bytes ? expected[i - first] : CANARY);
}

static void test_set(void **state)
{
    uint8_t expected[BYTES];

    (void)state;
    memset(expected, 0x34, sizeof(expected));
    for (uint32_t first = 0; first < 4; first++) {
        for (uint32_t bytes = 0; bytes < BYTES - 4; bytes++) {
            memset(to, CANARY, sizeof(to));
            /* A value is taken as a byte. */
            assert_ptr_equal(kernel_memset(to + first, 0x1234, bytes), to + first);
            check(first, bytes, expected);
        }
    }
}

static void test_copy(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < BYTES; i++)
        from[i] = (uint8_t)(i + 1);
    for (uint32_t first = 0; first < 16; first++) {
        for (uint32_t bytes = 0; bytes < BYTES - 4; bytes++) {
            memset(to, CANARY, sizeof(to));
            assert_ptr_equal(kernel_memcpy(to + first % 4, from + first / 4, bytes),
                             to + first % 4);
            check(first % 4, bytes, from + first / 4);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_set), cmocka_unit_test(test_copy)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
