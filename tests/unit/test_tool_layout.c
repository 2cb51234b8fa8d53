/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tools/bulkhead/memory.c tools/bulkhead/diagnostics.c tools/bulkhead/number_parse.c */
/* sources: tools/bulkhead/line_scan.c tools/bulkhead/form.c tools/bulkhead/attribute.c */
/* sources: tools/bulkhead/model*.c tools/bulkhead/check*.c tools/bulkhead/module_file.c */
/* sources: tools/bulkhead/hm.c tools/bulkhead/virtual_interrupt.c tools/bulkhead/file.c */
/* sources: tools/bulkhead/elf_image.c tools/bulkhead/layout.c tools/bulkhead/pool.c */
/* sources: tools/bulkhead/emit.c tools/bulkhead/emit_module.c tools/bulkhead/emit_partition.c */
/* libs: libxml-2.0 */
/* Where things of a module lie, and what the tables say. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <libxml/parser.h>
#include <libxml/xmlschemastypes.h>
#include <stdlib.h>
#include <string.h>

#include "abi/layout.h"
#include "tests/unit/tool_elf.h"
#include "tools/bulkhead/emit.h"
#include "tools/bulkhead/hm.h"
#include "tools/bulkhead/memory.h"
#include "tools/bulkhead/module_file.h"
#include "tools/bulkhead/pool.h"
#include "tools/bulkhead/status.h"
#include "tools/bulkhead/virtual_interrupt.h"

#define SCHEMA    "schema/module.xsd"
#define IMAGE_END 0x00345678u

struct fixture {
    struct model model;
    struct layout layout;
    struct diagnostics diagnostics;
};

/* `partition`, `memory` and `more` go into a module with one partition and one window. */
static struct fixture *make(const char *partition, const char *memory, const char *more)
{
    struct fixture *fixture = memory_get(sizeof(*fixture));
    char *text =
        string_format("<ARINC_653_Module ModuleName='m'>\n"
                      "<Partition PartitionIdentifier='1' PartitionName='p'>%s</Partition>\n"
                      "<Partition_Memory PartitionIdentifier='1'>%s</Partition_Memory>\n"
                      "<Module_Schedule MajorFrameSeconds='0.01'>\n"
                      "<Partition_Schedule PartitionIdentifier='1' PeriodSeconds='0.01' "
                      "PeriodDurationSeconds='0.01'>\n"
                      "<Window_Schedule WindowIdentifier='7' WindowStartSeconds='0' "
                      "WindowDurationSeconds='0.01' PartitionPeriodStart='true'/>\n"
                      "</Partition_Schedule></Module_Schedule>%s</ARINC_653_Module>\n",
                      partition, memory, more);
    struct tool_elf file = tool_elf_make();
    char why[ELF_WHY_BYTES];

    fixture->diagnostics.file = "m.xml";
    fixture->layout.model = &fixture->model;
    if (module_text_read(text, strlen(text), SCHEMA, &fixture->model, &fixture->diagnostics) !=
        STATUS_OK) {
        diagnostics_print(&fixture->diagnostics, stderr);
        fail();
    }
    free(text);
    struct layout_partition *layout = memory_get(sizeof(*layout));
    fixture->layout.partitions = layout;
    layout->model = &fixture->model.partitions[0];
    layout->image_path = string_copy("p.elf");
    layout->file = memory_get(sizeof(file));
    memcpy(layout->file, &file, sizeof(file));
    assert_true(elf_parse(&layout->elf, layout->file, sizeof(file), why));
    layout_partition(layout, &fixture->model.memories[0], &fixture->diagnostics);
    layout_place(&fixture->layout, IMAGE_END, &fixture->diagnostics);
    return fixture;
}

static void drop(struct fixture *fixture)
{
    layout_free(&fixture->layout);
    model_free(&fixture->model);
    diagnostics_free(&fixture->diagnostics);
    free(fixture);
}

static const struct layout_region *find(const struct fixture *fixture, const char *name)
{
    const struct layout_partition *partition = &fixture->layout.partitions[0];
    for (size_t i = 0; i < partition->region_count; i++) {
        if (strcmp(partition->regions[i].name, name) == 0) {
            return &partition->regions[i];
        }
    }
    return NULL;
}

static bool meet(uint64_t a, uint64_t a_bytes, uint64_t b, uint64_t b_bytes)
{
    return a < b + b_bytes && b < a + a_bytes;
}

/* No two regions share addresses, none shares memory but the two views of a vCPU's page. */
static void assert_apart(const struct fixture *fixture)
{
    const struct layout_partition *partition = &fixture->layout.partitions[0];
    for (size_t i = 0; i < partition->region_count; i++) {
        const struct layout_region *a = &partition->regions[i];
        uint32_t a_physical = layout_region_physical(partition, a);
        assert_int_equal((a->virtual_address | a_physical | a->size_bytes) % POK_PAGE_BYTES, 0);
        assert_true(a->size_bytes > 0);
        assert_true(a->virtual_address >= LAYOUT_SHARED_BASE);
        assert_true((uint64_t)a->virtual_address + a->size_bytes <= LAYOUT_USER_END);
        for (size_t j = 0; j < i; j++) {
            const struct layout_region *b = &partition->regions[j];
            assert_false(
                meet(a->virtual_address, a->size_bytes, b->virtual_address, b->size_bytes));
            if (strncmp(a->name, "vcpu page", 9) != 0) {
                assert_false(meet(a_physical, a->size_bytes, layout_region_physical(partition, b),
                                  b->size_bytes));
            }
        }
    }
}

/* Every byte of image, stacks and heap is set by a cold start, and by one segment only. */
static void assert_loaded(const struct fixture *fixture)
{
    const struct layout_partition *partition = &fixture->layout.partitions[0];
    uint64_t regions = 0;
    uint64_t segments = 0;
    for (size_t i = 0; i < partition->region_count; i++) {
        if (!partition->regions[i].device && partition->regions[i].chunk != CHUNK_SHARED) {
            regions += partition->regions[i].size_bytes;
        }
    }
    for (size_t i = 0; i < partition->segment_count; i++) {
        const struct layout_segment *a = &partition->segments[i];
        segments += a->memory_bytes;
        assert_true(a->file_bytes == 0 || a->file_bytes == a->memory_bytes);
        assert_int_not_equal(layout_physical(partition, a->virtual_address), 0);
        for (size_t j = 0; j < i; j++) {
            const struct layout_segment *b = &partition->segments[j];
            assert_false(
                meet(a->virtual_address, a->memory_bytes, b->virtual_address, b->memory_bytes));
        }
    }
    assert_int_equal(regions, segments);
}

#define MEMORY                                                                                     \
    "<Memory_Requirements Type='CODE' SizeBytes='0x10000'/>"                                       \
    "<Memory_Requirements Type='DATA' SizeBytes='0x20000'/>"

static void test_native(void **state)
{
    struct fixture *f = make("<Process Name='a' StackSize='5000'/><PartitionExt MaxProcesses='2' "
                             "StackSizeBytes='4096'/>",
                             MEMORY, "");
    const struct layout_partition *partition = &f->layout.partitions[0];
    (void)state;
    assert_int_equal(diagnostics_errors(&f->diagnostics), 0);
    assert_apart(f);
    assert_loaded(f);
    assert_int_equal(partition->entry, TOOL_ELF_ENTRY);
    assert_int_equal(partition->stack_count, 3);
    assert_null(partition->stacks[0].name);
    assert_string_equal(partition->stacks[1].name, "a");
    assert_int_equal(partition->stacks[1].bytes, 8192);
    assert_null(partition->stacks[2].name);
    assert_int_equal(partition->stacks[0].base, LAYOUT_STACK_BASE + 4096);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(layout_physical(partition, partition->stacks[i].base - 1), 0); /* guard */
    }
    /* 4 pages of data from 0x00402000 to 0x00406000 and 4 of stacks. */
    assert_int_equal(partition->heap_bytes, 0x20000 - 4 * 4096 - 4 * 4096);
    assert_int_equal(f->layout.physical_start, 0x00400000);
    assert_non_null(find(f, "process page"));
    assert_null(find(f, "vcpu page"));
    drop(f);
}

static void test_guest(void **state)
{
    struct fixture *f = make("<PartitionExt><Guest vCPUs='3'/></PartitionExt>", MEMORY, "");
    const struct layout_partition *partition = &f->layout.partitions[0];
    (void)state;
    assert_apart(f);
    assert_loaded(f);
    assert_int_equal(partition->stack_count, 3);
    assert_null(find(f, "process page"));
    assert_int_equal(find(f, "vcpu pages")->size_bytes, 3 * 4096);
    assert_int_equal(layout_physical(partition, LAYOUT_VCPU_PAGE),
                     layout_physical(partition, LAYOUT_VCPU_PAGES));
    drop(f);
}

static void test_fixed_places(void **state)
{
    struct fixture *f = make("",
                             "<Memory_Requirements Type='CODE' SizeBytes='0x10000' "
                             "PhysicalAddress='0x00400000'/>"
                             "<Memory_Requirements Type='DATA' SizeBytes='0x20000'/>",
                             "");
    const struct layout_partition *partition = &f->layout.partitions[0];
    (void)state;
    assert_int_equal(diagnostics_errors(&f->diagnostics), 0);
    assert_apart(f);
    assert_int_equal(layout_physical(partition, TOOL_ELF_TEXT), 0x00400000);
    /* What has no fixed place begins behind all of the fixed region, used or not. */
    assert_int_equal(partition->chunks[CHUNK_DATA].address, 0x00410000);
    layout_place(&f->layout, 0x00400001, &f->diagnostics);
    assert_int_equal(diagnostics_errors(&f->diagnostics), 1);
    assert_non_null(strstr(f->diagnostics.list[0].text, "lies inside the image"));
    drop(f);
}

static void test_devices(void **state)
{
    struct fixture *f = make("",
                             MEMORY "<Memory_Requirements Type='INPUT_OUTPUT' RegionName='vga' "
                                    "SizeBytes='0x8000' PhysicalAddress='0xB8000'/>"
                                    "<Memory_Requirements Type='INPUT_OUTPUT' RegionName='rom' "
                                    "SizeBytes='0x1000' PhysicalAddress='0xFD000000' "
                                    "Access='READ_ONLY'/>",
                             "");
    (void)state;
    assert_apart(f);
    assert_int_equal(find(f, "vga")->virtual_address, LAYOUT_DEVICE_BASE);
    assert_int_equal(find(f, "vga")->access, CONFIG_READ | CONFIG_WRITE | CONFIG_DEVICE);
    assert_int_equal(find(f, "rom")->virtual_address, LAYOUT_DEVICE_BASE + 0x8000);
    assert_int_equal(find(f, "rom")->access, CONFIG_READ | CONFIG_DEVICE);
    assert_true(f->layout.physical_end < 0x00500000);
    drop(f);
}

static void test_too_small(void **state)
{
    struct fixture *f = make("",
                             "<Memory_Requirements Type='CODE' SizeBytes='0x1000'/>"
                             "<Memory_Requirements Type='DATA' SizeBytes='0x5000'/>",
                             "");
    (void)state;
    diagnostics_settle(&f->diagnostics);
    assert_int_equal(diagnostics_errors(&f->diagnostics), 2);
    assert_non_null(strstr(f->diagnostics.list[0].text, "SizeBytes=\"8192\" would"));
    assert_non_null(strstr(f->diagnostics.list[1].text, "SizeBytes=\"32768\" would"));
    drop(f);
}

static char *emitted(const struct fixture *fixture, bool blobs)
{
    char *text = NULL;
    size_t bytes;
    FILE *file = open_memstream(&text, &bytes);
    assert_non_null(file);
    if (blobs) {
        emit_blobs(file, &fixture->layout, "d");
    } else {
        emit_config(file, &fixture->layout, "x86-qemu", false);
    }
    fclose(file);
    return text;
}

static void test_tables(void **state)
{
    struct fixture *f = make("<Sampling_Port Name='&quot;\\' MaxMessageSize='5' "
                             "Direction='SOURCE'/>"
                             "<Sampling_Port Name='in' MaxMessageSize='5' Direction='DESTINATION' "
                             "RefreshRateSeconds='0.5'/>"
                             "<PartitionExt CommandLine='what?&#63;/'/>",
                             MEMORY,
                             "<Connection_Table><Channel ChannelIdentifier='9'>"
                             "<Source><Standard_Partition PartitionIdentifier='1' "
                             "PortName='&quot;\\'/></Source>"
                             "<Destination><Standard_Partition PartitionIdentifier='1' "
                             "PortName='in'/></Destination></Channel></Connection_Table>");
    static const char *const parts[] = {
        "const struct config_module config_module = {",
        ".Name = \"\\042\\134\"",
        ".CommandLine = \"what\\077\\077/\"",
        ".RefreshRateSeconds_ns = 500000000ull",
        "storage_0[1 * 12]",
        ".slot_bytes = 12u",
        ".ChannelIdentifier = 9u, .source = 0, .destination_count = 1",
        ".MajorFrameSeconds_ns = 10000000ull",
        ".WindowIdentifier = 7u",
        ".vcpu_table = NULL",
        "page_pool[",
        "extern const uint8_t module_blob_0[];",
    };
    (void)state;
    f->layout.page_pool_pages = pool_pages(&f->layout);
    assert_true(f->layout.page_pool_pages > 10);
    char *text = emitted(f, false);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (strstr(text, parts[i]) == NULL) {
            fail_msg("%s is not in the tables", parts[i]);
        }
    }
    free(text);
    text = emitted(f, true);
    assert_non_null(strstr(text, "module_blob_0:\n\t.incbin \"d/0.bin\""));
    free(text);
    drop(f);
}

static void test_ranks(void **state)
{
    struct fixture *f = make("<PartitionExt><Guest/><Interrupt_Line Line='5'/>"
                             "<Interrupt_Line Line='3'/>"
                             "<Virtual_Interrupt Source='PORT' Priority='20'/>"
                             "<Virtual_Interrupt Source='TIMER_EXECUTION' Priority='1'/>"
                             "</PartitionExt>",
                             MEMORY, "");
    uint8_t rank[POK_VECTOR_COUNT];
    (void)state;
    virtual_interrupt_ranks(&f->model.partitions[0], rank);
    assert_int_equal(rank[POK_VECTOR_PORT - POK_VECTOR_BASE], 7);
    assert_int_equal(rank[POK_VECTOR_TIMER_HARDWARE - POK_VECTOR_BASE], 6);
    assert_int_equal(rank[3], 5);
    assert_int_equal(rank[5], 4);
    assert_int_equal(rank[POK_VECTOR_WINDOW - POK_VECTOR_BASE], 3);
    assert_int_equal(rank[POK_VECTOR_VCPU - POK_VECTOR_BASE], 2);
    assert_int_equal(rank[POK_VECTOR_RESTART - POK_VECTOR_BASE], 1);
    assert_int_equal(rank[POK_VECTOR_TIMER_EXECUTION - POK_VECTOR_BASE], 0);
    assert_int_equal(rank[4], RANK_NONE);
    drop(f);
}

static void test_hm_defaults(void **state)
{
    struct model model = {0};
    struct config_hm_table table;
    (void)state;
    hm_system_table(&model, &table);
    assert_int_equal(table.cell[5][6].level, CONFIG_HM_LEVEL_PROCESS);
    assert_int_equal(table.cell[5][6].code, POK_ERROR_MEMORY_VIOLATION);
    assert_int_equal(table.cell[3][6].level, CONFIG_HM_LEVEL_PARTITION);
    assert_int_equal(table.cell[5][7].level, CONFIG_HM_LEVEL_MODULE);
    assert_int_equal(table.cell[1][6].level, CONFIG_HM_LEVEL_MODULE);
    hm_module_table(&model, &table);
    assert_int_equal(table.cell[1][6].action, CONFIG_HM_SHUTDOWN);
    assert_int_equal(table.cell[7][11].action, CONFIG_HM_IGNORE);
    hm_partition_table(&model, NULL, &table);
    assert_int_equal(table.cell[5][6].action, CONFIG_HM_IDLE);
    assert_int_equal(table.cell[5][6].line, 0);
    assert_int_equal(table.cell[5][6].level, CONFIG_HM_LEVEL_PROCESS);
    assert_int_equal(table.cell[5][7].level, CONFIG_HM_LEVEL_MODULE);
    assert_int_equal(table.cell[5][7].action, CONFIG_HM_SHUTDOWN);
}

/* Rows of all four tables about one error, and what comes out for a partition that refers to all.
 */
static void test_hm_multi(void **state)
{
    struct model_hm_entry system[] = {{.SystemState = 5, .ErrorIdentifier = 4, .level = 0}};
    struct model_hm_entry module[] = {
        {.SystemState = 5, .ErrorIdentifier = 4, .action = CONFIG_HM_RESET}};
    struct model_hm_entry multi[] = {
        {.SystemState = 5, .ErrorIdentifier = 4, .level = CONFIG_HM_LEVEL_PARTITION, .line = 9},
        {.SystemState = 5,
         .ErrorIdentifier = 6,
         .level = CONFIG_HM_LEVEL_MODULE,
         .action = CONFIG_HM_IGNORE,
         .line = 10},
        {.SystemState = 5, .ErrorIdentifier = 3, .level = CONFIG_HM_LEVEL_PARTITION}};
    struct model_hm_entry own[] = {
        {.SystemState = 5, .ErrorIdentifier = 4, .action = CONFIG_HM_WARM_START},
        {.SystemState = 5, .ErrorIdentifier = 6, .action = CONFIG_HM_COLD_START}};
    struct model_hm_table shared = {.entries = multi, .entry_count = 3};
    struct model_hm_table rows = {.entries = own, .entry_count = 2, .multi = MODEL_NONE};
    struct model model = {.system_hm = {.entries = system, .entry_count = 1},
                          .module_hm = {.entries = module, .entry_count = 1},
                          .multi_hm = &shared,
                          .multi_hm_count = 1};
    struct config_hm_table table;

    (void)state;
    hm_partition_table(&model, &rows, &table);
    assert_int_equal(table.cell[5][4].level, CONFIG_HM_LEVEL_MODULE);
    assert_int_equal(table.cell[5][4].action, CONFIG_HM_RESET);
    assert_int_equal(table.cell[5][6].level, CONFIG_HM_LEVEL_PROCESS);
    assert_int_equal(table.cell[5][6].action, CONFIG_HM_COLD_START);
    rows.multi = 0;
    hm_partition_table(&model, &rows, &table);
    assert_int_equal(table.cell[5][4].level, CONFIG_HM_LEVEL_PARTITION);
    assert_int_equal(table.cell[5][4].action, CONFIG_HM_WARM_START);
    assert_int_equal(table.cell[5][6].level, CONFIG_HM_LEVEL_MODULE);
    assert_int_equal(table.cell[5][6].action, CONFIG_HM_IGNORE);
    assert_int_equal(table.cell[5][6].line, 10);
    assert_int_equal(table.cell[5][3].level, CONFIG_HM_LEVEL_PROCESS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_native),       cmocka_unit_test(test_guest),
        cmocka_unit_test(test_fixed_places), cmocka_unit_test(test_devices),
        cmocka_unit_test(test_too_small),    cmocka_unit_test(test_tables),
        cmocka_unit_test(test_ranks),        cmocka_unit_test(test_hm_defaults),
        cmocka_unit_test(test_hm_multi),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlSchemaCleanupTypes();
    xmlCleanupParser();
    return failed;
}
