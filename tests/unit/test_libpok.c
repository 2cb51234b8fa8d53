/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: libpok/arinc653/return_code.c */
/* What of libpok needs no partition: the clock's arithmetic, names, and return codes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "abi/partition_page.h"
#include "libpok/include/core/clock.h"
#include "libpok/include/core/name.h"
#include "arinc653/return_code.h"

static void clock_is_exact(void **state)
{
    (void)state;
    /* 1 GHz, and a counter of 2.5 GHz whose mult is the nearest below 2^32 * 0.4. */
    const struct pok_clock plain = {.tsc_base = 1000, .mult = 0x80000000u, .shift = 1};
    const struct pok_clock fast = {.tsc_base = 5, .mult = 1717986918u};
    pok_time_t before = 0;

    assert_int_equal(pok_clock_convert(&plain, 1000), 0);
    assert_int_equal(pok_clock_convert(&plain, 1000 + 123456), 123456);
    assert_int_equal(pok_clock_convert(&fast, 5), 0);
    for (uint64_t tsc = 5; tsc < UINT64_C(1) << 62; tsc = tsc * 3 + 1) {
        pok_time_t now = pok_clock_convert(&fast, tsc);
        pok_time_t want = (pok_time_t)((unsigned __int128)(tsc - fast.tsc_base) * fast.mult >> 32);

        assert_int_equal(now, want);
        assert_true(now >= before);
        before = now;
    }
}

static void names_fill_their_place(void **state)
{
    (void)state;
    char place[POK_MAX_NAME];
    char long_name[2 * POK_MAX_NAME];

    memset(place, 'x', sizeof(place));
    pok_name_copy(place, "name");
    assert_string_equal(place, "name");
    for (unsigned i = 4; i < POK_MAX_NAME; i++)
        assert_int_equal(place[i], 0);
    memset(long_name, 'y', sizeof(long_name));
    pok_name_copy(place, long_name);
    assert_memory_equal(place, long_name, POK_MAX_NAME);
}

static void every_error_has_a_code(void **state)
{
    (void)state;
#define POK_ERROR(name, number, meaning)                                                           \
    if ((number) < 400) {                                                                          \
        assert_in_range(return_code_of_use(POK_ERRNO_##name), NO_ERROR, TIMED_OUT);                \
        assert_int_equal(return_code_of_use(POK_ERRNO_##name) == NO_ERROR, (number) == 0);         \
        assert_int_equal(return_code_of_creation(POK_ERRNO_##name) == NO_ERROR, (number) == 0);    \
    }
#include "abi/errno.def"
#undef POK_ERROR
    assert_int_equal(return_code_of_use(POK_ERRNO_TIMEOUT), TIMED_OUT);
    assert_int_equal(return_code_of_use(POK_ERRNO_DIRECTION), INVALID_MODE);
    assert_int_equal(return_code_of_creation(POK_ERRNO_DIRECTION), INVALID_CONFIG);
    assert_int_equal(return_code_of_use(POK_ERRNO_PORT), INVALID_PARAM);
    assert_int_equal(return_code_of_creation(POK_ERRNO_NOTFOUND), INVALID_CONFIG);
    assert_int_equal(return_code_of_use((pok_ret_t)12345), INVALID_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clock_is_exact),
        cmocka_unit_test(names_fill_their_place),
        cmocka_unit_test(every_error_has_a_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
