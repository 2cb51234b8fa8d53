/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/error_handler.h"
#include "core/arch.h"
#include "core/health.h"
#include "core/log.h"
#include "core/process.h"
#include "core/processor.h"

/* --- errors not yet read -------------------------------------------------------------------------
 */

/* Room for one more, or NULL. The caller fills it in and counts it. */
static struct pok_error_status *errors_next(struct error_queue *errors)
{
    if (errors->count == ERROR_QUEUE_LENGTH)
        return NULL;
    return &errors->entry[(errors->first + errors->count) % ERROR_QUEUE_LENGTH];
}

/* --- the process ---------------------------------------------------------------------------------
 */

static void handler_start(struct thread *handler)
{
    if (handler->state != POK_STATE_DORMANT)
        return;
    arch_thread_reset(handler, handler->entry, handler->stack->base + handler->stack->StackSize,
                      handler->index);
    thread_start(handler);
}

static bool handler_available(const struct partition *partition, const struct thread *thread)
{
    return partition->error_handler != NULL && partition->mode == POK_PARTITION_MODE_NORMAL &&
           thread != partition->error_handler;
}

bool error_handler_tell(struct partition *partition, const struct thread *thread, uint32_t code,
                        uint32_t address)
{
    struct pok_error_status *error = errors_next(&partition->errors);

    if (!handler_available(partition, thread) || error == NULL)
        return false;
    error->code = code;
    error->process = thread->index;
    error->address = address;
    if (code != POK_ERROR_APPLICATION_ERROR)
        error->length = 0;
    partition->errors.count++;
    handler_start(partition->error_handler);
    return true;
}

void error_handler_stop(struct thread *thread)
{
    thread_stop(thread);
    if (thread->partition->errors.count != 0)
        handler_start(thread);
}

void error_handler_reset(struct partition *partition)
{
    partition->error_handler = NULL;
    partition->errors.first = 0;
    partition->errors.count = 0;
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
    thread = process_allocate(partition, ERROR_HANDLER_NAME, stack_bytes, &ret);
    if (ret != POK_ERRNO_OK)
        return POK_ERRNO_CONFIG;
    if (!partition_may_create(partition))
        return POK_ERRNO_MODE;
    thread->entry = entry;
    thread->stack_bytes = stack_bytes;
    thread->base_priority = ERROR_HANDLER_PRIORITY;
    thread->priority = ERROR_HANDLER_PRIORITY;
    partition->error_handler = thread;
    partition->page->error_handler = thread->index;
    return POK_ERRNO_OK;
}

/* With one core per partition both kinds of concurrency are the same: nobody runs beside it. */
pok_ret_t error_handler_configure(uint32_t concurrency, uint32_t core)
{
    const struct partition *partition = processor.partition;

    if (concurrency > 1)
        return POK_ERRNO_PARAM;
    if (partition->error_handler == NULL || core != 0)
        return POK_ERRNO_CONFIG;
    return partition_may_create(partition) ? POK_ERRNO_OK : POK_ERRNO_MODE;
}

pok_ret_t error_raise(uint32_t code, uint32_t address, uint32_t length)
{
    struct partition *partition = processor.partition;
    struct pok_error_status *error = errors_next(&partition->errors);

    if (length == 0 || length > POK_MAX_ERROR_MESSAGE || code != POK_ERROR_APPLICATION_ERROR)
        return POK_ERRNO_PARAM;
    /* The place that error_handler_tell() takes next; it leaves the message there. */
    if (error != NULL) {
        if (arch_copy_from_user(error->message, address, length) != POK_ERRNO_OK)
            return POK_ERRNO_EFAULT;
        error->length = length;
    }
    health_raise(health_state_of(partition), HEALTH_ERROR_APPLICATION_ERROR, partition,
                 processor.current, 0);
    return POK_ERRNO_OK;
}

pok_ret_t error_status(uint32_t status_address)
{
    struct partition *partition = processor.partition;
    struct error_queue *errors = &partition->errors;
    pok_ret_t ret;

    if (processor.current != partition->error_handler)
        return POK_ERRNO_CONFIG;
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
    if (arch_copy_from_user(message, address, length) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    for (uint32_t i = 0; i < length; i++) {
        if (message[i] < ' ' || message[i] > '~')
            message[i] = '.';
    }
    message[length] = '\0';
    log_print(LOG_INFO, "health: message from %s, process %.32s: %s",
              processor.partition->config->PartitionName, processor.current->name, message);
    return POK_ERRNO_OK;
}
