/* SPDX-License-Identifier: BSD-2-Clause */
/* Module schedules: frames, periods and windows. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "memory.h"
#include "number_parse.h"

struct context {
    const struct model *model;
    const struct model_schedule *schedule;
    struct diagnostics *diagnostics;
};

#define TEXT(ns) seconds_text((char[SECONDS_TEXT_BYTES]){0}, ns)

static const char *owner_name(const struct context *context, size_t partition_schedule)
{
    size_t partition = context->schedule->partitions[partition_schedule].reference.partition;
    return partition == MODEL_NONE ? "?" : context->model->partitions[partition].PartitionName;
}

static uint64_t window_end(const struct model_window *window)
{
    return window->WindowStartSeconds_ns + window->WindowDurationSeconds_ns;
}

static void check_window(const struct context *context, const struct model_window *window)
{
    uint64_t frame = context->schedule->MajorFrameSeconds_ns;

    if (window->WindowDurationSeconds_ns < CHECK_MIN_WINDOW_NS) {
        ERROR(context->diagnostics, window->line,
              "a window of %s s is below what the timer resolves; at least %s s",
              TEXT(window->WindowDurationSeconds_ns), TEXT(CHECK_MIN_WINDOW_NS));
    }
    if (window_end(window) > frame && frame != 0) {
        ERROR(context->diagnostics, window->line,
              "the window ends at %s s, after the major frame of %s s; shorten it or start it at "
              "%s s or before",
              TEXT(window_end(window)), TEXT(frame),
              TEXT(window->WindowDurationSeconds_ns > frame
                       ? 0
                       : frame - window->WindowDurationSeconds_ns));
    }
}

/* What is left of a window is its own, so something must be. */
static void check_guard(const struct context *context, const struct model_window *window)
{
    uint64_t guard = context->model->WindowGuardSeconds_ns;

    if (guard > CHECK_MAX_GUARD_NS || window->WindowDurationSeconds_ns < CHECK_MIN_WINDOW_NS ||
        window->WindowDurationSeconds_ns > guard) {
        return;
    }
    if (!context->model->has_guard) {
        ERROR(context->diagnostics, window->line,
              "a window of %s s is not longer than %s, the WindowGuardSeconds of a module with so "
              "many processes, ports, memory blocks or message copies; make it longer than that, "
              "or state a guard in "
              "ModExt",
              TEXT(window->WindowDurationSeconds_ns), TEXT(guard));
    } else {
        ERROR(context->diagnostics, window->line,
              "a window of %s s is not longer than WindowGuardSeconds %s (line %u), which the next "
              "window takes from its end; make it longer than that, or the guard shorter",
              TEXT(window->WindowDurationSeconds_ns), TEXT(guard), context->model->ext_line);
    }
}

static int compare_start(const void *a, const void *b)
{
    const struct model_window *x = a;
    const struct model_window *y = b;
    if (x->WindowStartSeconds_ns != y->WindowStartSeconds_ns) {
        return x->WindowStartSeconds_ns < y->WindowStartSeconds_ns ? -1 : 1;
    }
    return x->line < y->line ? -1 : x->line > y->line;
}

/* Windows by start; of one partition, or of all when `partition_schedule` is MODEL_NONE. */
static struct model_window *sorted_windows(const struct model_schedule *schedule,
                                           size_t partition_schedule, size_t *count)
{
    struct model_window *list = memory_get(schedule->window_count * sizeof(*list));
    *count = 0;
    for (size_t i = 0; i < schedule->window_count; i++) {
        const struct model_window *window = &schedule->windows[i];
        if (partition_schedule == MODEL_NONE || window->partition_schedule == partition_schedule) {
            list[(*count)++] = *window;
        }
    }
    qsort(list, *count, sizeof(*list), compare_start);
    return list;
}

static void check_overlap(const struct context *context)
{
    size_t count;
    struct model_window *list = sorted_windows(context->schedule, MODEL_NONE, &count);
    const struct model_window *latest = list; /* ends last so far */

    for (size_t i = 1; i < count; i++) {
        const struct model_window *window = &list[i];
        if (window->WindowStartSeconds_ns < window_end(latest)) {
            ERROR(context->diagnostics, window->line,
                  "window %u begins at %s s, inside window %u of %s (line %u), which ends at %s s; "
                  "start it there or later",
                  window->WindowIdentifier, TEXT(window->WindowStartSeconds_ns),
                  latest->WindowIdentifier, owner_name(context, latest->partition_schedule),
                  latest->line, TEXT(window_end(latest)));
        }
        if (window_end(window) > window_end(latest)) {
            latest = window;
        }
    }
    free(list);
}

static void check_window_identifiers(const struct context *context)
{
    const struct model_schedule *schedule = context->schedule;
    for (size_t i = 1; i < schedule->window_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (schedule->windows[i].WindowIdentifier == schedule->windows[j].WindowIdentifier) {
                ERROR(context->diagnostics, schedule->windows[i].line,
                      "WindowIdentifier %u is used twice in this schedule, first in line %u; give "
                      "each window its own",
                      schedule->windows[i].WindowIdentifier, schedule->windows[j].line);
                break;
            }
        }
    }
}

/*
 * One period of a partition, from `start` on: it begins with a window that carries
 * PartitionPeriodStart, no other window does, no window leaves it, and it holds the duration.
 * Returns the number of windows that begin in it.
 */
static size_t check_period(const struct context *context, size_t index,
                           const struct model_window *list, size_t count, uint64_t start)
{
    const struct model_partition_schedule *partition = &context->schedule->partitions[index];
    uint64_t end = start + partition->PeriodSeconds_ns;
    uint64_t given = 0;
    const struct model_window *first = NULL;
    size_t used = 0;

    for (; used < count && list[used].WindowStartSeconds_ns < end; used++) {
        const struct model_window *window = &list[used];
        given += window->WindowDurationSeconds_ns;
        if (window_end(window) > end && end <= context->schedule->MajorFrameSeconds_ns) {
            ERROR(context->diagnostics, window->line,
                  "the window goes past the partition's period, which ends at %s s; end it there "
                  "and go on in a second window",
                  TEXT(end));
        }
        if (!window->PartitionPeriodStart) {
            continue;
        }
        if (first != NULL) {
            ERROR(
                context->diagnostics, window->line,
                "PartitionPeriodStart is marked twice in the period that begins at %s s, first in "
                "line %u; the next period begins at %s s",
                TEXT(start), first->line, TEXT(end));
        } else {
            first = window;
        }
    }
    if (first == NULL || first->WindowStartSeconds_ns != start) {
        ERROR(context->diagnostics, partition->line,
              "no window with PartitionPeriodStart begins at %s s, where a period of partition %s "
              "begins; periods follow the first marked window at distances of %s s",
              TEXT(start), owner_name(context, index), TEXT(partition->PeriodSeconds_ns));
    }
    if (given < partition->PeriodDurationSeconds_ns) {
        ERROR(context->diagnostics, partition->line,
              "the windows of the period that begins at %s s give %s s, PeriodDurationSeconds asks "
              "for %s s; lengthen the windows or ask for less",
              TEXT(start), TEXT(given), TEXT(partition->PeriodDurationSeconds_ns));
    }
    return used;
}

static void check_periods(const struct context *context, size_t index)
{
    const struct model_partition_schedule *partition = &context->schedule->partitions[index];
    uint64_t frame = context->schedule->MajorFrameSeconds_ns;
    uint64_t period = partition->PeriodSeconds_ns;
    size_t count;
    size_t used = 0;
    struct model_window *list = sorted_windows(context->schedule, index, &count);

    while (used < count && !list[used].PartitionPeriodStart) {
        used++;
    }
    if (count > 0 && used == count) {
        ERROR(context->diagnostics, list[0].line,
              "no window of partition %s carries PartitionPeriodStart; add "
              "PartitionPeriodStart=\"true\" to this one",
              owner_name(context, index));
    } else if (count > 0 && frame / period <= POK_MAX_WINDOWS) {
        for (size_t i = 0; i < used; i++) {
            ERROR(context->diagnostics, list[i].line,
                  "the window lies before the partition's first period, which begins at %s s (line "
                  "%u); move PartitionPeriodStart to this one",
                  TEXT(list[used].WindowStartSeconds_ns), list[used].line);
        }
        uint64_t start = list[used].WindowStartSeconds_ns;
        for (uint64_t n = 0; n < frame / period; n++) {
            used += check_period(context, index, list + used, count - used, start + n * period);
        }
    } else if (count > 0) {
        ERROR(context->diagnostics, partition->line,
              "%" PRIu64 " periods in a major frame; a schedule has at most %u windows",
              frame / period, POK_MAX_WINDOWS);
    }
    free(list);
}

static void check_partition_schedule(const struct context *context, size_t index)
{
    const struct model_partition_schedule *partition = &context->schedule->partitions[index];
    uint64_t frame = context->schedule->MajorFrameSeconds_ns;
    uint64_t period = partition->PeriodSeconds_ns;

    for (size_t i = 0; i < index; i++) {
        const struct model_partition_schedule *other = &context->schedule->partitions[i];
        if (partition->reference.partition != MODEL_NONE &&
            partition->reference.partition == other->reference.partition) {
            ERROR(context->diagnostics, partition->line,
                  "partition %s has a Partition_Schedule already (line %u); put all its windows "
                  "there",
                  owner_name(context, index), other->line);
        }
    }
    if (period == 0) {
        ERROR(context->diagnostics, partition->line,
              "PeriodSeconds is 0; a period is a part of the major frame of %s s", TEXT(frame));
        return;
    }
    if (partition->PeriodDurationSeconds_ns > period) {
        ERROR(context->diagnostics, partition->line,
              "PeriodDurationSeconds %s is longer than the period of %s s; at most as long",
              TEXT(partition->PeriodDurationSeconds_ns), TEXT(period));
        return;
    }
    if (frame % period != 0) {
        uint64_t periods = frame / period + 1;
        ERROR(context->diagnostics, partition->line,
              "PeriodSeconds %s does not divide the major frame of %s s; %s would, in %" PRIu64
              " period%s",
              TEXT(period), TEXT(frame), frame % periods == 0 ? TEXT(frame / periods) : TEXT(frame),
              frame % periods == 0 ? periods : 1, frame % periods == 0 && periods > 1 ? "s" : "");
    } else if (frame != 0) {
        check_periods(context, index);
    }
}

static void check_identity(const struct context *context)
{
    const struct model_schedule *schedule = context->schedule;

    if (context->model->schedule_count > 1 &&
        (schedule->ScheduleName == NULL || !schedule->has_identifier)) {
        ERROR(context->diagnostics, schedule->line,
              "one of several schedules without ScheduleName or ScheduleIdentifier; give it both");
    }
    for (const struct model_schedule *other = context->model->schedules; other < schedule;
         other++) {
        if (schedule->has_identifier && other->has_identifier &&
            schedule->ScheduleIdentifier == other->ScheduleIdentifier) {
            ERROR(context->diagnostics, schedule->line,
                  "ScheduleIdentifier %u is used twice, first in line %u; give each its own",
                  schedule->ScheduleIdentifier, other->line);
        }
        if (schedule->ScheduleName != NULL && other->ScheduleName != NULL &&
            strcmp(schedule->ScheduleName, other->ScheduleName) == 0) {
            ERROR(context->diagnostics, schedule->line,
                  "ScheduleName %s is used twice, first in line %u; give each its own",
                  schedule->ScheduleName, other->line);
        }
    }
}

static void check_schedule(const struct context *context)
{
    const struct model_schedule *schedule = context->schedule;

    check_identity(context);
    if (schedule->MajorFrameSeconds_ns == 0) {
        ERROR(context->diagnostics, schedule->line,
              "MajorFrameSeconds is 0; it is the time after which the windows repeat");
    }
    if (schedule->window_count > POK_MAX_WINDOWS) {
        ERROR(context->diagnostics, schedule->line, "%zu windows; a schedule has at most %u",
              schedule->window_count, POK_MAX_WINDOWS);
        return;
    }
    for (size_t i = 0; i < schedule->window_count; i++) {
        check_window(context, &schedule->windows[i]);
        check_guard(context, &schedule->windows[i]);
    }
    check_window_identifiers(context);
    check_overlap(context);
    for (size_t i = 0; i < schedule->partition_count; i++) {
        check_partition_schedule(context, i);
    }
}

/* Exactly one of several schedules is the first to run. */
static void check_initial(const struct model *model, struct diagnostics *diagnostics)
{
    const struct model_schedule *initial = NULL;

    for (size_t i = 0; i < model->schedule_count; i++) {
        const struct model_schedule *schedule = &model->schedules[i];
        if (schedule->InitialModuleSchedule && initial != NULL) {
            ERROR(diagnostics, schedule->line,
                  "a second InitialModuleSchedule; line %u has the first, keep one of them",
                  initial->line);
        } else if (schedule->InitialModuleSchedule) {
            initial = schedule;
        }
    }
    if (model->schedule_count > 1 && initial == NULL) {
        ERROR(diagnostics, model->schedules[0].line,
              "none of the %zu schedules is the initial one; add InitialModuleSchedule=\"true\" to "
              "the one that runs first",
              model->schedule_count);
    }
}

static void check_module_ext(const struct model *model, struct diagnostics *diagnostics)
{
    if (model->ext_count > 1) {
        ERROR(diagnostics, model->ext_line, "a second ModExt; put everything into one");
    }
    if (model->WindowGuardSeconds_ns > CHECK_MAX_GUARD_NS) {
        ERROR(
            diagnostics, model->ext_line,
            "WindowGuardSeconds %s keeps interrupts off for that long at each window; at most %s, "
            "and %s is this module's without it",
            TEXT(model->WindowGuardSeconds_ns), TEXT(CHECK_MAX_GUARD_NS),
            TEXT(model_guard_ns(model)));
    }
}

/* A partition that is in no schedule would never run. */
static void check_all_run(const struct model *model, struct diagnostics *diagnostics)
{
    for (size_t p = 0; p < model->partition_count; p++) {
        bool runs = false;
        for (size_t s = 0; s < model->schedule_count; s++) {
            const struct model_schedule *schedule = &model->schedules[s];
            for (size_t i = 0; i < schedule->partition_count; i++) {
                runs = runs || schedule->partitions[i].reference.partition == p;
            }
        }
        if (!runs) {
            ERROR(diagnostics, model->partitions[p].line,
                  "partition %s is in no schedule and would never run; add a Partition_Schedule "
                  "with PartitionIdentifier %u",
                  model->partitions[p].PartitionName, model->partitions[p].PartitionIdentifier);
        }
    }
}

void check_schedules(struct model *model, struct diagnostics *diagnostics)
{
    check_module_ext(model, diagnostics);
    if (model->schedule_count == 0) {
        ERROR(diagnostics, model->line,
              "the module has no schedule; add a Module_Schedule element");
        return;
    }
    for (size_t s = 0; s < model->schedule_count; s++) {
        struct model_schedule *schedule = &model->schedules[s];
        for (size_t i = 0; i < schedule->partition_count; i++) {
            resolve_partition(model, &schedule->partitions[i].reference, diagnostics);
        }
        if (s == POK_MAX_SCHEDULES) {
            ERROR(diagnostics, schedule->line,
                  "this is schedule number %u of the module; a module has at most %u",
                  POK_MAX_SCHEDULES + 1, POK_MAX_SCHEDULES);
        }
        check_schedule(&(struct context){model, schedule, diagnostics});
    }
    check_initial(model, diagnostics);
    check_all_run(model, diagnostics);
}
