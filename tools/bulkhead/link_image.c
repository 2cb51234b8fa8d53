/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "link_image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "emit.h"
#include "file.h"
#include "memory.h"

/* Arguments of a program, owned. */
struct arguments {
    char **list;
    size_t count;
};

static void add(struct arguments *arguments, char *argument)
{
    *LIST_ADD(arguments->list, arguments->count) = argument;
}

static void add_copy(struct arguments *arguments, const char *const *list)
{
    for (; *list != NULL; list++) {
        add(arguments, string_copy(*list));
    }
}

static bool run(struct arguments *arguments)
{
    add(arguments, NULL);
    bool done = program_run(arguments->list, NULL);
    for (size_t i = 0; i < arguments->count; i++) {
        free(arguments->list[i]);
    }
    free(arguments->list);
    return done;
}

/* The kernel's own flags, as mk/kernel.mk has them. */
static const char *const kernel_flags[] = {
    "-m32",
    "-march=i686",
    "-std=gnu11",
    "-Os",
    "-g",
    "-mregparm=3",
    "-mgeneral-regs-only",
    "-ffreestanding",
    "-fno-pic",
    "-fno-pie",
    "-fno-stack-protector",
    "-fno-asynchronous-unwind-tables",
    "-fno-strict-aliasing",
    "-fno-common",
    "-fcf-protection=none",
    "-Wall",
    "-Wextra",
    "-Werror",
    NULL,
};

static bool compile(const struct link_job *job, const char *source, const char *object)
{
    static const char *const include[] = {"", "/kernel", "/kernel/arch/x86", NULL};
    struct arguments arguments = {0};

    add(&arguments, string_copy(job->compiler));
    add_copy(&arguments, kernel_flags);
    for (size_t i = 0; include[i] != NULL; i++) {
        add(&arguments, string_format("-I%s%s", job->home->root, include[i]));
    }
    add(&arguments, string_format("-I%s/kernel/bsp/%s", job->home->root, job->bsp));
    add(&arguments, string_format("-I%s/kernel/%s", job->home->build, job->bsp));
    if (job->virtualization) {
        add(&arguments, string_copy("-DPOK_NEEDS_X86_VMM=1"));
    }
    /* The same module gives the same image, wherever it is built. */
    add(&arguments, string_format("-ffile-prefix-map=%s=.", job->directory));
    add(&arguments, string_format("-ffile-prefix-map=%s=.", job->home->root));
    add_copy(&arguments, (const char *const[]){"-c", "-o", NULL});
    add(&arguments, string_format("%s/%s", job->directory, object));
    add(&arguments, string_format("%s/%s", job->directory, source));
    return run(&arguments);
}

static bool link_objects(const struct link_job *job)
{
    static const char *const flags[] = {
        "-m32",
        "-nostdlib",
        "-static",
        "-no-pie",
        "-Wl,--build-id=none",
        "-Wl,-z,noexecstack",
        "-Wl,-z,max-page-size=4096",
        "-Wl,--no-warn-rwx-segments",
        NULL,
    };
    struct arguments arguments = {0};

    add(&arguments, string_copy(job->compiler));
    add_copy(&arguments, flags);
    add(&arguments, string_format("-Wl,-T,%s/kernel/arch/x86/kernel.ld", job->home->root));
    add(&arguments, string_format("%s/kernel/%s/kernel.o", job->home->build, job->bsp));
    add(&arguments, string_format("%s/config.o", job->directory));
    add(&arguments, string_format("%s/blobs.o", job->directory));
    add_copy(&arguments, (const char *const[]){"-o", NULL});
    add(&arguments, string_format("%s/image.elf", job->directory));
    return run(&arguments);
}

/* Let `emit` write a file of the job's directory. */
static bool write_source(const struct link_job *job, const struct layout *layout, bool blobs)
{
    char *path = string_format("%s/%s", job->directory, blobs ? "blobs.S" : "config.c");
    FILE *file = fopen(path, "w");
    bool written = file != NULL;

    if (written) {
        if (blobs) {
            emit_blobs(file, layout, job->directory);
        } else {
            emit_config(file, layout, job->bsp, job->virtualization);
        }
        written = ferror(file) == 0;
        written = fclose(file) == 0 && written;
    }
    if (!written) {
        fprintf(stderr, "bulkhead: %s: %m\n", path);
    }
    free(path);
    return written;
}

static bool measure(const struct link_job *job, uint64_t *image_end)
{
    char *path = string_format("%s/image.elf", job->directory);
    struct elf_image image;
    char why[ELF_WHY_BYTES] = "it can't be read";
    size_t bytes;
    uint8_t *data = file_read(path, ELF_MAX_BYTES, &bytes);
    bool usable = data != NULL && elf_parse(&image, data, bytes, why);

    *image_end = 0;
    for (size_t i = 0; usable && i < image.segment_count; i++) {
        const struct elf_segment *segment = &image.segments[i];
        uint64_t end = (uint64_t)segment->physical_address + segment->memory_bytes;
        *image_end = end > *image_end ? end : *image_end;
    }
    if (!usable) {
        fprintf(stderr, "bulkhead: the linked image is not usable: %s\n", why);
    }
    free(data);
    free(path);
    return usable;
}

static bool has_kernel(const struct link_job *job)
{
    char *kernel = string_format("%s/kernel/%s/kernel.o", job->home->build, job->bsp);
    bool found = file_exists(kernel);
    if (!found) {
        fprintf(stderr,
                "bulkhead: there is no kernel %s; run make kernel, or choose another --bsp\n",
                kernel);
    }
    free(kernel);
    return found;
}

bool link_image(const struct link_job *job, const struct layout *layout, uint64_t *image_end)
{
    return has_kernel(job) && write_blobs(layout, job->directory) &&
           write_source(job, layout, true) && write_source(job, layout, false) &&
           compile(job, "blobs.S", "blobs.o") && compile(job, "config.c", "config.o") &&
           link_objects(job) && measure(job, image_end);
}

bool link_deliver(const struct link_job *job)
{
    char *linked = string_format("%s/image.elf", job->directory);
    char *beside = string_format("%s.new", job->output);
    size_t bytes;
    uint8_t *data = file_read(linked, ELF_MAX_BYTES, &bytes);
    bool done = data != NULL && file_write(beside, data, bytes);

    if (done && rename(beside, job->output) != 0) {
        fprintf(stderr, "bulkhead: %s: %m\n", job->output);
        done = false;
    }
    if (!done) {
        remove(beside);
    }
    free(data);
    free(beside);
    free(linked);
    return done;
}
