/* SPDX-License-Identifier: BSD-2-Clause */
/* bulkhead backtrace */
#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "elf_image.h"
#include "file.h"
#include "memory.h"
#include "status.h"

#define LOG_MAX_BYTES  (16u << 20)
#define ADDRESS_DIGITS 8
#define MAX_ADDRESSES  4096u
#define PANIC_MARK     "PANIC"

struct addresses {
    uint32_t *list;
    size_t count;
};

/* The next number of eight hexadecimal digits that stands by itself; NULL when there is none. */
static const char *next_address(const char *text, const char *end, uint32_t *address)
{
    for (; text + ADDRESS_DIGITS <= end; text++) {
        char digits[ADDRESS_DIGITS + 1];
        int length = 0;
        while (text + length < end && isxdigit((unsigned char)text[length])) {
            length++;
        }
        if (length != ADDRESS_DIGITS) {
            text += length;
            continue;
        }
        memcpy(digits, text, ADDRESS_DIGITS);
        digits[ADDRESS_DIGITS] = '\0';
        *address = (uint32_t)strtoul(digits, NULL, 16);
        return text + ADDRESS_DIGITS;
    }
    return NULL;
}

/* addr2line of the same tool chain as the compiler. */
static char *program_name(void)
{
    const char *environment = getenv("ADDR2LINE");
    const char *compiler = compiler_choose(NULL);
    size_t length = strlen(compiler);

    if (environment != NULL && environment[0] != '\0') {
        return string_copy(environment);
    }
    if (length >= 3 && strcmp(compiler + length - 3, "gcc") == 0) {
        return string_format("%.*saddr2line", (int)(length - 3), compiler);
    }
    return string_copy("addr2line");
}

/* Where the last panic begins; without one, the log's begin. */
static const char *find_panic(const char *log)
{
    const char *panic = log;
    for (const char *next = strstr(log, PANIC_MARK); next != NULL;
         next = strstr(next + 1, PANIC_MARK)) {
        panic = next;
    }
    return panic;
}

static struct addresses find_addresses(const struct elf_image *elf, const char *log, size_t bytes)
{
    struct addresses found = {0};
    uint32_t address;

    for (const char *at = next_address(find_panic(log), log + bytes, &address);
         at != NULL && found.count < MAX_ADDRESSES; at = next_address(at, log + bytes, &address)) {
        bool known = !elf_is_code(elf, address);
        for (size_t i = 0; i < found.count && !known; i++) {
            known = found.list[i] == address;
        }
        if (!known) {
            *LIST_ADD(found.list, found.count) = address;
        }
    }
    return found;
}

static bool resolve(const char *image, const struct addresses *found)
{
    char **arguments = NULL;
    size_t count = 0;
    static const char *const fixed[] = {"-a", "-f", "-p", "-i", "-e"};

    *LIST_ADD(arguments, count) = program_name();
    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        *LIST_ADD(arguments, count) = string_copy(fixed[i]);
    }
    *LIST_ADD(arguments, count) = string_copy(image);
    for (size_t i = 0; i < found->count; i++) {
        *LIST_ADD(arguments, count) = string_format("0x%08x", found->list[i]);
    }
    *LIST_ADD(arguments, count) = NULL;
    bool done = program_run(arguments, NULL);
    for (size_t i = 0; i < count; i++) {
        free(arguments[i]);
    }
    free(arguments);
    return done;
}

static int backtrace(const char *image, const char *log_file)
{
    struct elf_image elf;
    struct addresses found = {0};
    char why[ELF_WHY_BYTES];
    size_t bytes;
    size_t log_bytes;
    uint8_t *data = file_read(image, ELF_MAX_BYTES, &bytes);
    uint8_t *log = file_read(log_file, LOG_MAX_BYTES, &log_bytes);
    int status = STATUS_TOOL;

    if (data == NULL || log == NULL) {
        fprintf(stderr, "bulkhead: %s: %m\n", data == NULL ? image : log_file);
    } else if (!elf_parse(&elf, data, bytes, why)) {
        fprintf(stderr, "bulkhead: %s: %s\n", image, why);
    } else {
        found = find_addresses(&elf, (const char *)log, log_bytes);
        status = found.count == 0 || resolve(image, &found) ? STATUS_OK : STATUS_TOOL;
        if (found.count == 0) {
            fprintf(stderr, "bulkhead: no address of %s's code in %s\n", image, log_file);
        }
    }
    free(found.list);
    free(data);
    free(log);
    return status;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0},
    };
    int c = getopt_long(argc, argv, "", options, NULL);

    if (c == OPTION_HELP) {
        return command_help(&command_backtrace);
    }
    if (c != -1 || optind + 2 != argc) {
        fputs("bulkhead backtrace: an image and a log are needed\n", stderr);
        return command_usage(&command_backtrace);
    }
    return backtrace(argv[optind], argv[optind + 1]);
}

const struct command command_backtrace = {
    .name = "backtrace",
    .run = run,
    .summary = "name the functions in a panic's dump",
    .help =
        "backtrace IMAGE LOG\n\n"
        "DESCRIPTION\n"
        "    Looks for addresses of the kernel's code (eight hexadecimal digits) in LOG, the\n"
        "    console's output with a panic, and prints function, file and line of each, in the\n"
        "    order in which they appear. LOG may be /dev/stdin or a file made by run --log.\n\n"
        "ENVIRONMENT\n    ADDR2LINE; otherwise the one that belongs to CC_TARGET\n\n"
        "EXIT STATUS\n    0 done, 2 wrong call, 3 tool failure\n",
};
