/* SPDX-License-Identifier: BSD-2-Clause */
/* bulkhead run */
#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot_options.h"
#include "build.h"
#include "command.h"
#include "file.h"
#include "hm_log.h"
#include "image_facts.h"
#include "iso.h"
#include "memory.h"
#include "number_parse.h"
#include "qemu.h"
#include "status.h"

#define DEFAULT_TIMEOUT_SECONDS 120u
#define MODULE_SUFFIX           ".xml"

struct call {
    struct qemu_options qemu;
    struct build_options build;
    struct boot_options boot;
    const char *home;
    const char *bsp;
    const char *hm_log; /* NULL: not wanted */
    bool timeout_given;
    bool iso;
    bool print;
    bool help;
};

static const struct option options[] = {
    {"home", required_argument, NULL, OPTION_HOME},
    {"bsp", required_argument, NULL, OPTION_BSP},
    {"cc", required_argument, NULL, OPTION_COMPILER},
    {"gdb", no_argument, NULL, OPTION_GDB},
    {"major-frames", required_argument, NULL, OPTION_MAJOR_FRAMES},
    {"cpu", required_argument, NULL, OPTION_CPU},
    {"machine", required_argument, NULL, OPTION_MACHINE},
    {"icount", optional_argument, NULL, OPTION_ICOUNT},
    {"com2", required_argument, NULL, OPTION_COM2},
    {"option", required_argument, NULL, OPTION_OPTION},
    {"iso", no_argument, NULL, OPTION_ISO},
    {"timeout", required_argument, NULL, OPTION_TIMEOUT},
    {"log", required_argument, NULL, OPTION_LOG},
    {"hm-log", required_argument, NULL, OPTION_HM_LOG},
    {"print", no_argument, NULL, OPTION_PRINT},
    {"reboot", no_argument, NULL, OPTION_REBOOT},
    {"qemu", required_argument, NULL, OPTION_QEMU},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

/* The shift may also be the next word: --icount 3. */
static void take_icount(struct call *call, int argc, char **argv)
{
    if (optarg == NULL && optind < argc && isdigit((unsigned char)argv[optind][0]) &&
        strlen(argv[optind]) <= 2) {
        optarg = argv[optind++];
    }
    call->qemu.icount = optarg == NULL ? "0" : optarg;
}

static bool take_timeout(struct call *call)
{
    uint64_t value;
    if (number_parse(optarg, 1000000, &value) != PARSE_OK) {
        fprintf(stderr, "bulkhead run: --timeout %s: a number of seconds is needed, 0 for none\n",
                optarg);
        return false;
    }
    call->qemu.timeout_seconds = (uint32_t)value;
    call->timeout_given = true;
    return true;
}

static bool take_switch(struct call *call, int option)
{
    switch (option) {
    case OPTION_GDB:
        call->qemu.gdb = true;
        return true;
    case OPTION_ISO:
        call->iso = true;
        return true;
    case OPTION_PRINT:
        call->print = true;
        return true;
    case OPTION_REBOOT:
        call->qemu.reboot = true;
        return true;
    case OPTION_HELP:
        call->help = true;
        return true;
    default:
        return false;
    }
}

static bool take_option(struct call *call, int option, int argc, char **argv)
{
    switch (option) {
    case 'P':
        *LIST_ADD(call->build.directories, call->build.directory_count) = optarg;
        return true;
    case OPTION_HOME:
        call->home = optarg;
        return true;
    case OPTION_BSP:
        call->bsp = optarg;
        return true;
    case OPTION_COMPILER:
        call->build.compiler = optarg;
        return true;
    case OPTION_MAJOR_FRAMES:
        return boot_options_frames(&call->boot, optarg);
    case OPTION_OPTION:
        return boot_options_add(&call->boot, optarg);
    case OPTION_CPU:
        call->qemu.cpu = optarg;
        return true;
    case OPTION_MACHINE:
        call->qemu.machine = optarg;
        return true;
    case OPTION_ICOUNT:
        take_icount(call, argc, argv);
        return true;
    case OPTION_COM2:
        call->qemu.com2 = optarg;
        return true;
    case OPTION_LOG:
        call->qemu.log = optarg;
        return true;
    case OPTION_HM_LOG:
        call->hm_log = optarg;
        return true;
    case OPTION_QEMU:
        call->qemu.program = optarg;
        return true;
    case OPTION_TIMEOUT:
        return take_timeout(call);
    default:
        return take_switch(call, option);
    }
}

/* Run it; the events of health monitoring are read from a copy of the console. */
static int run_logged(struct call *call, const char *directory)
{
    char *copy = NULL;
    int status;

    if (call->hm_log != NULL && call->qemu.log == NULL) {
        copy = string_format("%s/console.log", directory);
        call->qemu.log = copy;
    }
    status = qemu_run(&call->qemu);
    if (call->hm_log != NULL && !hm_log_write(call->qemu.log, call->hm_log) &&
        status == STATUS_OK) {
        status = STATUS_TOOL;
    }
    if (copy != NULL) {
        call->qemu.log = NULL;
    }
    free(copy);
    return status;
}

/* Boot what is named by `image`, an image or a boot disk. */
static int boot(struct call *call, const char *image, const char *directory)
{
    char *disk = NULL;
    int status = STATUS_OK;

    call->qemu.image = image;
    call->qemu.disk = iso_is(image);
    call->qemu.kernel_options = call->boot.text == NULL ? "" : call->boot.text;
    if (!call->qemu.disk) {
        status = image_facts_read(image, call->bsp, &call->qemu.memory_bytes);
    }
    if (status == STATUS_OK && call->iso && !call->qemu.disk) {
        disk = string_format("%s/image.iso", directory);
        if (!iso_write(image, disk, call->qemu.kernel_options)) {
            status = STATUS_TOOL;
        }
        call->qemu.image = disk;
        call->qemu.disk = true;
    }
    if (status == STATUS_OK) {
        if (call->print) {
            qemu_print(&call->qemu);
        } else {
            status = run_logged(call, directory);
        }
    }
    free(disk);
    return status;
}

static bool is_module(const char *file)
{
    size_t length = strlen(file);
    size_t suffix = strlen(MODULE_SUFFIX);
    return length > suffix && strcmp(file + length - suffix, MODULE_SUFFIX) == 0;
}

static int build_and_boot(struct call *call, const char *file, const char *directory)
{
    struct home home;
    int status;

    if (!is_module(file)) {
        if (!file_exists(file)) {
            fprintf(stderr, "bulkhead: %s: %m\n", file);
            return STATUS_TOOL;
        }
        return boot(call, file, directory);
    }
    if (!home_find(&home, call->home)) {
        return STATUS_TOOL;
    }
    char *image = string_format("%s/module.elf", directory);
    call->build.module = file;
    call->build.output = image;
    call->build.bsp = call->bsp == NULL ? BUILD_DEFAULT_BSP : call->bsp;
    call->build.compiler = compiler_choose(call->build.compiler);
    status = build_image(&call->build, &home);
    if (status == STATUS_OK) {
        status = boot(call, image, directory);
    }
    free(image);
    home_free(&home);
    return status;
}

static int run_call(struct call *call, const char *file)
{
    char *directory = temporary_directory();
    if (directory == NULL) {
        return STATUS_TOOL;
    }
    if (!call->timeout_given) {
        call->qemu.timeout_seconds = call->qemu.gdb ? 0 : DEFAULT_TIMEOUT_SECONDS;
    }
    int status = build_and_boot(call, file, directory);
    temporary_remove(directory);
    return status;
}

static int run(int argc, char **argv)
{
    struct call call = {
        .qemu = {.program = "qemu-system-i386", .machine = "pc", .cpu = "max"},
    };
    bool understood = true;
    int status;

    for (int c = getopt_long(argc, argv, "P:", options, NULL); c != -1 && understood;
         c = getopt_long(argc, argv, "P:", options, NULL)) {
        understood = take_option(&call, c, argc, argv);
    }
    if (call.help) {
        status = command_help(&command_run);
    } else if (!understood) {
        status = command_usage(&command_run);
    } else if (optind + 1 != argc) {
        fputs("bulkhead run: one module file or image is needed\n", stderr);
        status = command_usage(&command_run);
    } else {
        status = run_call(&call, argv[optind]);
    }
    free(call.build.directories);
    boot_options_free(&call.boot);
    return status;
}

const struct command command_run = {
    .name = "run",
    .run = run,
    .summary = "boot a module in QEMU",
    .help =
        "run FILE|IMAGE [OPTION]...\n\n"
        "DESCRIPTION\n"
        "    Boots a module file (its name ends in .xml; it is built first), an image made by\n"
        "    bulkhead build, or a boot disk made by bulkhead iso. The processor is always\n"
        "    emulated. The console is on the standard streams.\n\n"
        "OPTIONS\n"
        "    --major-frames N    the module shuts down after N major frames\n"
        "    --option KEY=VALUE  an option of the kernel: loglevel, clock, timer, irqchip; may be\n"
        "                        repeated. A boot disk has its options already\n"
        "    --machine pc|q35    default pc\n"
        "    --cpu NAME          default max; n270 and qemu64 are tested, too\n"
        "    --icount[=SHIFT]    count instructions: each takes 2^SHIFT ns; default 0\n"
        "    --com2 DEVICE       second serial port: a file whose bytes arrive there, file:PATH "
        "for\n"
        "                        what is sent, pipe:PATH, unix:PATH, pty, null (default)\n"
        "    --iso               boot from a disk with GRUB\n"
        "    --timeout SECONDS   end QEMU after so long; default 120, 0 for never\n"
        "    --log FILE          copy the console there\n"
        "    --hm-log FILE       after the run, write the health monitoring log there as a table;\n"
        "                        - for the standard output\n"
        "    --gdb               wait for a debugger at tcp:127.0.0.1:1234; no time-out\n"
        "    --reboot            let a reset reset the machine; otherwise it ends QEMU\n"
        "    --qemu PROGRAM      default qemu-system-i386\n"
        "    --print             print QEMU's command line instead\n" HELP_BUILD HELP_HOME "\n"
        "EXIT STATUS\n"
        "    0 the module shut down by itself, 1 the module is wrong, 2 wrong call, 3 tool "
        "failure,\n"
        "    4 the kernel stopped the module (panic), 5 QEMU ended otherwise, 6 time-out, 7 "
        "reset\n",
};
