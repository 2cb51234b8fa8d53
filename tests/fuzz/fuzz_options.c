/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's command line: words it complains of are words of the line, values stay in range. */
#include <stdlib.h>
#include <string.h>

#include "core/options.h"
#include "tests/fuzz/fuzz_targets.h"

static const char *line_start, *line_end;

static void complain(const char *word, uint32_t length)
{
    FUZZ_REQUIRE(length != 0);
    FUZZ_REQUIRE(word >= line_start && word + length <= line_end);
    FUZZ_REQUIRE(memchr(word, ' ', length) == NULL);
}

int fuzz_options(const uint8_t *data, size_t bytes)
{
    struct boot_options options = {.loglevel = 2};
    char *line = malloc(bytes + 1);

    if (line == NULL)
        abort();
    memcpy(line, data, bytes);
    line[bytes] = '\0';
    line_start = line;
    line_end = line + bytes;
    options_parse(&options, line, complain);
    FUZZ_REQUIRE(options.loglevel <= 3);
    FUZZ_REQUIRE(options.clock <= OPTION_CLOCK_PIT && options.timer <= OPTION_TIMER_PIT &&
                 options.irqchip <= OPTION_IRQCHIP_IOAPIC);
    free(line);
    return 1;
}
