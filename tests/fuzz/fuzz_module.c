/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration tool, in one process: read, check, lay out, emit. What it accepts is judged by
 * the tables it writes alone, with none of the tool's own checks: memory of partitions is disjoint
 * and clear of the kernel, nothing is writable and executable, no two windows share an instant, no
 * port or line has two owners, and none is one of the kernel's.
 */
#define _GNU_SOURCE
#include <libxml/xmlerror.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/layout.h"
#include "abi/limits.h"
#include "core/config.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/unit/tool_elf.h"
#include "tools/bulkhead/emit.h"
#include "tools/bulkhead/memory.h"
#include "tools/bulkhead/module_file.h"
#include "tools/bulkhead/pool.h"
#include "tools/bulkhead/status.h"

#define SCHEMA      "schema/module.xsd"
#define IMAGE_END   0x00345678u
#define MAX_RANGES  4096u
#define DEVICE_LOW  0x000a0000u
#define DEVICE_HIGH 0x00100000u

/* --- what the tables say -----------------------------------------------------------------------
 */

struct range {
    uint64_t start;
    uint64_t end;
    unsigned owner;
    bool device;
};

struct ranges {
    struct range list[MAX_RANGES];
    size_t count;
};

/* None shares anything with one of another owner; with one of its own only if that is allowed. */
static void add(struct ranges *ranges, struct range range, bool own_may_meet)
{
    FUZZ_REQUIRE(range.start < range.end);
    for (size_t i = 0; i < ranges->count; i++) {
        const struct range *other = &ranges->list[i];

        if (own_may_meet && other->owner == range.owner)
            continue;
        FUZZ_REQUIRE(range.end <= other->start || other->end <= range.start);
    }
    FUZZ_REQUIRE(ranges->count < MAX_RANGES);
    ranges->list[ranges->count++] = range;
}

/* The index in "regions_3[] = {", when the line begins that table. */
static bool begins(const char *line, const char *type, const char *name, unsigned *index)
{
    char pattern[96];

    snprintf(pattern, sizeof(pattern), "static const struct %s %s_%%u[] = {", type, name);
    return sscanf(line, pattern, index) == 1;
}

static void judge_region(struct ranges *physical, struct ranges *virtuals, unsigned owner,
                         const char *line)
{
    const char *numbers = strstr(line, ".virtual_address = 0x");
    unsigned virtual_address, physical_address, size, access;

    FUZZ_REQUIRE(numbers != NULL &&
                 sscanf(numbers,
                        ".virtual_address = 0x%xu, .physical_address = 0x%xu, .size_bytes = %uu, "
                        ".access = %uu",
                        &virtual_address, &physical_address, &size, &access) == 4);
    FUZZ_REQUIRE((virtual_address | physical_address | size) % POK_PAGE_BYTES == 0);
    FUZZ_REQUIRE((uint64_t)virtual_address + size <= LAYOUT_USER_END);
    FUZZ_REQUIRE((access & CONFIG_WRITE) == 0 || (access & CONFIG_EXECUTE) == 0);
    if ((access & CONFIG_DEVICE) != 0)
        FUZZ_REQUIRE(
            (access & CONFIG_EXECUTE) == 0 &&
            ((physical_address >= DEVICE_LOW && (uint64_t)physical_address + size <= DEVICE_HIGH) ||
             (physical_address >= LAYOUT_PHYSICAL_LIMIT &&
              (uint64_t)physical_address + size <= LAYOUT_IOAPIC) ||
             physical_address >= LAYOUT_IOAPIC + POK_PAGE_BYTES));
    else
        FUZZ_REQUIRE(physical_address >= IMAGE_END &&
                     (uint64_t)physical_address + size <= LAYOUT_PHYSICAL_LIMIT);
    if ((access & CONFIG_DEVICE) != 0)
        FUZZ_REQUIRE(physical_address + size <= LAYOUT_LAPIC ||
                     physical_address >= LAYOUT_LAPIC + POK_PAGE_BYTES);
    /* Of its own memory a partition may have two views. */
    add(physical, (struct range){physical_address, (uint64_t)physical_address + size, owner, false},
        true);
    add(virtuals,
        (struct range){((uint64_t)owner << 32) + virtual_address,
                       ((uint64_t)owner << 32) + virtual_address + size, owner, false},
        false);
}

static void judge_io(struct ranges *ports, unsigned owner, const char *line)
{
    /* What a partition could leave its memory or time by: docs/configuration.md. */
    static const struct range kernels[] = {
        {0x20, 0x22, 0, false},   {0x40, 0x44, 0, false},   {0xa0, 0xa2, 0, false},
        {0x3f8, 0x400, 0, false}, {0xcf8, 0xd00, 0, false}, {0x00, 0x10, 0, false},
        {0xc0, 0xe0, 0, false},   {0x64, 0x65, 0, false},   {0x92, 0x93, 0, false},
        {0xf4, 0xf5, 0, false},   {0x604, 0x606, 0, false}, {0x80, 0x90, 0, false},
    };
    unsigned first, count;

    FUZZ_REQUIRE(sscanf(line, " {.First = 0x%xu, .Count = %uu", &first, &count) == 2);
    FUZZ_REQUIRE((uint64_t)first + count <= 0x10000);
    for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++)
        FUZZ_REQUIRE(first >= kernels[i].end || first + count <= kernels[i].start);
    add(ports, (struct range){first, (uint64_t)first + count, owner, false}, false);
}

static void judge_line(struct ranges *lines, unsigned owner, const char *text)
{
    unsigned line;

    FUZZ_REQUIRE(sscanf(text, " {.Line = %u,", &line) == 1);
    FUZZ_REQUIRE(line < POK_MAX_LINES && line != 0 && line != 2 && line != 4);
    add(lines, (struct range){line, (uint64_t)line + 1, owner, false}, false);
}

static void judge_window(struct ranges *windows, unsigned schedule, const char *line)
{
    unsigned identifier;
    unsigned long long start, length;

    FUZZ_REQUIRE(sscanf(line,
                        " {.WindowIdentifier = %uu, .WindowStartSeconds_ns = %lluull, "
                        ".WindowDurationSeconds_ns = %lluull",
                        &identifier, &start, &length) == 3);
    /* A schedule each: the upper part of the number. */
    FUZZ_REQUIRE(start < 1ull << 56 && length < 1ull << 56);
    add(windows,
        (struct range){((uint64_t)schedule << 58) + start,
                       ((uint64_t)schedule << 58) + start + length, schedule, false},
        false);
}

static void judge(char *tables)
{
    static struct ranges physical, virtuals, ports, lines, windows;
    enum { NOTHING, REGIONS, IO, LINES, WINDOWS } table = NOTHING;
    unsigned index = 0;

    physical.count = virtuals.count = ports.count = lines.count = windows.count = 0;
    for (char *line = strtok(tables, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (begins(line, "config_region", "regions", &index))
            table = REGIONS;
        else if (begins(line, "config_io_ports", "io", &index))
            table = IO;
        else if (begins(line, "config_line", "lines", &index))
            table = LINES;
        else if (begins(line, "config_window", "windows", &index))
            table = WINDOWS;
        else if (line[0] == '}')
            table = NOTHING;
        else if (strstr(line, "{.") == NULL)
            continue;
        else if (table == REGIONS)
            judge_region(&physical, &virtuals, index, line);
        else if (table == IO)
            judge_io(&ports, index, line);
        else if (table == LINES)
            judge_line(&lines, index, line);
        else if (table == WINDOWS)
            judge_window(&windows, index, line);
    }
    FUZZ_REQUIRE(windows.count != 0);
    FUZZ_REQUIRE(physical.count != 0);
}

/* --- the tool ------------------------------------------------------------------------------------
 */

static void lay_out(struct layout *layout, struct diagnostics *diagnostics)
{
    const struct model *model = layout->model;
    struct tool_elf file = tool_elf_make();
    char why[ELF_WHY_BYTES];

    layout->partitions = memory_get(model->partition_count * sizeof(*layout->partitions));
    for (size_t p = 0; p < model->partition_count; p++) {
        struct layout_partition *partition = &layout->partitions[p];

        partition->model = &model->partitions[p];
        partition->image_path = string_copy("p.elf");
        partition->file = memory_get(sizeof(file));
        memcpy(partition->file, &file, sizeof(file));
        FUZZ_REQUIRE(elf_parse(&partition->elf, partition->file, sizeof(file), why));
        layout_partition(partition, &model->memories[partition->model->memory], diagnostics);
    }
    if (diagnostics_errors(diagnostics) == 0)
        layout->page_pool_pages = pool_pages(layout);
    if (diagnostics_errors(diagnostics) == 0)
        layout_place(layout, IMAGE_END, diagnostics);
}

static void emit_and_judge(const struct layout *layout)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *to = open_memstream(&text, &bytes);

    FUZZ_REQUIRE(to != NULL);
    emit_config(to, layout, "x86-qemu-vmm", true);
    fclose(to);
    judge(text);
    free(text);
}

static void quiet(void *context, const char *message, ...)
{
    (void)context, (void)message;
}

int fuzz_module(const uint8_t *data, size_t bytes)
{
    struct diagnostics diagnostics = {.file = "fuzz.xml"};
    struct model model;
    struct layout layout = {.model = &model};
    int accepted = 0;

    xmlSetGenericErrorFunc(NULL, quiet);
    if (module_text_read((const char *)data, bytes, SCHEMA, &model, &diagnostics) == STATUS_OK) {
        lay_out(&layout, &diagnostics);
        accepted = diagnostics_errors(&diagnostics) == 0;
        if (accepted)
            emit_and_judge(&layout);
        layout_free(&layout);
    }
    model_free(&model);
    diagnostics_free(&diagnostics);
    return accepted;
}
