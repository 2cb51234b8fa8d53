/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/error_handler.h"
#include "core/arch.h"
#include "core/health.h"
#include "core/log.h"
#include "core/name.h"
#include "core/process.h"
#include "core/processor.h"
#include "core/state.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

/* --- errors not yet read -------------------------------------------------------------------------
 */

/* False: there are too many already. */
static bool error_put(struct error_queue *errors, const struct health_report *report)
{
    struct pok_error_status *error;

    if (errors->count == ERROR_QUEUE_LENGTH)
        return false;
    error = &errors->entry[(errors->first + errors->count++) % ERROR_QUEUE_LENGTH];
    error->code = report->decision.code;
    error->action = report->decision.action;
    error->address = report->address;
    error->process = report->thread == NULL ? 0 : report->thread->index;
    error->partition =
        report->partition == NULL ? 0 : report->partition->config->PartitionIdentifier;
    error->length = 0;
    if (error->code == POK_ERROR_APPLICATION_ERROR) {
        error->length = raised.length;
        arch_copy_words(error->message, raised.message, sizeof(raised.message) / sizeof(uint32_t));
    }
    return true;
}

/* --- the process ---------------------------------------------------------------------------------
 */

/* A whole name, for copies in words. */
static const char handler_name[POK_MAX_NAME] = ERROR_HANDLER_NAME;

static void handler_start(struct thread *handler, uint32_t argument)
{
    if (handler->state != POK_STATE_DORMANT)
        return;
    arch_thread_reset(handler, handler->entry, handler->stack->base + handler->stack->StackSize,
                      argument);
    thread_start(handler);
}

bool error_handler_tell(const struct health_report *report)
{
    struct partition *partition = report->partition;
    struct thread *handler = partition->error_handler;

    if (handler == NULL || handler == report->thread ||
        partition->mode != POK_PARTITION_MODE_NORMAL || !error_put(&partition->errors, report))
        return false;
    handler_start(handler, handler->index);
    return true;
}

void error_handler_stop(struct thread *thread)
{
    struct partition *partition = thread->partition;

    thread_stop(thread);
    if (thread == partition->callback)
        health_act(partition, partition->callback_action);
    else if (partition->errors.count != 0)
        handler_start(thread, thread->index);
}

void error_handler_reset(struct partition *partition)
{
    partition->error_handler = NULL;
    partition->page->error_handler = 0;
    partition->errors.first = 0;
    partition->errors.count = 0;
}

/* --- callbacks -----------------------------------------------------------------------------------
 */

/* Behind the partition's threads: no call knows its identifier. */
INIT void callback_init(struct partition *partition)
{
    struct thread *thread;

    if (partition->config->callback_entry == 0)
        return;
    thread = &partition->threads[--partition->thread_count];
    name_copy(thread->name, "callback");
    thread->entry = partition->config->callback_entry;
    thread->priority = CALLBACK_PRIORITY;
    thread->time_capacity_ns = partition->config->CallbackCapacitySeconds_ns;
    partition->callback = thread;
}

bool callback_begin(const struct health_report *report)
{
    struct partition *told = report->partition;
    uint32_t function = config_module.ModuleCallback;

    if (report->decision.level == CONFIG_HM_LEVEL_MODULE)
        told = &config_module.partition_table[config_module.callback_partition];
    else
        function = told->config->PartitionCallback;
    /* One at a time, and only in a partition that is there: otherwise the action is not put off. */
    if (function == 0 || told->callback->state != POK_STATE_DORMANT || partition_starts(told) ||
        told->mode == POK_PARTITION_MODE_IDLE)
        return false;
    told->callback_action = report->decision.action;
    told->callback_errors.count = 0;
    (void)error_put(&told->callback_errors, report);
    process_set_release(told->callback, arch_time_ns());
    handler_start(told->callback, function);
    return true;
}

/* --- calls ---------------------------------------------------------------------------------------
 */

pok_ret_t error_handler_create(uint32_t entry, uint32_t stack_bytes)
{
    struct partition *partition = processor.partition;
    struct thread *thread;
    pok_ret_t ret;

    if (partition->error_handler != NULL)
        return POK_ERRNO_EXISTS;
    if (!partition_may_execute(partition, entry))
        return POK_ERRNO_CONFIG;
    thread = process_allocate(partition, handler_name, stack_bytes, &ret);
    if (ret != POK_ERRNO_OK)
        return POK_ERRNO_CONFIG;
    if (!partition_may_create(partition))
        return POK_ERRNO_MODE;
    arch_copy_words(thread->name, handler_name, sizeof(handler_name) / sizeof(uint32_t));
    thread->entry = entry;
    thread->stack_bytes = stack_bytes;
    thread->base_priority = ERROR_HANDLER_PRIORITY;
    thread->priority = ERROR_HANDLER_PRIORITY;
    partition->error_handler = thread;
    partition->page->error_handler = thread->index;
    return POK_ERRNO_OK;
}

pok_ret_t error_raise(uint32_t code, uint32_t address, uint32_t length)
{
    struct partition *partition = processor.partition;

    if (length == 0 || length > POK_MAX_ERROR_MESSAGE || code != POK_ERROR_APPLICATION_ERROR)
        return POK_ERRNO_PARAM;
    length = arch_index(length, POK_MAX_ERROR_MESSAGE + 1);
    if (arch_copy_from_user(raised.message, address, length) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    raised.length = length;
    health_raise(health_state_of(processor.current), HEALTH_ERROR_APPLICATION_ERROR, partition,
                 processor.current, 0);
    return POK_ERRNO_OK;
}

pok_ret_t error_status(uint32_t status_address)
{
    struct partition *partition = processor.partition;
    struct error_queue *errors = &partition->errors;
    pok_ret_t ret;

    if (processor.current->priority <= POK_PRIORITY_MAX)
        return POK_ERRNO_CONFIG;
    if (processor.current == partition->callback)
        errors = &partition->callback_errors;
    if (errors->count == 0)
        return POK_ERRNO_NOACTION;
    ret =
        arch_copy_to_user(status_address, &errors->entry[errors->first], sizeof(errors->entry[0]));
    if (ret != POK_ERRNO_OK)
        return ret;
    errors->first = (uint8_t)((errors->first + 1) % ERROR_QUEUE_LENGTH);
    errors->count--;
    return POK_ERRNO_OK;
}

pok_ret_t application_message(uint32_t address, uint32_t length)
{
    char message[POK_MAX_ERROR_MESSAGE + 1];

    if (length == 0 || length > POK_MAX_ERROR_MESSAGE)
        return POK_ERRNO_PARAM;
    length = arch_index(length, POK_MAX_ERROR_MESSAGE + 1);
    if (arch_copy_from_user(message, address, length) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    message[length] = '\0';
    log_print(LOG_INFO, "health: message from %s, process %.32s: %s",
              processor.partition->config->PartitionName, processor.current->name, message);
    return POK_ERRNO_OK;
}
