/* SPDX-License-Identifier: BSD-2-Clause */
/* bulkhead check */
#include <getopt.h>
#include <stdio.h>

#include "command.h"
#include "home.h"
#include "module_file.h"
#include "status.h"

static int check_file(const char *file, const struct home *home)
{
    struct diagnostics diagnostics = {.file = file};
    struct model model;
    int status = module_file_read(file, home->schema, &model, &diagnostics);

    diagnostics_print(&diagnostics, stderr);
    diagnostics_free(&diagnostics);
    model_free(&model);
    return status;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"home", required_argument, NULL, OPTION_HOME},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0},
    };
    const char *home_option = NULL;
    struct home home;
    int status = STATUS_OK;

    for (int c = getopt_long(argc, argv, "", options, NULL); c != -1;
         c = getopt_long(argc, argv, "", options, NULL)) {
        switch (c) {
        case OPTION_HOME:
            home_option = optarg;
            break;
        case OPTION_HELP:
            return command_help(&command_check);
        default:
            return command_usage(&command_check);
        }
    }
    if (optind == argc) {
        fputs("bulkhead check: no module file given\n", stderr);
        return command_usage(&command_check);
    }
    if (!home_find(&home, home_option)) {
        return STATUS_TOOL;
    }
    for (; optind < argc; optind++) {
        int result = check_file(argv[optind], &home);
        status = result > status ? result : status;
    }
    home_free(&home);
    return status;
}

const struct command command_check = {
    .name = "check",
    .run = run,
    .summary = "check module files",
    .help = "check [--home DIR] FILE...\n\n"
            "DESCRIPTION\n"
            "    Checks each module file against the schema, then what its values mean together.\n"
            "    All errors are printed, one a line, as\n"
            "        file:line: what is wrong; what would be right\n"
            "    Warnings carry the word and don't make the file wrong.\n\n"
            "OPTIONS\n" HELP_HOME "\n"
            "EXIT STATUS\n    0 right, 1 wrong, 2 wrong call, 3 a file can't be read\n",
};
