/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/console.h"
#include "core/arch.h"
#include "core/format.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/state.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

_Static_assert((CONSOLE_LOG_BYTES & (CONSOLE_LOG_BYTES - 1)) == 0, "the ring's index is masked");

/* Bytes of a ring that one step looks through for the end of a line. */
#define SCAN_BYTES 16u

#define ESCAPE_REST  3u /* characters of \xhh behind the first */
#define PREFIX_EXTRA 3u /* a prefix is a name and this many characters more */

/* How often a stuck device is asked before a character is given up; panics and ends only. */
#define DEVICE_PATIENCE 100000u

/* --- into the rings --------------------------------------------------------------------------- */

static char *ring_at(const struct partition *partition, uint32_t position)
{
    return (char *)&partition->config->console[position & (partition->config->console_bytes - 1)];
}

static uint32_t ring_room(const struct partition *partition)
{
    return partition->config->console_bytes - (partition->console.head - partition->console.tail);
}

/* Copy the caller's text behind the ring's head, in one piece or around its end in two. */
static pok_ret_t ring_copy(const struct partition *partition, uint32_t address, uint32_t length)
{
    uint32_t head = partition->console.head & (partition->config->console_bytes - 1);
    uint32_t first = partition->config->console_bytes - head;

    if (first >= length)
        return arch_copy_from_user(ring_at(partition, head), address, length);
    if (arch_copy_from_user(ring_at(partition, head), address, first) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    return arch_copy_from_user(ring_at(partition, 0), address + first, length - first);
}

pok_ret_t console_write(uint32_t address, uint32_t length)
{
    struct partition *partition = processor.partition;
    struct console_ring *ring = &partition->console;

    if (length > POK_CONSOLE_WRITE_MAX)
        return POK_ERRNO_SIZE;
    length = arch_index(length, POK_CONSOLE_WRITE_MAX + 1);
    if (ring_room(partition) < length) {
        console_step(partition);
        return POK_ERRNO_UNAVAILABLE;
    }
    if (ring_copy(partition, address, length) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    ring->head += length;
    if (length != 0) {
        console.waiting |= 1u << partition->index;
        /* Most text ends a line; in other text the end is looked for step by step. */
        if (*ring_at(partition, ring->head - 1) == '\n') {
            ring->lines_end = ring->head;
            ring->scanned = ring->head;
        }
    }
    return console_step(partition) || length != 0 ? POK_ERRNO_OK : POK_ERRNO_EMPTY;
}

static void log_put(const char *text, uint32_t length)
{
    uint32_t head = console.log_head;

    console.log_head = head + length;
    for (; length != 0; length--)
        console.log[head++ & (CONSOLE_LOG_BYTES - 1)] = *text++;
}

/* Whether a line gets in. A full ring costs no more than one that has room. */
static bool log_admit(uint32_t length)
{
    char lost[48];

    if (CONSOLE_LOG_BYTES - (console.log_head - console.log_tail) < sizeof(lost) + length) {
        console.log_lost++;
        return false;
    }
    if (console.log_lost != 0)
        log_put(lost,
                format_text(lost, sizeof(lost), "[kernel] %u lines lost\n", console.log_lost));
    console.log_lost = 0;
    return true;
}

void console_log(const char *line, uint32_t length)
{
    if (log_admit(length))
        log_put(line, length);
}

void console_log_texts(const char *const *texts)
{
    uint32_t head;

    if (!log_admit(CONSOLE_LOG_LINE))
        return;
    head = console.log_head;
    for (; *texts != NULL; texts++) {
        for (const char *c = *texts; *c != '\0'; c++)
            console.log[head++ & (CONSOLE_LOG_BYTES - 1)] = *c;
    }
    console.log_head = head;
}

/* --- out to the device ------------------------------------------------------------------------ */

/* Look through a piece of what was not yet looked through; false: all of it was. */
static bool ring_scan(const struct partition *partition, struct console_ring *ring)
{
    uint32_t left = ring->head - ring->scanned;

    if (left == 0)
        return false;
    for (left = left < SCAN_BYTES ? left : SCAN_BYTES; left != 0; left--) {
        if (*ring_at(partition, ring->scanned++) == '\n')
            ring->lines_end = ring->scanned;
    }
    return true;
}

static bool has_whole_line(const struct console_ring *ring)
{
    return (int32_t)(ring->lines_end - ring->tail) > 0;
}

static uint32_t prefix_length(const struct partition *partition)
{
    const char *name = partition->config->PartitionName;
    uint32_t length = 0;

    while (length < POK_MAX_NAME && name[length] != '\0')
        length++;
    return length;
}

static void line_open(struct partition *partition)
{
    struct console_ring *ring = &partition->console;

    console.owner = partition;
    console.name_length = prefix_length(partition);
    console.prefix_left = console.name_length + PREFIX_EXTRA;
    console.line_end = ring->head;
    console.line_cut = !has_whole_line(ring);
    ring->line_open = true;
}

/*
 * Go on with a partition's text: open its next line, or find out where that ends. `all`: a piece
 * without an end is a line, too; otherwise only in a ring so full that the next text may not fit.
 * False: it has nothing that could be sent.
 */
static bool line_begin(struct partition *partition, bool all)
{
    struct console_ring *ring = &partition->console;

    if (!has_whole_line(ring)) {
        if (ring_scan(partition, ring))
            return true;
        if (ring->head == ring->tail || (!all && ring_room(partition) >= POK_CONSOLE_WRITE_MAX))
            return false;
    }
    line_open(partition);
    return true;
}

/* The partitions take turns; `console.waiting` has those that may have something. */
static bool line_begin_next(bool all)
{
    uint32_t waiting = console.waiting;
    uint32_t index;

    if (waiting == 0)
        return false;
    if (waiting >> console.next != 0)
        waiting &= ~0u << console.next;
    index = (uint32_t)__builtin_ctz(waiting);
    console.next = (uint8_t)((index + 1) % 32);
    if (!line_begin(&config_module.partition_table[index], all))
        console.waiting &= ~(1u << index);
    return true;
}

/* The character of "[name] " with so many left, this one included. */
static char prefix_at(const struct partition *partition, uint32_t left)
{
    if (left > console.name_length + 2)
        return '[';
    if (left > 2)
        return partition->config->PartitionName[console.name_length + 2 - left];
    return left == 2 ? ']' : ' ';
}

/*
 * A partition's byte as the device gets it. What isn't printable could move the cursor and so forge
 * another's line: it is shown as \xhh.
 */
static char shown(char c)
{
    if ((c >= ' ' && c <= '~') || c == '\t')
        return c;
    console.escaped = (uint8_t)c;
    console.escape_left = ESCAPE_REST;
    return '\\';
}

static char escape_next(void)
{
    if (--console.escape_left == ESCAPE_REST - 1)
        return 'x';
    return "0123456789abcdef"[console.escaped >> 4 * console.escape_left & 15u];
}

/* The next character of the line that is being sent; the line ends with it when it is a newline. */
static char line_next(void)
{
    struct partition *partition = console.owner;
    struct console_ring *ring = &partition->console;
    char c = '\n';

    if (console.prefix_left != 0)
        return prefix_at(partition, console.prefix_left--);
    if (console.escape_left != 0)
        return escape_next();
    if (ring->tail != console.line_end || !console.line_cut)
        c = *ring_at(partition, ring->tail++);
    if (c != '\n')
        return shown(c);
    if (console.line_cut)
        ring->lines_end = ring->tail;
    ring->line_open = false;
    console.owner = NULL;
    return c;
}

/*
 * A step: up to `count` characters, or going on with the text of whoever has the next turn. False
 * when there is nothing to do.
 */
static bool send(struct partition *only, bool all, uint32_t count)
{
    if (console.owner == NULL && console.log_head == console.log_tail)
        return only != NULL ? line_begin(only, all) : line_begin_next(all);
    while (count-- != 0 && arch_console_ready()) {
        if (console.owner != NULL)
            arch_console_put(line_next());
        else if (console.log_head != console.log_tail)
            arch_console_put(console.log[console.log_tail++ & (CONSOLE_LOG_BYTES - 1)]);
        else
            break;
    }
    return true;
}

bool console_step(struct partition *only)
{
    return send(only, false, only == NULL ? CONSOLE_STEP : CONSOLE_CALL);
}

static void wait_ready(void)
{
    for (uint32_t i = 0; i < DEVICE_PATIENCE && !arch_console_ready(); i++)
        ;
}

void console_put_now(const char *text, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        wait_ready();
        arch_console_put(text[i]);
    }
}

void console_flush_log(void)
{
    if (console.owner != NULL)
        console_put_now("\n", 1);
    while (console.log_head != console.log_tail)
        console_put_now(&console.log[console.log_tail++ & (CONSOLE_LOG_BYTES - 1)], 1);
}

void console_flush(void)
{
    /* Unfinished lines, too, which nobody waits for otherwise. */
    console.waiting = (uint32_t)((1ull << config_module.partition_count) - 1);
    do {
        wait_ready();
        if (!arch_console_ready())
            return;
    } while (send(NULL, true, CONSOLE_STEP));
}
