/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "iso.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "elf_image.h"
#include "file.h"
#include "memory.h"

/* ISO 9660: the volume descriptors begin at sector 16 with a type and this mark. */
#define ISO_MARK_OFFSET 0x8001

bool iso_is(const char *path)
{
    char mark[5] = "";
    FILE *file = fopen(path, "rb");
    bool found = file != NULL && fseek(file, ISO_MARK_OFFSET, SEEK_SET) == 0 &&
                 fread(mark, sizeof(mark), 1, file) == 1 && memcmp(mark, "CD001", 5) == 0;
    if (file != NULL) {
        fclose(file);
    }
    return found;
}

/* GRUB's screen is the VGA's: the serial line is the kernel's alone. */
static bool write_menu(const char *directory, const char *options)
{
    char *path = string_format("%s/boot/grub/grub.cfg", directory);
    char *text = string_format("set timeout=0\nset default=0\n"
                               "menuentry \"Bulkhead\" {\n"
                               "    multiboot /boot/image.elf %s\n    boot\n}\n",
                               options);
    bool written = file_write(path, text, strlen(text));
    free(text);
    free(path);
    return written;
}

static bool copy_image(const char *image, const char *directory)
{
    char *path = string_format("%s/boot/image.elf", directory);
    size_t bytes;
    uint8_t *data = file_read(image, ELF_MAX_BYTES, &bytes);
    if (data == NULL) {
        fprintf(stderr, "bulkhead: %s: %m\n", image);
    }
    bool copied = data != NULL && file_write(path, data, bytes);
    free(data);
    free(path);
    return copied;
}

static bool make_directories(const char *directory)
{
    static const char *const names[] = {"boot", "boot/grub"};
    for (size_t i = 0; i < 2; i++) {
        char *path = string_format("%s/%s", directory, names[i]);
        bool made = mkdir(path, 0777) == 0;
        if (!made) {
            fprintf(stderr, "bulkhead: %s: %m\n", path);
        }
        free(path);
        if (!made) {
            return false;
        }
    }
    return true;
}

static bool rescue(const char *directory, const char *output)
{
    char *arguments[] = {
        (char *)"grub-mkrescue",
        (char *)"-d",
        (char *)"/usr/lib/grub/i386-pc",
        (char *)"--compress=xz",
        (char *)"--locales=",
        (char *)"--fonts=",
        (char *)"--themes=",
        (char *)"--install-modules=multiboot normal biosdisk part_msdos iso9660 boot configfile",
        (char *)"-o",
        (char *)output,
        (char *)directory,
        NULL,
    };
    char *log = string_format("%s.log", directory);
    bool done = program_run(arguments, log);
    size_t bytes;
    uint8_t *text = file_read(log, 65536, &bytes);
    if (!done && text != NULL) {
        fprintf(stderr,
                "%sbulkhead: the boot disk needs the packages grub-common, grub-pc-bin, "
                "xorriso and mtools\n",
                (const char *)text);
    }
    free(text);
    remove(log);
    free(log);
    return done;
}

bool iso_write(const char *image, const char *output, const char *options)
{
    char *directory = temporary_directory();
    if (directory == NULL) {
        return false;
    }
    bool done = make_directories(directory) && copy_image(image, directory) &&
                write_menu(directory, options) && rescue(directory, output);
    temporary_remove(directory);
    return done;
}
