/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tools/bulkhead/elf_image.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/layout.h"
#include "core/config.h"
#include "tests/unit/tool_elf.h"
#include "tools/bulkhead/elf_image.h"

/* What is said of a file; "" when it can be a partition's image. */
static const char *verdict(const struct tool_elf *file)
{
    static char why[ELF_WHY_BYTES];
    struct elf_image image;
    why[0] = '\0';
    if (elf_parse(&image, (const uint8_t *)file, sizeof(*file), why) &&
        elf_check_partition(&image, why)) {
        assert_string_equal(why, "");
    } else {
        assert_string_not_equal(why, "");
        assert_non_null(strchr(why, ';')); /* what is wrong; what would be right */
    }
    return why;
}

static void refused(const struct tool_elf *file, const char *words)
{
    if (strstr(verdict(file), words) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", words, verdict(file));
    }
}

static void test_good(void **state)
{
    struct tool_elf file = tool_elf_make();
    struct elf_image image;
    char why[ELF_WHY_BYTES];
    (void)state;
    assert_string_equal(verdict(&file), "");
    assert_true(elf_parse(&image, (const uint8_t *)&file, sizeof(file), why));
    assert_int_equal(image.segment_count, 3);
    assert_int_equal(image.entry, TOOL_ELF_ENTRY);
    assert_int_equal(image.segments[0].access, CONFIG_READ | CONFIG_EXECUTE);
    assert_int_equal(image.segments[1].access, CONFIG_READ);
    assert_int_equal(image.segments[2].access, CONFIG_READ | CONFIG_WRITE);
    assert_int_equal(image.segments[2].memory_bytes, 0x3000);
}

static void test_order(void **state)
{
    struct tool_elf file = tool_elf_make();
    Elf32_Phdr first = file.segments[0];
    (void)state;
    file.segments[0] = file.segments[2];
    file.segments[2] = first;
    assert_string_equal(verdict(&file), "");
}

static void test_kind(void **state)
{
    struct tool_elf file = tool_elf_make();
    (void)state;
    file.header.e_ident[1] = 'F';
    refused(&file, "not an ELF file");
    file = tool_elf_make();
    file.header.e_ident[EI_CLASS] = ELFCLASS64;
    refused(&file, "not for i386");
    file = tool_elf_make();
    file.header.e_machine = EM_ARM;
    refused(&file, "not for i386");
    file = tool_elf_make();
    file.header.e_type = ET_DYN;
    refused(&file, "link with -static");
    file = tool_elf_make();
    file.header.e_phnum = 0;
    refused(&file, "no program headers");
    file = tool_elf_make();
    file.segments[1].p_type = PT_INTERP;
    refused(&file, "dynamic loader");
    file = tool_elf_make();
    for (int i = 0; i < 3; i++) {
        file.segments[i].p_type = PT_NOTE;
    }
    refused(&file, "nothing to load");
}

static void test_damaged(void **state)
{
    struct tool_elf file = tool_elf_make();
    (void)state;
    file.header.e_phoff = 0xFFFFFFF0;
    refused(&file, "program headers lie outside");
    file = tool_elf_make();
    file.segments[1].p_offset = 0xFFFFFFFF;
    refused(&file, "lies outside the file");
    file = tool_elf_make();
    file.segments[1].p_filesz = 33;
    refused(&file, "lies outside the file"); /* more in the file than in memory */
    file = tool_elf_make();
    file.segments[2].p_memsz = 0xFFFFFFFF;
    refused(&file, "lies outside the file");
}

static void test_rights(void **state)
{
    struct tool_elf file = tool_elf_make();
    (void)state;
    file.segments[2].p_flags = PF_R | PF_W | PF_X;
    refused(&file, "writable and executable");
    file = tool_elf_make();
    file.segments[1].p_vaddr = TOOL_ELF_TEXT + 0x100;
    refused(&file, "share a page");
    file = tool_elf_make();
    file.segments[1].p_vaddr = TOOL_ELF_TEXT + 0x20;
    refused(&file, "overlap");
    file = tool_elf_make();
    file.segments[1].p_vaddr = TOOL_ELF_TEXT + 0x100;
    file.segments[1].p_flags = PF_R | PF_X; /* the same rights may share a page */
    assert_string_equal(verdict(&file), "");
}

static void test_place(void **state)
{
    struct tool_elf file = tool_elf_make();
    (void)state;
    file.segments[0].p_vaddr = LAYOUT_IMAGE_BASE - 4096;
    refused(&file, "link with the partitions' linker script");
    file = tool_elf_make();
    file.segments[2].p_vaddr = LAYOUT_HEAP_BASE - 0x2000;
    refused(&file, "link with the partitions' linker script");
    file.segments[2].p_vaddr = LAYOUT_HEAP_BASE - 0x3000;
    assert_string_equal(verdict(&file), "");
}

static void test_entry(void **state)
{
    struct tool_elf file = tool_elf_make();
    (void)state;
    file.header.e_entry = TOOL_ELF_RO;
    refused(&file, "entry 0x00401000 is not in an executable segment");
    file.header.e_entry = TOOL_ELF_TEXT + sizeof(file.text);
    refused(&file, "is not in an executable segment");
    file.header.e_entry = 0;
    refused(&file, "is not in an executable segment");
}

static void test_symbols(void **state)
{
    struct tool_elf file = tool_elf_make();
    struct elf_image image;
    char why[ELF_WHY_BYTES];
    uint32_t address = 0;
    (void)state;
    assert_true(elf_parse(&image, (const uint8_t *)&file, sizeof(file), why));
    assert_true(elf_symbol(&image, "start", &address));
    assert_int_equal(address, TOOL_ELF_TEXT + 16);
    assert_true(elf_is_code(&image, address));
    assert_true(elf_symbol(&image, "variable", &address));
    assert_false(elf_is_code(&image, address));
    assert_false(elf_symbol(&image, "absent", &address));
    assert_false(elf_symbol(&image, "tart2", &address));
    assert_non_null(elf_at(&image, TOOL_ELF_DATA, sizeof(file.data)));
    assert_null(elf_at(&image, TOOL_ELF_DATA, sizeof(file.data) + 1));
    assert_null(elf_at(&image, 0, 1));
    file.sections[1].sh_link = 3;
    assert_false(elf_symbol(&image, "start", &address));
    file.sections[1].sh_link = 2;
    file.sections[2].sh_size = 0xFFFFFFFF;
    assert_false(elf_symbol(&image, "start", &address));
    file.sections[2].sh_size = 4;
    assert_false(elf_symbol(&image, "start", &address));
}

/* Any byte, any value, any length: an answer, and no access outside the file (the sanitizer looks).
 */
static void test_hostile(void **state)
{
    const struct tool_elf right = tool_elf_make();
    static const uint8_t values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    (void)state;
    for (size_t length = 0; length <= sizeof(right); length++) {
        uint8_t *file = malloc(length + 1);
        struct elf_image image;
        char why[ELF_WHY_BYTES];
        uint32_t address;
        assert_non_null(file);
        memcpy(file, &right, length);
        if (elf_parse(&image, file, length, why)) {
            elf_check_partition(&image, why);
            elf_symbol(&image, "start", &address);
        }
        for (size_t v = 0; length == sizeof(right) && v < sizeof(values) * length; v++) {
            uint8_t *byte = &file[v / sizeof(values)];
            uint8_t before = *byte;
            *byte = values[v % sizeof(values)];
            if (elf_parse(&image, file, length, why)) {
                elf_check_partition(&image, why);
                elf_symbol(&image, "start", &address);
                elf_at(&image, image.entry, 16);
            }
            *byte = before;
        }
        free(file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),    cmocka_unit_test(test_order),
        cmocka_unit_test(test_kind),    cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_rights),  cmocka_unit_test(test_place),
        cmocka_unit_test(test_entry),   cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
