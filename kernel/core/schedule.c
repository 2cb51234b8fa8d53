/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/schedule.h"
#include "core/arch.h"
#include "core/health.h"
#include "core/module.h"
#include "core/options.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/state.h"
#include "core/time.h"
#include "bsp.h"

/* The window behind the one that opens, or the end of the frame. */
static inline void window_advance(void)
{
    schedule.window++;
    if (schedule.window != schedule.windows_end)
        schedule.start_ns = schedule.frame_ns + schedule.window->WindowStartSeconds_ns;
    else
        schedule.start_ns = schedule.frame_ns + schedule.current->MajorFrameSeconds_ns;
}

/* A window was over before the kernel came: it stays closed. */
static __attribute__((noinline, cold)) void window_miss(struct partition *partition)
{
    partition->windows_missed++;
    health_raise(HEALTH_STATE_PARTITION_SWITCH, HEALTH_ERROR_TIME_OVERRUN, partition, NULL, 0);
    window_advance();
    schedule.edge_ns = schedule.start_ns;
    processor.partition = NULL;
}

/*
 * A partition's first window in another schedule: what its row there says is done now, in its own
 * time. A guest asked to restart in an orderly way is not asked: the schedule can't wait for it.
 */
static __attribute__((noinline, cold)) void schedule_arrive(struct partition *partition)
{
    const struct config_partition_schedule *row = schedule_row(partition);

    partition->schedule_changed = false;
    partition->page->period_ns = (pok_time_t)row->PeriodSeconds_ns;
    partition->page->duration_ns = (pok_time_t)row->PeriodDurationSeconds_ns;
    if (row->ScheduleChangeAction == CONFIG_CHANGE_IGNORE)
        return;
    partition_start(partition,
                    row->ScheduleChangeAction == CONFIG_CHANGE_COLD_START
                        ? POK_PARTITION_MODE_COLD_START
                        : POK_PARTITION_MODE_WARM_START,
                    POK_START_PARTITION_RESTART);
}

/* All of them, also those without a window in the new schedule: a later one may have some. */
static __attribute__((noinline, cold)) void schedule_change(void)
{
    schedule.current = schedule.next;
    schedule.switched_ns = schedule.frame_ns;
    for (uint32_t i = 0; i < config_module.partition_count; i++)
        config_module.partition_table[i].schedule_changed = true;
}

/*
 * Open the window whose instant has come. On the path from partition to partition, so it is written
 * for few 64-bit values alive at a time.
 */
static inline void window_open(uint64_t now_ns)
{
    const struct config_window *window = schedule.window;
    struct partition *partition = &config_module.partition_table[window->partition];
    struct pok_partition_page *page = partition->page;
    uint64_t instant_ns = schedule.start_ns;
    uint64_t late_ns = now_ns - instant_ns;

    if (late_ns >= window->WindowDurationSeconds_ns) {
        window_miss(partition);
        return;
    }
    if (late_ns > partition->worst_start_error_ns)
        partition->worst_start_error_ns = late_ns;
    page->window_start_ns = (pok_time_t)instant_ns;
    if (window->PartitionPeriodStart)
        partition->period_start_ns = instant_ns;
    instant_ns += window->WindowDurationSeconds_ns;
    schedule.edge_ns = instant_ns;
    page->window_end_ns = (pok_time_t)instant_ns;
    page->window_identifier = window->WindowIdentifier;
    page->windows++;
    partition->windows++;
    window_advance();
    processor.partition = partition;
    processor.partition_identifier = page->identifier;
    if (processor.space != partition) {
        processor.space = partition;
        arch_space_switch(partition);
    }
    if (partition->schedule_changed)
        schedule_arrive(partition);
    bsp_window_start(partition, now_ns);
}

static void frame_begin(void)
{
    schedule.window = schedule.current->windows;
    schedule.windows_end = schedule.window + schedule.current->window_count;
    schedule.start_ns = schedule.frame_ns + schedule.window->WindowStartSeconds_ns;
}

/* A major frame is over: the next one begins at that instant, whenever the kernel comes. */
static void frame_advance(void)
{
    schedule.frame_ns += schedule.current->MajorFrameSeconds_ns;
    if (schedule.frames == boot_options.major_frames && boot_options.major_frames != 0)
        module_end();
    schedule.frames++;
    if (schedule.next != schedule.current)
        schedule_change();
    frame_begin();
}

/*
 * Bring the schedule to the present: close the window that ended, open the one that runs now. A
 * kernel that comes too late (the machine stood still) passes over what it missed, window by
 * window.
 */
static inline void schedule_advance(uint64_t now_ns)
{
    if (processor.partition != NULL)
        bsp_window_end(processor.partition, now_ns);
    processor.current = NULL;
    do {
        if (schedule.window == schedule.windows_end && now_ns >= schedule.start_ns)
            frame_advance();
        if (now_ns < schedule.start_ns) {
            schedule.edge_ns = schedule.start_ns;
            processor.partition = NULL;
            return;
        }
        window_open(now_ns);
    } while (now_ns >= schedule.edge_ns);
}

INIT void schedule_init(void)
{
    schedule = (struct schedule_state){
        .current = &config_module.schedules[config_module.initial_schedule],
    };
    schedule.next = schedule.current;
    frame_begin();
    schedule.edge_ns = schedule.start_ns;
}

void schedule_begin(void)
{
    schedule.frames = 1;
    arch_time_start();
    for (uint32_t i = 0; i < config_module.partition_count; i++)
        config_module.partition_table[i].page->clock = arch_clock;
}

void schedule_timer(void)
{
    uint64_t now_ns = arch_time_ns();
    struct partition *partition;

    if (now_ns >= schedule.edge_ns)
        schedule_advance(now_ns);
    partition = processor.partition;
    if (partition != NULL && timer_next(&partition->timers) <= now_ns)
        timer_run(&partition->timers, now_ns);
}

void timer_interrupt(void)
{
    processor.armed_ns = TIMER_NEVER;
    processor.exit_work |= EXIT_TIMER;
}

void schedule_switch(const struct config_schedule *to)
{
    schedule.next = to;
}

const struct config_partition_schedule *schedule_row(const struct partition *partition)
{
    return &schedule.current->partitions[partition->index];
}

uint64_t schedule_next_period(const struct partition *partition, uint64_t now_ns)
{
    uint64_t period_ns = schedule_row(partition)->PeriodSeconds_ns;
    uint64_t since_ns = now_ns - partition->period_start_ns;

    return now_ns - time_remainder(since_ns, period_ns) + period_ns;
}
