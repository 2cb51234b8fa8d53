/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/console.h"
#include "core/arch.h"
#include "core/format.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/state.h"

_Static_assert((CONSOLE_LOG_BYTES & (CONSOLE_LOG_BYTES - 1)) == 0, "the ring's index is masked");

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
    if (ring_room(partition) < length) {
        console_step(partition);
        return POK_ERRNO_UNAVAILABLE;
    }
    if (ring_copy(partition, address, length) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    for (uint32_t i = 0; i < length; i++)
        ring->lines += *ring_at(partition, ring->head + i) == '\n';
    ring->head += length;
    console_step(partition);
    return POK_ERRNO_OK;
}

static void log_put(const char *text, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++)
        console.log[console.log_head++ & (CONSOLE_LOG_BYTES - 1)] = text[i];
}

void console_log(const char *line, uint32_t length)
{
    char lost[48];
    uint32_t lost_length = 0;

    if (console.log_lost != 0)
        lost_length = format_text(lost, sizeof(lost), "[kernel] %u lines lost\n", console.log_lost);
    if (CONSOLE_LOG_BYTES - (console.log_head - console.log_tail) < lost_length + length) {
        console.log_lost++;
        return;
    }
    console.log_lost = 0;
    log_put(lost, lost_length);
    log_put(line, length);
}

/* --- out to the device ------------------------------------------------------------------------ */

/* A whole line, or a ring so full without one that its partition's next text may not fit. */
static bool has_line(const struct partition *partition, bool all)
{
    const struct console_ring *ring = &partition->console;

    if (ring->lines != 0)
        return true;
    return ring->head != ring->tail && (all || ring_room(partition) < POK_CONSOLE_WRITE_MAX);
}

/* Begin the next line; `only`: of this partition. `all`: unfinished ones, too. */
static bool line_begin(struct partition *only, bool all)
{
    for (uint32_t i = 0; i < config_module.partition_count; i++) {
        struct partition *partition = &config_module.partition_table[console.next];

        if (only != NULL)
            partition = only;
        else if (++console.next >= config_module.partition_count)
            console.next = 0;
        if (has_line(partition, all)) {
            console.owner = partition;
            console.prefix_sent = 0;
            console.line_end = partition->console.head;
            console.line_cut = partition->console.lines == 0;
            partition->console.line_open = true;
            return true;
        }
        if (only != NULL)
            return false;
    }
    return false;
}

/* The character of "[name] " at a place, or NUL behind its end. */
static char prefix_at(const struct partition *partition, uint32_t place)
{
    const char *name = partition->config->PartitionName;
    uint32_t length = 0;

    if (place == 0)
        return '[';
    while (length < POK_MAX_NAME && name[length] != '\0')
        length++;
    if (place <= length)
        return name[place - 1];
    return "] "[place - length - 1];
}

/* The next character of the line that is being sent; the line ends with it when it is a newline. */
static char line_next(void)
{
    struct partition *partition = console.owner;
    struct console_ring *ring = &partition->console;
    char c = prefix_at(partition, console.prefix_sent);

    if (c != '\0') {
        console.prefix_sent++;
        return c;
    }
    c = '\n';
    if (ring->tail != console.line_end || !console.line_cut)
        c = *ring_at(partition, ring->tail++);
    if (c != '\n')
        return c;
    if (!console.line_cut)
        ring->lines--;
    ring->line_open = false;
    console.owner = NULL;
    return c;
}

/* Send up to `count` characters; false when there is nothing to send. */
static bool send(struct partition *only, bool all, uint32_t count)
{
    while (count-- != 0) {
        if (console.owner == NULL && console.log_head == console.log_tail && !line_begin(only, all))
            return false;
        if (!arch_console_ready())
            return true;
        if (console.owner != NULL)
            arch_console_put(line_next());
        else
            arch_console_put(console.log[console.log_tail++ & (CONSOLE_LOG_BYTES - 1)]);
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
    do {
        wait_ready();
        if (!arch_console_ready())
            return;
    } while (send(NULL, true, CONSOLE_STEP));
}
