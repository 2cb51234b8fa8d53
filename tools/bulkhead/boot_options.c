/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot_options.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "number_parse.h"

bool boot_options_add(struct boot_options *options, const char *word)
{
    /* Nothing that a boot loader's menu file or the kernel would read as more than one word. */
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-_.:/+,=";
    const char *equals = strchr(word, '=');

    if (equals == NULL || equals == word || word[strspn(word, allowed)] != '\0') {
        fprintf(stderr, "bulkhead: --option %s: key=value is needed, without blanks\n", word);
        return false;
    }
    char *text =
        options->text == NULL ? string_copy(word) : string_format("%s %s", options->text, word);
    free(options->text);
    options->text = text;
    return true;
}

bool boot_options_frames(struct boot_options *options, const char *number)
{
    uint64_t frames;

    if (number_parse(number, UINT32_MAX, &frames) != PARSE_OK) {
        fprintf(stderr, "bulkhead: --major-frames %s: a number is needed\n", number);
        return false;
    }
    char *word = string_format("major_frames=%" PRIu64, frames);
    bool added = boot_options_add(options, word);
    free(word);
    return added;
}

void boot_options_free(struct boot_options *options)
{
    free(options->text);
    options->text = NULL;
}
