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

struct health_decision health_decide(enum health_state_id state, enum health_error error,
                                     const struct partition *partition)
{
    struct health_decision decision = {.level = config_module.system_hm->cell[state][error].level};

    if (partition == NULL)
        decision.level = CONFIG_HM_LEVEL_MODULE;
    if (decision.level == CONFIG_HM_LEVEL_MODULE)
        decision.action = config_module.module_hm->cell[state][error].action;
    else
        decision.action = partition->config->hm->cell[state][error].action;
    return decision;
}

static void health_log(enum health_state_id state, enum health_error error,
                       const struct health_decision *decision, const struct partition *partition,
                       const struct thread *thread, uint32_t address)
{
    struct health_event *event = &health.event[health.count++ % HEALTH_EVENTS];

    *event = (struct health_event){
        .time_ns = arch_time_ns(),
        .address = address,
        .partition = partition == NULL ? CONFIG_NONE : partition->index,
        .thread = thread == NULL ? CONFIG_NONE : thread->index,
        .error = (uint8_t)error,
        .state = (uint8_t)state,
        .level = decision->level,
        .action = decision->action,
    };
    if (thread != NULL)
        arch_copy_words(event->name, thread->name, sizeof(event->name) / sizeof(uint32_t));
}

static void health_say(const char *error, const char *who, const char *action)
{
    const char *const texts[] = {"[kernel] health: ", error, " in ", who, ": ", action, "\n", NULL};

    log_texts(LOG_WARNING, texts);
}

static void health_act(struct partition *partition, uint8_t action)
{
    switch (action) {
    case CONFIG_HM_SHUTDOWN:
        module_end();
    case CONFIG_HM_RESET:
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
    struct health_decision decision = health_decide(state, error, partition);

    /* What the error handler takes is not the partition's business. */
    if (decision.level == CONFIG_HM_LEVEL_PROCESS && thread != NULL &&
        error_handler_tell(partition, thread, config_module.system_hm->cell[state][error].code,
                           address))
        decision.action = CONFIG_HM_IGNORE;
    health_log(state, error, &decision, partition, thread, address);
    if (decision.action != CONFIG_HM_IGNORE)
        health_say(error_name[error],
                   partition == NULL ? "the module" : partition->config->PartitionName,
                   action_name[decision.action]);
    health_act(partition, decision.action);
    return decision.action;
}

enum health_state_id health_state_of(const struct partition *partition)
{
    if (partition->error_handler != NULL && processor.current == partition->error_handler)
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
    log_print(LOG_INFO,
              "health: %llu ns %s partition=%s process=%.32s address=%08x action=%s level=%s "
              "state=%s",
              (unsigned long long)event->time_ns, error_name[event->error],
              event->partition == CONFIG_NONE
                  ? "-"
                  : config_module.partitions[event->partition].PartitionName,
              event->name[0] == '\0' ? "-" : event->name, event->address,
              action_name[event->action], level_name[event->level], state_name[event->state]);
}

void health_print(void)
{
    uint32_t first = health.count > HEALTH_EVENTS ? health.count - HEALTH_EVENTS : 0;

    if (health.count == 0)
        return;
    log_print(LOG_INFO, "health: %u events, the last %u:", health.count, health.count - first);
    for (uint32_t i = first; i < health.count; i++) {
        /* The log is longer than the console's ring. */
        console_flush_log();
        health_print_event(&health.event[i % HEALTH_EVENTS]);
    }
}
