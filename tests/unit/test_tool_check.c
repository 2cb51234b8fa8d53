/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tools/bulkhead/memory.c tools/bulkhead/diagnostics.c tools/bulkhead/number_parse.c */
/* sources: tools/bulkhead/line_scan.c tools/bulkhead/form.c tools/bulkhead/attribute.c */
/* sources: tools/bulkhead/model*.c tools/bulkhead/check*.c tools/bulkhead/module_file.c */
/* sources: tools/bulkhead/hm.c tools/bulkhead/virtual_interrupt.c tools/bulkhead/file.c */
/* libs: libxml-2.0 */
/*
 * Each file of tests/unit/configs says what is wrong with it: "<!-- expect: words -->" in the line
 * that must be reported, or "<!-- expect-below: words -->" in the line before. The tool must report
 * exactly that, no more and no less.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <dirent.h>
#include <libxml/parser.h>
#include <libxml/xmlschemastypes.h>
#include <stdlib.h>
#include <string.h>

#include "tools/bulkhead/file.h"
#include "tools/bulkhead/memory.h"
#include "tools/bulkhead/module_file.h"
#include "tools/bulkhead/status.h"

#define CONFIGS "tests/unit/configs"
#define SCHEMA  "schema/module.xsd"

#define MARK       "<!-- expect: "
#define MARK_BELOW "<!-- expect-below: "
#define MARK_END   " -->"

#define TAKEN UINT32_MAX /* line of a diagnostic that was expected */

/* Tick off the diagnostic of this line whose text contains the words; false when there is none. */
static bool take(struct diagnostics *diagnostics, uint32_t line, const char *words, size_t length)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        struct diagnostic *diagnostic = &diagnostics->list[i];
        if (diagnostic->line == line &&
            memmem(diagnostic->text, strlen(diagnostic->text), words, length) != NULL) {
            diagnostic->line = TAKEN;
            return true;
        }
    }
    return false;
}

/* Compare with the marks of one line; returns the number of failures. */
static int compare_line(const char *file, const char *text, const char *end, uint32_t line,
                        const char *mark, struct diagnostics *diagnostics)
{
    int failures = 0;
    for (const char *at = memmem(text, (size_t)(end - text), mark, strlen(mark)); at != NULL;
         at = memmem(at, (size_t)(end - at), mark, strlen(mark))) {
        at += strlen(mark);
        const char *stop = memmem(at, (size_t)(end - at), MARK_END, strlen(MARK_END));
        assert_non_null(stop);
        if (!take(diagnostics, line, at, (size_t)(stop - at))) {
            print_error("%s:%u: not reported: %.*s\n", file, line, (int)(stop - at), at);
            failures++;
        }
    }
    return failures;
}

static int compare_file(const char *file, const char *text, struct diagnostics *diagnostics)
{
    int failures = 0;
    uint32_t line = 1;
    while (*text != '\0') {
        const char *end = strchrnul(text, '\n');
        failures += compare_line(file, text, end, line, MARK, diagnostics);
        failures += compare_line(file, text, end, line + 1, MARK_BELOW, diagnostics);
        text = *end == '\0' ? end : end + 1;
        line++;
    }
    for (size_t i = 0; i < diagnostics->count; i++) {
        if (diagnostics->list[i].line != TAKEN) {
            print_error("%s:%u: reported by mistake: %s\n", file, diagnostics->list[i].line,
                        diagnostics->list[i].text);
            failures++;
        }
    }
    return failures;
}

static char *read_text(const char *path, size_t *bytes)
{
    char *text = (char *)file_read(path, 1 << 20, bytes);
    if (text == NULL) {
        print_error("%s can't be read; run the test in the root of the tree\n", path);
    }
    assert_non_null(text);
    return text;
}

static int check_config(const char *name, bool good)
{
    char *path = string_format(CONFIGS "/%s", name);
    struct diagnostics diagnostics = {.file = path};
    struct model model;
    size_t bytes;
    char *text = read_text(path, &bytes);
    int status = module_text_read(text, bytes, SCHEMA, &model, &diagnostics);
    int failures = 0;

    if ((status == STATUS_OK) != (diagnostics_errors(&diagnostics) == 0) ||
        (good && status != STATUS_OK) || (!good && diagnostics.count == 0)) {
        print_error("%s: status %d\n", path, status);
        failures++;
    }
    failures += compare_file(path, text, &diagnostics);
    diagnostics_free(&diagnostics);
    model_free(&model);
    free(text);
    free(path);
    return failures;
}

static int check_configs(const char *suffix, bool good)
{
    DIR *directory = opendir(CONFIGS);
    int failures = 0;
    int files = 0;

    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        size_t length = strlen(entry->d_name);
        if (length > strlen(suffix) &&
            strcmp(entry->d_name + length - strlen(suffix), suffix) == 0) {
            failures += check_config(entry->d_name, good);
            files++;
        }
    }
    closedir(directory);
    assert_true(files > 100);
    return failures;
}

static void test_good(void **state)
{
    (void)state;
    assert_int_equal(check_configs(".good.xml", true), 0);
}

static void test_bad(void **state)
{
    (void)state;
    assert_int_equal(check_configs(".bad.xml", false), 0);
}

static int check_text(const char *text, size_t bytes)
{
    struct diagnostics diagnostics = {.file = "module.xml"};
    struct model model;
    int status = module_text_read(text, bytes, SCHEMA, &model, &diagnostics);

    assert_true(status == STATUS_OK || status == STATUS_CONFIGURATION);
    assert_int_equal(status == STATUS_OK, diagnostics_errors(&diagnostics) == 0);
    diagnostics_free(&diagnostics);
    model_free(&model);
    return status;
}

/* Wherever a file ends, it is wrong and nothing else happens. */
static void test_truncated(void **state)
{
    size_t bytes;
    char *text = read_text(CONFIGS "/schedule-unnamed.good.xml", &bytes);
    (void)state;
    while (bytes > 0 && text[bytes - 1] != '>') {
        bytes--;
    }
    for (size_t length = 0; length < bytes; length += 1 + length % 3) {
        char *part = malloc(length + 1); /* exactly as long, so that a read past it is seen */
        assert_non_null(part);
        memcpy(part, text, length);
        assert_int_equal(check_text(part, length), STATUS_CONFIGURATION);
        free(part);
    }
    free(text);
}

static uint32_t random_next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Some bytes of a right file changed, most of them to what has a meaning. */
static void test_mutated(void **state)
{
    static const char *const files[] = {CONFIGS "/schedule-unnamed.good.xml",
                                        CONFIGS "/hm-partition-level.good.xml",
                                        CONFIGS "/virtual-interrupt-which.good.xml"};
    static const char bytes_of_meaning[] = "0123456789x.-\"<>/=&; \n\x01\xff";
    uint32_t seed = 1;
    (void)state;
    for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f++) {
        size_t bytes;
        char *text = read_text(files[f], &bytes);
        char *changed = malloc(bytes);
        assert_non_null(changed);
        for (int round = 0; round < 1500; round++) {
            memcpy(changed, text, bytes);
            for (uint32_t n = random_next(&seed) % 4 + 1; n > 0; n--) {
                uint32_t place = random_next(&seed) % (uint32_t)bytes;
                /* Digits are the interesting place: nearly half of the changes go to one. */
                for (uint32_t i = 0; n % 2 == 0 && i < bytes && !isdigit((uint8_t)changed[place]);
                     i++) {
                    place = (place + 1) % (uint32_t)bytes;
                }
                changed[place] =
                    bytes_of_meaning[random_next(&seed) % (sizeof(bytes_of_meaning) - 1)];
            }
            check_text(changed, bytes);
        }
        free(changed);
        free(text);
    }
}

static void test_no_schema(void **state)
{
    struct diagnostics diagnostics = {.file = "module.xml"};
    struct model model;
    (void)state;
    assert_int_equal(module_text_read("<a/>", 4, "schema/no-such.xsd", &model, &diagnostics),
                     STATUS_TOOL);
    assert_int_equal(module_file_read("no-such.xml", SCHEMA, &model, &diagnostics), STATUS_TOOL);
    assert_int_equal(diagnostics.count, 0);
}

/* A file that isn't XML at all, and one that is too large. */
static void test_other_files(void **state)
{
    (void)state;
    assert_int_equal(check_text("", 0), STATUS_CONFIGURATION);
    assert_int_equal(check_text("\x7f"
                                "ELF",
                                4),
                     STATUS_CONFIGURATION);
    size_t bytes = 70000;
    char *lines = malloc(bytes);
    assert_non_null(lines);
    memset(lines, '\n', bytes);
    assert_int_equal(check_text(lines, bytes), STATUS_CONFIGURATION);
    free(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),      cmocka_unit_test(test_bad),
        cmocka_unit_test(test_truncated), cmocka_unit_test(test_mutated),
        cmocka_unit_test(test_no_schema), cmocka_unit_test(test_other_files),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlSchemaCleanupTypes();
    xmlCleanupParser();
    return failed;
}
