/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/options.h"

struct boot_options boot_options = {.loglevel = 2};

struct choice {
    const char *word; /* key=value */
    uint32_t value;
};

static const struct choice clocks[] = {
    {"clock=auto", OPTION_CLOCK_AUTO},
    {"clock=tsc", OPTION_CLOCK_TSC},
    {"clock=pit", OPTION_CLOCK_PIT},
};
static const struct choice timers[] = {
    {"timer=auto", OPTION_TIMER_AUTO},
    {"timer=lapic", OPTION_TIMER_LAPIC},
    {"timer=pit", OPTION_TIMER_PIT},
};
static const struct choice irqchips[] = {
    {"irqchip=auto", OPTION_IRQCHIP_AUTO},
    {"irqchip=pic", OPTION_IRQCHIP_PIC},
    {"irqchip=ioapic", OPTION_IRQCHIP_IOAPIC},
};

/* Length of `prefix` when the word begins with it, else 0. */
INIT static uint32_t prefix_length(const char *word, uint32_t length, const char *prefix)
{
    uint32_t i = 0;

    for (; prefix[i] != '\0'; i++) {
        if (i == length || word[i] != prefix[i])
            return 0;
    }
    return i;
}

INIT static bool choose(const char *word, uint32_t length, const struct choice *choices,
                        uint32_t count, uint32_t *value)
{
    for (uint32_t i = 0; i < count; i++) {
        if (prefix_length(word, length, choices[i].word) == length) {
            *value = choices[i].value;
            return true;
        }
    }
    return false;
}

/* A decimal number after the key, below 2^32. */
INIT static bool number(const char *word, uint32_t length, const char *key, uint32_t *value)
{
    uint32_t start = prefix_length(word, length, key);
    uint32_t result = 0;

    if (start == 0 || start == length)
        return false;
    for (uint32_t i = start; i < length; i++) {
        uint32_t digit = (uint32_t)(word[i] - '0');

        if (digit > 9 || result > (UINT32_MAX - digit) / 10)
            return false;
        result = result * 10 + digit;
    }
    *value = result;
    return true;
}

INIT static bool option(struct boot_options *options, const char *word, uint32_t length)
{
    uint32_t value;

    if (number(word, length, "major_frames=", &options->major_frames))
        return true;
    if (number(word, length, "loglevel=", &value) && value <= 3) {
        options->loglevel = value;
        return true;
    }
    if (choose(word, length, clocks, ARRAY_COUNT(clocks), &value)) {
        options->clock = (enum option_clock)value;
        return true;
    }
    if (choose(word, length, timers, ARRAY_COUNT(timers), &value)) {
        options->timer = (enum option_timer)value;
        return true;
    }
    if (choose(word, length, irqchips, ARRAY_COUNT(irqchips), &value)) {
        options->irqchip = (enum option_irqchip)value;
        return true;
    }
    return false;
}

INIT void options_parse(struct boot_options *options, const char *line,
                        void (*complain)(const char *word, uint32_t length))
{
    while (*line != '\0') {
        uint32_t length = 0;

        while (line[length] != '\0' && line[length] != ' ')
            length++;
        if (length != 0 && !option(options, line, length))
            complain(line, length);
        line += length;
        while (*line == ' ')
            line++;
    }
}
