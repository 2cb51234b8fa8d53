/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "build.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "abi/layout.h"
#include "emit.h"
#include "file.h"
#include "link_image.h"
#include "memory.h"
#include "module_file.h"
#include "pool.h"
#include "status.h"

/* Of libpok/crt: where the kernel enters a partition for a callback. */
#define BUILD_CALLBACK_ENTRY "crt_callback"

/* `directory`/`name` when there is such a file, else NULL. */
static char *file_in(const char *directory, const char *name)
{
    char *path = name[0] == '/' ? string_copy(name) : string_format("%s/%s", directory, name);
    if (!file_exists(path)) {
        free(path);
        return NULL;
    }
    return path;
}

static char *find_image(const struct build_options *options, const char *name)
{
    char *path = NULL;
    for (size_t i = 0; path == NULL && i < options->directory_count; i++) {
        path = file_in(options->directories[i], name);
    }
    const char *beside[] = {options->module, options->output};
    for (size_t i = 0; path == NULL && i < 2; i++) {
        char *directory = path_directory(beside[i]);
        path = file_in(directory, name);
        free(directory);
    }
    return path;
}

static void load_image(const struct build_options *options, struct layout_partition *partition,
                       struct diagnostics *diagnostics)
{
    const struct model_partition *model = partition->model;
    uint32_t line = model->Image != NULL ? model->ext_line : model->line;
    char *name = model->Image != NULL ? string_copy(model->Image)
                                      : string_format("%s.elf", model->PartitionName);
    char why[ELF_WHY_BYTES];
    size_t bytes;

    partition->image_path = find_image(options, name);
    if (partition->image_path == NULL) {
        ERROR(diagnostics, line,
              "no image %s for partition %s; build it, name it by Image in PartitionExt, or say "
              "with -P where it is",
              name, model->PartitionName);
        free(name);
        return;
    }
    free(name);
    partition->file = file_read(partition->image_path, ELF_MAX_BYTES, &bytes);
    if (partition->file == NULL) {
        ERROR(diagnostics, line, "image %s can't be read: %s", partition->image_path,
              strerror(errno));
    } else if (!elf_parse(&partition->elf, partition->file, bytes, why) ||
               !elf_check_partition(&partition->elf, why)) {
        ERROR(diagnostics, line, "image %s: %s", partition->image_path, why);
        free(partition->file);
        partition->file = NULL;
    }
}

/* Address of a function of the image that an attribute names; otherwise `address` stays. */
static void find_function(const struct layout_partition *partition, const char *attribute,
                          const char *name, uint32_t line, uint32_t *address,
                          struct diagnostics *diagnostics)
{
    uint32_t found;

    if (!elf_symbol(&partition->elf, name, &found)) {
        ERROR(diagnostics, line,
              "image %s has no symbol %s; name a function of it, or leave %s out",
              partition->image_path, name, attribute);
    } else if (!elf_is_code(&partition->elf, found)) {
        ERROR(diagnostics, line, "%s %s of %s is not code; name a function", attribute, name,
              partition->image_path);
    } else {
        *address = found;
    }
}

/* EntryPoint is a symbol of the image; without it the ELF file's own entry is taken. */
static void find_entry(struct layout_partition *partition, struct diagnostics *diagnostics)
{
    const struct model_partition *model = partition->model;

    if (model->EntryPoint != NULL) {
        find_function(partition, "EntryPoint", model->EntryPoint, model->line, &partition->entry,
                      diagnostics);
    }
}

static void find_callbacks(struct layout *layout, size_t p, struct diagnostics *diagnostics)
{
    const struct model *model = layout->model;
    struct layout_partition *partition = &layout->partitions[p];
    const struct model_hm_table *own =
        partition->model->hm == MODEL_NONE ? NULL : &model->partition_hm[partition->model->hm];

    if (!partition->model->callback) {
        return;
    }
    if (own != NULL && own->callback != NULL) {
        find_function(partition, "PartitionCallback", own->callback, own->line,
                      &partition->PartitionCallback, diagnostics);
    }
    if (model->callback_partition == p) {
        find_function(partition, "ModuleCallback", model->module_hm.callback, model->module_hm.line,
                      &layout->ModuleCallback, diagnostics);
    }
    if (!elf_symbol(&partition->elf, BUILD_CALLBACK_ENTRY, &partition->callback_entry)) {
        ERROR(diagnostics, partition->model->line,
              "image %s has no " BUILD_CALLBACK_ENTRY
              ", which calls its callback; link it with libpok's crt",
              partition->image_path);
    }
}

/* Images and address spaces of all partitions. */
static void lay_out(const struct build_options *options, struct layout *layout,
                    struct diagnostics *diagnostics)
{
    const struct model *model = layout->model;

    for (size_t p = 0; p < model->partition_count; p++) {
        struct layout_partition *partition = &layout->partitions[p];
        partition->model = &model->partitions[p];
        load_image(options, partition, diagnostics);
        if (partition->file != NULL) {
            layout_partition(partition, &model->memories[partition->model->memory], diagnostics);
            find_entry(partition, diagnostics);
            find_callbacks(layout, p, diagnostics);
        }
        if (partition->model->guest.present && strcmp(options->bsp, BUILD_PLAIN_BSP) == 0) {
            ERROR(diagnostics, partition->model->guest.line,
                  "partition %s is a guest, and BSP %s has no virtualization; build with --bsp %s",
                  partition->model->PartitionName, options->bsp, BUILD_DEFAULT_BSP);
        }
    }
    if (diagnostics_errors(diagnostics) == 0) {
        layout->page_pool_pages = pool_pages(layout);
    }
}

/*
 * The image's size fixes where the partitions' memory begins, and those addresses are in the image.
 * They don't change its size, so it is linked for a guess, measured, and linked again if need be.
 */
static int link_placed(const struct link_job *job, struct layout *layout,
                       struct diagnostics *diagnostics)
{
    uint64_t end = LAYOUT_IMAGE_PHYSICAL + (256u << 10) + emit_storage_estimate(layout);

    for (int attempt = 0; attempt < 3; attempt++) {
        uint64_t start;
        layout_place(layout, end, diagnostics);
        if (diagnostics_errors(diagnostics) != 0) {
            return STATUS_CONFIGURATION;
        }
        start = layout->physical_start;
        if (!link_image(job, layout, &end)) {
            return STATUS_TOOL;
        }
        layout_place(layout, end, diagnostics);
        if (diagnostics_errors(diagnostics) != 0) {
            return STATUS_CONFIGURATION;
        }
        if (layout->physical_start == start) {
            return STATUS_OK;
        }
    }
    fputs("bulkhead: the image's size changes with its addresses; the linker script is wrong\n",
          stderr);
    return STATUS_TOOL;
}

static int build_layout(const struct build_options *options, const struct home *home,
                        struct layout *layout, struct diagnostics *diagnostics)
{
    if (options->keep != NULL && mkdir(options->keep, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "bulkhead: %s: %m\n", options->keep);
        return STATUS_TOOL;
    }
    char *temporary = options->keep != NULL ? NULL : temporary_directory();
    struct link_job job = {
        .home = home,
        .compiler = options->compiler,
        .bsp = options->bsp,
        .virtualization = strcmp(options->bsp, BUILD_PLAIN_BSP) != 0,
        .directory = options->keep != NULL ? options->keep : temporary,
        .output = options->output,
    };
    int status = job.directory == NULL ? STATUS_TOOL : link_placed(&job, layout, diagnostics);
    if (status == STATUS_OK && !link_deliver(&job)) {
        status = STATUS_TOOL;
    }
    temporary_remove(temporary);
    if (status == STATUS_OK && options->map) {
        layout_print(layout, stdout);
    }
    return status;
}

int build_image(const struct build_options *options, const struct home *home)
{
    struct diagnostics diagnostics = {.file = options->module};
    struct model model;
    struct layout layout = {.model = &model};
    int status = module_file_read(options->module, home->schema, &model, &diagnostics);

    if (status == STATUS_OK) {
        layout.partitions = memory_get(model.partition_count * sizeof(*layout.partitions));
        lay_out(options, &layout, &diagnostics);
        status = diagnostics_errors(&diagnostics) != 0
                     ? STATUS_CONFIGURATION
                     : build_layout(options, home, &layout, &diagnostics);
        layout_free(&layout);
    }
    diagnostics_settle(&diagnostics);
    diagnostics_print(&diagnostics, stderr);
    diagnostics_free(&diagnostics);
    model_free(&model);
    return status;
}
