/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/health.h"
#include "core/arch.h"
#include "core/console.h"
#include "core/error_handler.h"
#include "core/log.h"
#include "core/module.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/state.h"

_Static_assert((HEALTH_EVENTS & (HEALTH_EVENTS - 1)) == 0, "the log's index is masked");

static const char *const error_name[CONFIG_HM_ERRORS] = {
#define HM_ERROR(number, name, code, meaning) [number] = #name,
#include "abi/hm_errors.def"
#undef HM_ERROR
};

static const char *const state_name[CONFIG_HM_STATES] = {
#define HM_STATE(number, name, meaning) [number] = #name,
#include "abi/hm_states.def"
#undef HM_STATE
};

static const char *const level_name[] = {"MODULE", "PARTITION", "PROCESS"};

static const char *const action_name[] = {
    [CONFIG_HM_IGNORE] = "IGNORE",         [CONFIG_HM_SHUTDOWN] = "SHUTDOWN",
    [CONFIG_HM_RESET] = "RESET",           [CONFIG_HM_IDLE] = "IDLE",
    [CONFIG_HM_WARM_START] = "WARM_START", [CONFIG_HM_COLD_START] = "COLD_START",
};

const struct config_hm_cell *health_decide(enum health_state_id state, enum health_error error,
                                           const struct partition *partition)
{
    const struct config_hm_table *table =
        partition == NULL ? config_module.module_hm : partition->config->hm;

    return &table->cell[state][error];
}

/* --- log ---------------------------------------------------------------------------------------
 */

static uint32_t event_check(const struct health_event *event)
{
    const uint32_t *word = (const uint32_t *)event;
    uint32_t sum = HEALTH_RESET;

    while (word != &event->check)
        sum = (sum ^ *word++) * 16777619u;
    return sum;
}

INIT static bool event_kept(const struct health_event *event, uint32_t index)
{
    return event->check == event_check(event) && event->number != 0 &&
           (event->number - 1) % HEALTH_EVENTS == index &&
           (event->partition < config_module.partition_count || event->partition == CONFIG_NONE) &&
           event->error < ARRAY_COUNT(error_name) && event->state < ARRAY_COUNT(state_name) &&
           event->level < ARRAY_COUNT(level_name) && event->action < ARRAY_COUNT(action_name);
}

INIT bool health_begin(void)
{
    bool reset = health.reset == HEALTH_RESET;

    health.reset = 0;
    health.count = 0;
    health.start = 0;
    for (uint32_t i = 0; i < HEALTH_EVENTS; i++) {
        struct health_event *event = &health.event[i];

        if (!event_kept(event, i)) {
            *event = (struct health_event){0};
        } else if (event->number > health.count) {
            health.count = event->number;
            health.start = event->start + 1;
        }
    }
    return reset && health.count != 0;
}

static void health_log(enum health_state_id state, enum health_error error,
                       const struct health_report *report)
{
    struct health_event *event = &health.event[health.count++ % HEALTH_EVENTS];

    *event = (struct health_event){
        .time_ns = arch_time_ns(),
        .number = health.count,
        .start = health.start,
        .address = report->address,
        .partition = report->partition == NULL ? CONFIG_NONE : report->partition->index,
        .thread = report->thread == NULL ? CONFIG_NONE : report->thread->index,
        .error = (uint8_t)error,
        .state = (uint8_t)state,
        .level = report->decision.level,
        .action = report->decision.action,
    };
    if (report->thread != NULL)
        arch_copy_words(event->name, report->thread->name, sizeof(event->name) / sizeof(uint32_t));
    event->check = event_check(event);
}

/* --- action ------------------------------------------------------------------------------------
 */

static void health_say(const char *error, const char *who, const char *action)
{
    const char *const texts[] = {"[kernel] health: ", error, " in ", who, ": ", action, "\n", NULL};

    log_texts(LOG_WARNING, texts);
}

void health_act(struct partition *partition, uint8_t action)
{
    switch (action) {
    case CONFIG_HM_SHUTDOWN:
        module_end();
    case CONFIG_HM_RESET:
        health.reset = HEALTH_RESET;
        module_reset();
    case CONFIG_HM_IDLE:
        if (partition != NULL)
            partition_stop(partition);
        break;
    case CONFIG_HM_WARM_START:
    case CONFIG_HM_COLD_START:
        if (partition != NULL)
            partition_start(partition,
                            action == CONFIG_HM_COLD_START ? POK_PARTITION_MODE_COLD_START
                                                           : POK_PARTITION_MODE_WARM_START,
                            POK_START_HM_PARTITION_RESTART);
        break;
    default:
        break;
    }
}

uint8_t health_raise(enum health_state_id state, enum health_error error,
                     struct partition *partition, struct thread *thread, uint32_t address)
{
    struct health_report report = {
        .partition = partition,
        .thread = thread,
        .address = address,
        .decision = *health_decide(state, error, partition),
    };
    bool put_off = false;

    if (thread != NULL && thread == partition->callback) {
        /* However a callback ends, what it was called for is done. */
        report.decision.action = partition->callback_action;
        thread_stop(thread);
    } else if (report.decision.level == CONFIG_HM_LEVEL_PROCESS && thread != NULL &&
               error_handler_tell(&report)) {
        /* What the error handler takes is not the partition's business. */
        report.decision.action = CONFIG_HM_IGNORE;
    } else {
        put_off = callback_begin(&report);
    }
    health_log(state, error, &report);
    if (report.decision.action != CONFIG_HM_IGNORE)
        health_say(error_name[error],
                   partition == NULL ? "the module" : partition->config->PartitionName,
                   action_name[report.decision.action]);
    if (put_off)
        return CONFIG_HM_IGNORE;
    health_act(partition, report.decision.action);
    return report.decision.action;
}

enum health_state_id health_state_of(const struct thread *thread)
{
    const struct partition *partition = thread->partition;

    if (thread->priority > POK_PRIORITY_MAX)
        return HEALTH_STATE_ERROR_HANDLER;
    if (partition->config->guest || partition->mode == POK_PARTITION_MODE_NORMAL)
        return HEALTH_STATE_PROCESS_EXECUTION;
    return HEALTH_STATE_PARTITION_INIT;
}

void health_hardware_fault(uint32_t line)
{
    health_raise(HEALTH_STATE_MODULE_FUNCTION, HEALTH_ERROR_HARDWARE_FAULT, NULL, NULL, line);
}

static void health_print_event(const struct health_event *event)
{
    log_print(
        LOG_INFO,
        "health: %llu ns %s partition=%s process=%.32s address=%08x action=%s level=%s "
        "state=%s start=%u",
        (unsigned long long)event->time_ns, error_name[event->error],
        event->partition == CONFIG_NONE ? "-"
                                        : config_module.partitions[event->partition].PartitionName,
        event->name[0] == '\0' ? "-" : event->name, event->address, action_name[event->action],
        level_name[event->level], state_name[event->state], event->start);
}

void health_print(void)
{
    uint32_t first = health.count > HEALTH_EVENTS ? health.count - HEALTH_EVENTS : 0;

    if (health.count == 0)
        return;
    log_print(LOG_INFO, "health: %u events, the last %u:", health.count, health.count - first);
    for (uint32_t i = first; i < health.count; i++) {
        const struct health_event *event = &health.event[i % HEALTH_EVENTS];

        /* The log is longer than the console's ring. */
        console_flush_log();
        if (event->number == i + 1)
            health_print_event(event);
    }
}
