/* SPDX-License-Identifier: BSD-2-Clause */
/* The host command line of Bulkhead. */
#include <libxml/parser.h>
#include <libxml/xmlschemastypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "status.h"

#define VERSION "0.1"

static const struct command *const commands[] = {
    &command_check, &command_build, &command_run, &command_iso, &command_backtrace,
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

int command_help(const struct command *command)
{
    printf("NAME\n    bulkhead %s - %s\n\nSYNOPSIS\n    bulkhead %s", command->name,
           command->summary, command->help);
    return STATUS_OK;
}

int command_usage(const struct command *command)
{
    fprintf(stderr, "Try 'bulkhead %s --help'.\n", command->name);
    return STATUS_USAGE;
}

const char *compiler_choose(const char *option)
{
    const char *environment = getenv("CC_TARGET");
    if (option != NULL) {
        return option;
    }
    return environment != NULL && environment[0] != '\0' ? environment : "i686-linux-gnu-gcc";
}

static void help(FILE *to)
{
    fprintf(to, "NAME\n    bulkhead - checks, builds and runs modules of partitions\n\n"
                "SYNOPSIS\n    bulkhead COMMAND [OPTION]... FILE\n\nCOMMANDS\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        fprintf(to, "    %-10s  %s\n", commands[i]->name, commands[i]->summary);
    }
    fprintf(to,
            "\n    bulkhead COMMAND --help is the manual of a command; docs/configuration.md\n"
            "    explains the module file.\n\n"
            "OPTIONS\n    --help, --version\n\n"
            "EXIT STATUS\n"
            "    0  done; run: the module shut down by itself\n"
            "    1  the module file or a partition's image is wrong; each error was printed as\n"
            "       file:line: what is wrong; what would be right\n"
            "    2  wrong call of the tool\n"
            "    3  a file, program or memory is missing, or a program failed\n"
            "    4  run: the kernel stopped the module (panic)\n"
            "    5  run: QEMU ended in another way than by the module\n"
            "    6  run: the time given by --timeout passed\n"
            "    7  run: the machine was reset, by the module or by a triple fault\n");
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        help(stderr);
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        help(stdout);
        return STATUS_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("bulkhead " VERSION);
        return STATUS_OK;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i]->name) == 0) {
            int status = commands[i]->run(argc - 1, argv + 1);
            xmlSchemaCleanupTypes();
            xmlCleanupParser();
            return status;
        }
    }
    fprintf(stderr, "bulkhead: there is no command %s. Try 'bulkhead --help'.\n", argv[1]);
    return STATUS_USAGE;
}
