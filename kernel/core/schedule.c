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
#include "core/window.h"
#include "arch_stamp.h"
#include "arch_timer.h"
#include "bsp.h"

#define COLD __attribute__((noinline, cold))

/* Whether an instant has come. Stamps before the first frame count modulo 2^64. */
static inline bool reached(uint64_t stamp, uint64_t instant)
{
    return (int64_t)(stamp - instant) >= 0;
}

/*
 * A partition's first window in another schedule: what its row there says is done now, in its own
 * time. A guest asked to restart in an orderly way is not asked: the schedule can't wait for it.
 */
static COLD void schedule_arrive(struct partition *partition)
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
static COLD void schedule_change(void)
{
    schedule.current = schedule.next;
    schedule.switched_ns = schedule.frame_ns;
    for (uint32_t i = 0; i < config_module.partition_count; i++)
        config_module.partition_table[i].schedule_changed = true;
}

static COLD void frame_begin(void)
{
    schedule.window = schedule.current->window_table;
    schedule.frame = arch_stamp_at(schedule.frame_ns);
}

/* A major frame is over: the next one begins at that instant, whenever the kernel comes. */
static COLD void frame_advance(void)
{
    schedule.frame_ns += schedule.current->MajorFrameSeconds_ns;
    if (schedule.frames == boot_options.major_frames && boot_options.major_frames != 0)
        module_end();
    schedule.frames++;
    if (schedule.next != schedule.current)
        schedule_change();
    frame_begin();
}

/* A window was over before the kernel came: it stays closed. */
static COLD void window_miss(struct partition *partition)
{
    partition->windows_missed++;
    health_raise(HEALTH_STATE_PARTITION_SWITCH, HEALTH_ERROR_TIME_OVERRUN, partition, NULL, 0);
}

/*
 * Close the window that ended and bring the schedule to the present. A kernel that comes too late
 * (the machine stood still) passes over what it missed, window by window. Afterwards the next
 * window is the one to open; false: it isn't time yet.
 */
static COLD bool window_seek(void)
{
    uint64_t stamp = arch_stamp();

    processor.exit_work = (processor.exit_work & ~EXIT_TIMER) | EXIT_DUE | EXIT_ARM;
    processor.armed = ARMED_FOR_NOTHING;
    if (!reached(stamp, schedule.edge))
        return false;
    if (processor.partition != NULL)
        bsp_window_end(processor.partition, stamp);
    processor.current = NULL;
    for (;;) {
        const struct window *window = schedule.window;
        uint64_t into_frame = stamp - schedule.frame;

        if (!reached(into_frame, window->prepare)) {
            schedule.edge = schedule.frame + window->prepare;
            processor.partition = NULL;
            return false;
        }
        if (window->partition == NULL) {
            frame_advance();
        } else if (reached(into_frame, window->edge)) {
            window_miss(window->partition);
            schedule.window++;
        } else {
            schedule.release = schedule.frame + window->start;
            schedule.held = true;
            return true;
        }
    }
}

COLD uint64_t schedule_present_ns(void)
{
    uint64_t stamp = arch_stamp();

    if (schedule.held && !reached(stamp, schedule.release))
        stamp = schedule.release;
    return arch_stamp_ns(stamp);
}

/* What a window's start may bring beside it. */
static COLD void window_attend(struct partition *partition)
{
    if (partition->schedule_changed)
        schedule_arrive(partition);
    bsp_window_start(partition);
}

/*
 * Whether the usual case is here: a native partition's window ends, another one's begins there, and
 * that has somebody to run, and no timers. The event timer needs no second look at the clock when
 * it is set at once.
 */
static inline bool window_direct(const struct window *window)
{
    uint64_t late = arch_stamp() - schedule.edge;
    struct partition *partition = window->partition;

    if (late >> 32 != 0 || (uint32_t)late >= window->room || partition->ready.summary == 0 ||
        partition->timers.count != 0 || partition->schedule_changed ||
        partition->work != WORK_NONE || bsp_lines_rest())
        return false;
    arch_timer_arm_soon(window->room - (uint32_t)late);
    processor.armed = ARMED_FOR_EDGE;
    if ((uint32_t)late > partition->worst_start)
        partition->worst_start = (uint32_t)late;
    return true;
}

/* On the path from partition to partition: its instructions are counted. */
void window_change(void)
{
    const struct window *window = schedule.window;
    struct pok_partition_page *page;
    struct partition *partition;

    if (!window_direct(window)) {
        if (!window_seek())
            return;
        window = schedule.window;
    }
    partition = window->partition;
    page = partition->page;
    page->window_end_ns = (pok_time_t)(schedule.frame_ns + window->edge_ns);
    page->window_start_ns = (pok_time_t)(schedule.frame_ns + window->start_ns);
    if (window->period_start)
        partition->period_start_ns = (uint64_t)page->window_start_ns;
    page->window_identifier = window->identifier;
    page->windows++;
    schedule.edge = schedule.frame + window->edge;
    schedule.window = window + 1;
    processor.partition = partition;
    processor.partition_identifier = page->identifier;
    if (processor.space != partition) {
        processor.space = partition;
        arch_space_switch(partition);
    }
    if (processor.exit_work & EXIT_DUE)
        window_attend(partition);
}

COLD void schedule_timers(struct partition *partition)
{
    uint64_t now_ns = schedule_present_ns();

    if (timer_next(&partition->timers) <= now_ns)
        timer_run(&partition->timers, now_ns, schedule.edge);
}

INIT void schedule_init(void)
{
    schedule = (struct schedule_state){
        .current = &config_module.schedules[config_module.initial_schedule],
    };
    schedule.next = schedule.current;
    for (uint32_t i = 0; i < config_module.schedule_count; i++)
        window_init(&config_module.schedules[i]);
    frame_begin();
}

COLD void schedule_begin(void)
{
    schedule.frames = 1;
    arch_time_start();
    frame_begin();
    schedule.edge = schedule.frame;
    for (uint32_t i = 0; i < config_module.partition_count; i++)
        config_module.partition_table[i].page->clock = arch_clock;
    processor.exit_work = EXIT_TIMER;
}

COLD void schedule_hold(void)
{
    uint32_t late = arch_stamp_wait(schedule.release);

    schedule.held = false;
    if (late > processor.partition->worst_start)
        processor.partition->worst_start = late;
}

COLD void schedule_arm(void)
{
    const struct partition *partition = processor.partition;
    uint64_t expiry_ns = partition == NULL ? TIMER_NEVER : timer_next(&partition->timers);

    if (expiry_ns != TIMER_NEVER && expiry_ns < (uint64_t)partition->page->window_end_ns) {
        if (processor.armed == ARMED_FOR_TIMER && processor.armed_ns == expiry_ns)
            return;
        processor.armed = ARMED_FOR_TIMER;
        processor.armed_ns = expiry_ns;
        arch_timer_arm(arch_stamp_at(expiry_ns));
    } else if (processor.armed != ARMED_FOR_EDGE) {
        processor.armed = ARMED_FOR_EDGE;
        arch_timer_arm(schedule.edge);
    }
}

void schedule_switch(const struct config_schedule *to)
{
    schedule.next = to;
}

COLD const struct config_partition_schedule *schedule_row(const struct partition *partition)
{
    return &schedule.current->partitions[partition->index];
}

COLD uint64_t schedule_next_period(const struct partition *partition, uint64_t now_ns)
{
    uint64_t period_ns = schedule_row(partition)->PeriodSeconds_ns;
    uint64_t since_ns = now_ns - partition->period_start_ns;

    return now_ns - time_remainder(since_ns, period_ns) + period_ns;
}
