/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tools/bulkhead/memory.c tools/bulkhead/diagnostics.c tools/bulkhead/number_parse.c */
/* sources: tools/bulkhead/line_scan.c tools/bulkhead/form.c tools/bulkhead/attribute.c */
/* sources: tools/bulkhead/model*.c tools/bulkhead/check*.c tools/bulkhead/module_file.c */
/* sources: tools/bulkhead/hm.c tools/bulkhead/virtual_interrupt.c tools/bulkhead/file.c */
/* sources: tools/bulkhead/elf_image.c tools/bulkhead/layout.c tools/bulkhead/pool.c */
/* sources: tools/bulkhead/emit.c tools/bulkhead/emit_module.c tools/bulkhead/emit_partition.c */
/* sources: kernel/core/options.c tests/fuzz/fuzz_*.c */
/* libs: libxml-2.0 */
/*
 * The targets of `make fuzz-host` over their corpora, as they are and with seeded mutations: always
 * the same ones, so that what the fuzzers found stays found (tests/fuzz/corpus has these inputs).
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <libxml/parser.h>
#include <libxml/xmlschemastypes.h>
#include <stdlib.h>
#include <string.h>

#include "seeded.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/unit/tool_elf.h"
#include "tools/bulkhead/file.h"
#include "tools/bulkhead/memory.h"

#define MODULE_MUTATIONS 3
#define ELF_MUTATIONS    20000
#define LINES            20000
#define FILE_MAX         (1u << 20)

/* A few bytes changed, a piece taken out, a piece doubled. */
static uint8_t *mutate(const uint8_t *data, size_t bytes, size_t *length)
{
    static const char plausible[] = "0123456789.-xX\"'<>/ \0\377";
    uint8_t *copy = memory_get(2 * bytes + 1);

    memcpy(copy, data, bytes);
    *length = bytes;
    for (uint32_t n = 1 + next(4); n != 0 && *length > 8; n--) {
        uint32_t at = next((uint32_t)*length), size = next((uint32_t)*length - at) / 8;

        switch (next(4)) {
        case 0:
            memmove(copy + at, copy + at + size, *length - at - size);
            *length -= size;
            break;
        case 1:
            if (*length + size <= 2 * bytes) {
                memmove(copy + at + size, copy + at, *length - at);
                *length += size;
            }
            break;
        default:
            copy[at] =
                next(2) == 0 ? (uint8_t)plausible[next(sizeof(plausible))] : (uint8_t)next(256);
            break;
        }
    }
    return copy;
}

/* Every file of a folder; how many were accepted. */
static uint32_t run_folder(const char *folder, int (*target)(const uint8_t *, size_t),
                           uint32_t mutations)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    uint32_t accepted = 0;

    assert_true(count > 2);
    for (int i = 0; i < count; i++) {
        char *path = string_format("%s/%s", folder, names[i]->d_name);
        size_t bytes, length;
        uint8_t *data = names[i]->d_name[0] == '.' ? NULL : file_read(path, FILE_MAX, &bytes);

        if (data != NULL) {
            accepted += (uint32_t)target(data, bytes);
            for (uint32_t n = 0; n < mutations; n++) {
                uint8_t *changed = mutate(data, bytes, &length);

                accepted += (uint32_t)target(changed, length);
                free(changed);
            }
        }
        free(data);
        free(path);
        free(names[i]);
    }
    free(names);
    return accepted;
}

static void test_modules(void **unused)
{
    (void)unused;
    state = 1;
    assert_true(run_folder("tests/unit/configs", fuzz_module, MODULE_MUTATIONS) > 100);
    run_folder("tests/fuzz/corpus/module", fuzz_module, 0);
}

static void test_elf(void **unused)
{
    struct tool_elf file = tool_elf_make();
    uint32_t accepted = 0;

    (void)unused;
    state = 2;
    assert_int_equal(fuzz_elf((const uint8_t *)&file, sizeof(file)), 1);
    for (uint32_t i = 0; i < ELF_MUTATIONS; i++) {
        struct tool_elf changed = file;

        for (uint32_t n = 1 + next(3); n != 0; n--) {
            uint32_t at = next(next(2) == 0 ? sizeof(file) : offsetof(struct tool_elf, text));

            ((uint8_t *)&changed)[at] = (uint8_t)(next(2) == 0 ? next(256) : 255 * next(2));
        }
        accepted += (uint32_t)fuzz_elf((const uint8_t *)&changed,
                                       next(4) == 0 ? next(sizeof(file)) : sizeof(file));
    }
    assert_true(accepted > ELF_MUTATIONS / 20);
    assert_true(accepted < ELF_MUTATIONS);
    run_folder("tests/fuzz/corpus/elf", fuzz_elf, 0);
}

static void test_options(void **unused)
{
    static const char *const words[] = {
        "major_frames=", "loglevel=",  "clock=", "timer=pit", "irqchip=pic", "clock=tsc",
        "4294967295",    "4294967296", "=",      " ",         "3",           "-1",
        "timer=auto",    "\t",         "\x80",   "loglevel=9"};
    char line[512];

    (void)unused;
    state = 3;
    for (uint32_t i = 0; i < LINES; i++) {
        line[0] = '\0';
        for (uint32_t n = next(8); n != 0; n--)
            strcat(line, words[next(sizeof(words) / sizeof(words[0]))]);
        assert_int_equal(fuzz_options((const uint8_t *)line, strlen(line)), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_modules),
        cmocka_unit_test(test_elf),
        cmocka_unit_test(test_options),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    xmlSchemaCleanupTypes();
    xmlCleanupParser();
    return failed;
}
