/* SPDX-License-Identifier: BSD-2-Clause */
/* bulkhead iso */
#include <getopt.h>
#include <stdio.h>

#include "boot_options.h"
#include "command.h"
#include "image_facts.h"
#include "iso.h"
#include "status.h"

static int write_disk(const char *image, const char *output, const struct boot_options *boot)
{
    uint64_t memory;
    int status = image_facts_read(image, NULL, &memory);

    if (status == STATUS_OK && !iso_write(image, output, boot->text == NULL ? "" : boot->text)) {
        status = STATUS_TOOL;
    }
    return status;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"major-frames", required_argument, NULL, OPTION_MAJOR_FRAMES},
        {"option", required_argument, NULL, OPTION_OPTION},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0},
    };
    struct boot_options boot = {0};
    const char *output = NULL;
    bool understood = true;
    int status;

    for (int c = getopt_long(argc, argv, "o:", options, NULL); c != -1 && understood;
         c = getopt_long(argc, argv, "o:", options, NULL)) {
        switch (c) {
        case 'o':
            output = optarg;
            break;
        case OPTION_MAJOR_FRAMES:
            understood = boot_options_frames(&boot, optarg);
            break;
        case OPTION_OPTION:
            understood = boot_options_add(&boot, optarg);
            break;
        case OPTION_HELP:
            boot_options_free(&boot);
            return command_help(&command_iso);
        default:
            understood = false;
            break;
        }
    }
    if (!understood) {
        status = command_usage(&command_iso);
    } else if (optind + 1 != argc || output == NULL) {
        fputs("bulkhead iso: one image and -o FILE are needed\n", stderr);
        status = command_usage(&command_iso);
    } else {
        status = write_disk(argv[optind], output, &boot);
    }
    boot_options_free(&boot);
    return status;
}

const struct command command_iso = {
    .name = "iso",
    .run = run,
    .summary = "write a boot disk of an image",
    .help = "iso IMAGE -o FILE [OPTION]...\n\n"
            "DESCRIPTION\n"
            "    Writes a boot disk whose GRUB starts an image made by bulkhead build. Needs\n"
            "    grub-mkrescue with GRUB's files for i386-pc, xorriso and mtools.\n\n"
            "OPTIONS\n"
            "    -o FILE             file to write\n"
            "    --major-frames N    the module shuts down after N major frames\n"
            "    --option KEY=VALUE  an option of the kernel; may be repeated\n\n"
            "EXIT STATUS\n    0 done, 2 wrong call, 3 tool failure\n",
};
