/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/window.h"
#include "core/partition.h"
#include "arch_stamp.h"
#include "arch_timer.h"

/*
 * What follows the window begins at `next_ns`, and has to be prepared in time; but a partition has
 * nothing to prepare between two windows without a gap.
 */
INIT static void edge_before(struct window *window, const struct config_window *config,
                             const struct config_window *next, uint64_t next_ns)
{
    uint64_t end_ns = config->WindowStartSeconds_ns + config->WindowDurationSeconds_ns;

    if (next_ns != end_ns || next->partition != config->partition)
        next_ns -= config_module.WindowGuardSeconds_ns;
    if (next_ns < window->edge_ns)
        window->edge_ns = next_ns;
    window->edge = arch_stamp_span(window->edge_ns);
}

INIT static void window_make(const struct config_schedule *schedule, uint32_t index)
{
    const struct config_window *config = &schedule->windows[index];
    struct window *window = &schedule->window_table[index];

    *window = (struct window){
        .partition = &config_module.partition_table[config->partition],
        .identifier = config->WindowIdentifier,
        .period_start = config->PartitionPeriodStart,
        .start_ns = config->WindowStartSeconds_ns,
        .edge_ns = config->WindowStartSeconds_ns + config->WindowDurationSeconds_ns,
        .start = arch_stamp_span(config->WindowStartSeconds_ns),
    };
    window->prepare = window->start - arch_stamp_span(config_module.WindowGuardSeconds_ns);
    if (index != 0)
        edge_before(window - 1, config - 1, config, window->start_ns);
}

/*
 * The end of the frame. Which schedule comes behind it may be decided as late as in the last
 * window, so that window leaves the time that any of them needs.
 */
INIT static void frame_end_make(const struct config_schedule *schedule,
                                const struct config_schedule *next)
{
    uint32_t last = schedule->window_count - 1u;
    struct window *end = &schedule->window_table[last + 1];
    uint64_t first_ns = next->windows->WindowStartSeconds_ns;
    uint64_t guard_ns = config_module.WindowGuardSeconds_ns;
    uint64_t prepare = arch_stamp_span(schedule->MajorFrameSeconds_ns);

    edge_before(end - 1, &schedule->windows[last], next->windows,
                schedule->MajorFrameSeconds_ns + first_ns);
    if (first_ns < guard_ns)
        prepare -= arch_stamp_span(guard_ns - first_ns);
    if (end->prepare == 0 || prepare < end->prepare)
        end->prepare = prepare;
}

/*
 * Two windows of native partitions, no gap and no guard between them. Others take the longer way,
 * which a guard hides.
 */
INIT static bool is_direct(const struct config_window *before, const struct config_window *config)
{
    return config_module.WindowGuardSeconds_ns == 0 && arch_timer_by_delay() &&
           before->WindowStartSeconds_ns + before->WindowDurationSeconds_ns ==
               config->WindowStartSeconds_ns &&
           !config_module.partitions[before->partition].guest &&
           !config_module.partitions[config->partition].guest;
}

/* When all edges are there. */
INIT static void room_set(const struct config_window *config, struct window *window)
{
    uint64_t room = window->edge - window[-1].edge;

    if (is_direct(config - 1, config))
        window->room = room > UINT32_MAX ? UINT32_MAX : (uint32_t)room;
}

INIT void window_init(const struct config_schedule *schedule)
{
    uint32_t count = schedule->window_count;

    for (uint32_t i = 0; i < count; i++)
        window_make(schedule, i);
    schedule->window_table[count] = (struct window){0};
    for (uint32_t i = 0; i < config_module.schedule_count; i++)
        frame_end_make(schedule, &config_module.schedules[i]);
    for (uint32_t i = 1; i < count; i++)
        room_set(&schedule->windows[i], &schedule->window_table[i]);
}
