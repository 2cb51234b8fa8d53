/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstvw]*.c kernel/core/[hm]*[ehkl].c tests/unit/arch_host.c */
/* sources: kernel/arch/x86/arch_vcpu.c kernel/arch/x86/multiboot.c kernel/arch/x86/acpi.c */
/* sources: tests/fuzz/kernel_*.c tests/fuzz/module_arena.c tests/fuzz/fuzz_failed.c */
/* headers: tests/fuzz/host */
/*
 * The targets of `make fuzz-host` that have the kernel, over seeded random input: always the same,
 * so that what the fuzzers found stays found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "seeded.h"
#include "tests/fuzz/fuzz_targets.h"

#define TABLES_RUNS    20000
#define MULTIBOOT_RUNS 20000
#define CALLS_RUNS     800
#define MAX_BYTES      4096

/* How many of the runs the target called good. */
static uint32_t run(int (*target)(const uint8_t *, size_t), uint32_t runs, uint32_t max_bytes)
{
    static uint8_t data[MAX_BYTES];
    uint32_t good = 0;

    state = 1;
    for (uint32_t n = 0; n < runs; n++) {
        uint32_t bytes = 1 + next(max_bytes);

        for (uint32_t i = 0; i < bytes; i++)
            data[i] = (uint8_t)next(256);
        good += (uint32_t)target(data, bytes);
    }
    return good;
}

/* A few damaged bytes are often none that matter. */
static void test_tables(void **unused)
{
    uint32_t accepted = run(kernel_tables, TABLES_RUNS, 12);

    (void)unused;
    assert_in_range(accepted, TABLES_RUNS / 20, TABLES_RUNS - TABLES_RUNS / 4);
}

static void put(uint8_t *at, uint64_t value, uint32_t bytes)
{
    for (; bytes-- != 0; value >>= 8)
        *at++ = (uint8_t)value;
}

/* A map of two pieces that meet, in the wrong order, at 0x200; then with its bytes changed. */
static void test_multiboot(void **unused)
{
    uint8_t data[52 + 6 + 48] = {0x40};
    uint8_t changed[sizeof(data)];
    uint8_t *map = data + 58;
    uint32_t good = 0;

    (void)unused;
    put(data + 44, 48, 4);
    put(data + 48, 0x200, 4);
    put(data + 52, 0x200, 4);
    put(data + 56, 48, 2);
    for (uint32_t i = 0; i < 2; i++) {
        put(map + 24 * i, 20, 4);
        put(map + 24 * i + 4, i == 0 ? 0x500000 : 0, 8);
        put(map + 24 * i + 12, 0x500000, 8);
        put(map + 24 * i + 20, 1, 4);
    }
    assert_true(kernel_multiboot(data, sizeof(data)));
    state = 1;
    for (uint32_t n = 0; n < MULTIBOOT_RUNS; n++) {
        memcpy(changed, data, sizeof(data));
        for (uint32_t i = 1 + next(4); i != 0; i--)
            changed[next(sizeof(data))] = (uint8_t)next(256);
        good += (uint32_t)kernel_multiboot(changed, sizeof(changed));
    }
    assert_in_range(good, MULTIBOOT_RUNS / 4, MULTIBOOT_RUNS - 1);
}

/* A command line without an end. */
static void test_endless_line(void **unused)
{
    uint8_t data[52 + 6 + 1024] = {0x04};

    (void)unused;
    put(data + 16, 0x300, 4);
    put(data + 52, 0x300, 4);
    put(data + 56, 1024, 2);
    memset(data + 58, 'a', 1024);
    assert_false(kernel_multiboot(data, sizeof(data)));
}

static void test_calls(void **unused)
{
    (void)unused;
    assert_true(run(kernel_calls, CALLS_RUNS, MAX_BYTES) > CALLS_RUNS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_multiboot),
        cmocka_unit_test(test_endless_line),
        cmocka_unit_test(test_calls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
