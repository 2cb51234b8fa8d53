/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* Sampling ports: every return code, ages, and what a fault leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/syscall.h"
#include "abi/structs.h"

#define MESSAGE (FIXTURE_DATA + 512)
#define RESULT  (FIXTURE_DATA + 1024)
#define END     (FIXTURE_DATA + 0x4000) /* nothing is mapped from here on */

/* What a read of so many bytes returns. In the windows after a write it is stale. */
#define VALID(bytes) ((int32_t)(2 * (bytes) + 1))
#define STALE(bytes) ((int32_t)(2 * (bytes)))

static pok_ret_t write_sample(uint32_t id, uint32_t address, uint32_t length)
{
    return host_call(POK_SYSCALL_SAMPLING_WRITE, id, address, length, 0);
}

/* Twice the length, 1 more when it is valid; or minus an error code. */
static int32_t read_sample(uint32_t id, uint32_t address)
{
    return (int32_t)host_call(POK_SYSCALL_SAMPLING_READ, id, address, 0, 0);
}

static struct pok_sampling_status status(uint32_t id)
{
    assert_int_equal(host_call(POK_SYSCALL_SAMPLING_STATUS, id, RESULT, 0, 0), POK_ERRNO_OK);
    return *(struct pok_sampling_status *)fixture_at(RESULT);
}

/* Both partitions have their ports; ALPHA runs. */
static int set_up(void **state)
{
    (void)state;
    fixture_reset();
    fixture_boot();
    fixture_create_ports(ALPHA);
    fixture_window(BRAVO);
    fixture_create_ports(BRAVO);
    fixture_window(ALPHA);
    return 0;
}

static void test_message_arrives(void **state)
{
    (void)state;
    strcpy(fixture_at(MESSAGE), "hello");
    assert_int_equal(write_sample(A_SAMPLE, MESSAGE, 6), POK_ERRNO_OK);
    strcpy(fixture_at(MESSAGE), "wrong");
    fixture_window(BRAVO);
    for (uint32_t i = 0; i < 2; i++) {
        strcpy(fixture_at(MESSAGE), "other");
        assert_int_equal(read_sample(B_SAMPLE, MESSAGE), STALE(6));
        assert_string_equal(fixture_at(MESSAGE), "hello");
    }
}

static void test_age(void **state)
{
    uint64_t written_ns = host_now_ns;

    (void)state;
    write_sample(A_SAMPLE, MESSAGE, 4);
    fixture_window(BRAVO);
    assert_int_equal(status(B_SAMPLE).updated, 2);
    assert_false(status(B_SAMPLE).last_valid);
    host_now_ns = written_ns + FIXTURE_REFRESH;
    assert_int_equal(read_sample(B_SAMPLE, MESSAGE), VALID(4));
    host_now_ns++;
    assert_true(status(B_SAMPLE).last_valid);
    assert_int_equal(read_sample(B_SAMPLE, MESSAGE), STALE(4));
    assert_int_equal(status(B_SAMPLE).updated, 1);
    assert_false(status(B_SAMPLE).last_valid);
    assert_true(status(B_SAMPLE).last_message_ns == (pok_time_t)written_ns);
    fixture_window(ALPHA);
    write_sample(A_SAMPLE, MESSAGE, 7);
    written_ns = host_now_ns;
    fixture_window(BRAVO);
    host_now_ns = written_ns + FIXTURE_REFRESH;
    assert_int_equal(read_sample(B_SAMPLE, MESSAGE), VALID(7));
    assert_true(status(B_SAMPLE).last_valid);
    host_now_ns++;
    assert_int_equal(read_sample(B_SAMPLE, MESSAGE), STALE(7));
    assert_false(status(B_SAMPLE).last_valid);
}

static void test_write_refusals(void **state)
{
    (void)state;
    assert_int_equal(write_sample(5, MESSAGE, 4), POK_ERRNO_PORT);
    assert_int_equal(write_sample(UINT32_MAX, MESSAGE, 4), POK_ERRNO_PORT);
    assert_int_equal(write_sample(A_QUEUE, MESSAGE, 4), POK_ERRNO_KIND);
    assert_int_equal(write_sample(A_SAMPLE, MESSAGE, 0), POK_ERRNO_PARAM);
    assert_int_equal(write_sample(A_SAMPLE, MESSAGE, FIXTURE_MESSAGE + 1), POK_ERRNO_SIZE);
    assert_int_equal(write_sample(A_SAMPLE, MESSAGE, UINT32_MAX), POK_ERRNO_SIZE);
    assert_int_equal(write_sample(A_SAMPLE, MESSAGE, FIXTURE_MESSAGE), POK_ERRNO_OK);
    assert_int_equal(write_sample(A_SAMPLE, 0, 4), POK_ERRNO_EFAULT);
    assert_int_equal(write_sample(A_SAMPLE, UINT32_MAX - 1, 4), POK_ERRNO_EFAULT);
    assert_int_equal(write_sample(A_OPEN, MESSAGE, 4), POK_ERRNO_OK);
    assert_int_equal(read_sample(A_SAMPLE, MESSAGE), -POK_ERRNO_DIRECTION);
    fixture_window(BRAVO);
    assert_int_equal(write_sample(B_SAMPLE, MESSAGE, 4), POK_ERRNO_DIRECTION);
}

static void test_read_refusals(void **state)
{
    (void)state;
    fixture_window(BRAVO);
    assert_int_equal(read_sample(B_SAMPLE, MESSAGE), -POK_ERRNO_NOACTION);
    assert_int_equal(read_sample(B_OPEN, MESSAGE), -POK_ERRNO_NOACTION);
    assert_int_equal(read_sample(B_QUEUE, MESSAGE), -POK_ERRNO_KIND);
    assert_int_equal(read_sample(5, MESSAGE), -POK_ERRNO_PORT);
    fixture_window(ALPHA);
    write_sample(A_SAMPLE, MESSAGE, 4);
    fixture_window(BRAVO);
    assert_int_equal(read_sample(B_SAMPLE, FIXTURE_TEXT), -POK_ERRNO_EFAULT);
    assert_int_equal(read_sample(B_SAMPLE, UINT32_MAX - 1), -POK_ERRNO_EFAULT);
    assert_int_equal(read_sample(B_SAMPLE, LAYOUT_KERNEL_BASE), -POK_ERRNO_EFAULT);
    assert_int_equal(status(B_SAMPLE).updated, 2);
    assert_false(status(B_SAMPLE).last_valid);
}

/* A reader's memory that ends in the message: none of it counts as read, of whatever length. */
static void test_read_fault(void **state)
{
    static const uint32_t lengths[] = {3, 4, 8, FIXTURE_MESSAGE};

    (void)state;
    for (uint32_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        fixture_window(ALPHA);
        assert_int_equal(write_sample(A_SAMPLE, MESSAGE, lengths[i]), POK_ERRNO_OK);
        fixture_window(BRAVO);
        assert_int_equal(read_sample(B_SAMPLE, END - lengths[i] + 1), -POK_ERRNO_EFAULT);
        assert_int_equal(status(B_SAMPLE).updated, 2);
        assert_int_equal(read_sample(B_SAMPLE, END - lengths[i]) >> 1, lengths[i]);
        assert_int_equal(status(B_SAMPLE).updated, 1);
    }
}

/* A message whose second half isn't mapped leaves the one before as it was. */
static void test_fault_in_the_middle(void **state)
{
    (void)state;
    strcpy(fixture_at(MESSAGE), "whole");
    write_sample(A_SAMPLE, MESSAGE, 6);
    assert_int_equal(write_sample(A_SAMPLE, END - 8, 16), POK_ERRNO_EFAULT);
    assert_int_equal(write_sample(A_SAMPLE, END - 8, 8), POK_ERRNO_OK);
    assert_int_equal(write_sample(A_SAMPLE, FIXTURE_DATA + 0x1000 - 8, 16), POK_ERRNO_OK);
    strcpy(fixture_at(MESSAGE), "again");
    write_sample(A_SAMPLE, MESSAGE, 6);
    assert_int_equal(write_sample(A_SAMPLE, FIXTURE_DATA - 8, 16), POK_ERRNO_EFAULT);
    fixture_window(BRAVO);
    assert_int_equal(read_sample(B_SAMPLE, MESSAGE), STALE(6));
    assert_string_equal(fixture_at(MESSAGE), "again");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_message_arrives, set_up),
        cmocka_unit_test_setup(test_age, set_up),
        cmocka_unit_test_setup(test_write_refusals, set_up),
        cmocka_unit_test_setup(test_read_refusals, set_up),
        cmocka_unit_test_setup(test_read_fault, set_up),
        cmocka_unit_test_setup(test_fault_in_the_middle, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
