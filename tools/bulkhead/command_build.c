/* SPDX-License-Identifier: BSD-2-Clause */
/* bulkhead build */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "build.h"
#include "command.h"
#include "memory.h"
#include "status.h"

struct call {
    struct build_options build;
    const char *home;
    bool help;
};

static const struct option options[] = {
    {"home", required_argument, NULL, OPTION_HOME},
    {"bsp", required_argument, NULL, OPTION_BSP},
    {"keep", required_argument, NULL, OPTION_KEEP},
    {"cc", required_argument, NULL, OPTION_COMPILER},
    {"map", no_argument, NULL, OPTION_MAP},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static bool take_option(struct call *call, int option)
{
    switch (option) {
    case 'o':
        call->build.output = optarg;
        return true;
    case 'P':
        *LIST_ADD(call->build.directories, call->build.directory_count) = optarg;
        return true;
    case OPTION_HOME:
        call->home = optarg;
        return true;
    case OPTION_BSP:
        call->build.bsp = optarg;
        return true;
    case OPTION_KEEP:
        call->build.keep = optarg;
        return true;
    case OPTION_COMPILER:
        call->build.compiler = optarg;
        return true;
    case OPTION_MAP:
        call->build.map = true;
        return true;
    case OPTION_HELP:
        call->help = true;
        return true;
    default:
        return false;
    }
}

static int build(struct call *call)
{
    struct home home;

    call->build.compiler = compiler_choose(call->build.compiler);
    if (!home_find(&home, call->home)) {
        return STATUS_TOOL;
    }
    int status = build_image(&call->build, &home);
    home_free(&home);
    return status;
}

static int run(int argc, char **argv)
{
    struct call call = {.build = {.bsp = BUILD_DEFAULT_BSP}};
    int status;
    bool understood = true;

    for (int c = getopt_long(argc, argv, "o:P:", options, NULL); c != -1 && understood;
         c = getopt_long(argc, argv, "o:P:", options, NULL)) {
        understood = take_option(&call, c);
    }
    if (call.help) {
        status = command_help(&command_build);
    } else if (!understood) {
        status = command_usage(&command_build);
    } else if (optind + 1 != argc || call.build.output == NULL) {
        fputs("bulkhead build: one module file and -o IMAGE are needed\n", stderr);
        status = command_usage(&command_build);
    } else {
        call.build.module = argv[optind];
        status = build(&call);
    }
    free(call.build.directories);
    return status;
}

const struct command command_build = {
    .name = "build",
    .run = run,
    .summary = "make a bootable image of a module file",
    .help =
        "build FILE -o IMAGE [OPTION]...\n\n"
        "DESCRIPTION\n"
        "    Checks the module file as bulkhead check does, checks each partition's ELF file, "
        "lays\n"
        "    out all memory, and links tables, partitions and kernel into one Multiboot ELF file.\n"
        "    A partition's ELF file is named by Image in its PartitionExt element; without it, it\n"
        "    is PartitionName.elf.\n\n"
        "OPTIONS\n"
        "    -o IMAGE            file to write\n" HELP_BUILD
        "    --keep DIR          write config.c and the other generated files there and keep them\n"
        "    --map               print the memory map\n" HELP_HOME "\n"
        "ENVIRONMENT\n"
        "    CC_TARGET, BULKHEAD_HOME, BULKHEAD_BUILD (the directory with kernel/<bsp>/kernel.o;\n"
        "    otherwise the program's own, then build/ in the home directory), TMPDIR\n\n"
        "EXIT STATUS\n    0 done, 1 the module or an image is wrong, 2 wrong call, 3 tool "
        "failure\n",
};
