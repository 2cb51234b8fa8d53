/* SPDX-License-Identifier: BSD-2-Clause */
/* Buffers and blackboards under POK's names: those of the APEX. Error handling beside them. */
#define POK_API_OWN_NAMES
#include "pok/include/pok_api.h"
#include "arinc653/apexBlackboard.h"
#include "arinc653/apexBuffer.h"
#include "arinc653/apexError.h"
#include "abi/structs.h"
#include "core/call.h"
#include "core/error_process.h"

static pok_ret_t pok_result(RETURN_CODE_TYPE code)
{
    static const pok_ret_t result[] = {
        [NO_ERROR] = POK_ERRNO_OK,
        [NO_ACTION] = POK_ERRNO_EXISTS,
        [NOT_AVAILABLE] = POK_ERRNO_EMPTY,
        [INVALID_PARAM] = POK_ERRNO_EINVAL,
        [INVALID_CONFIG] = POK_ERRNO_TOOMANY,
        [INVALID_MODE] = POK_ERRNO_MODE,
        [TIMED_OUT] = POK_ERRNO_TIMEOUT,
    };

    return result[code];
}

/* A time-out of 0 waits without end. */
static SYSTEM_TIME_TYPE timeout_ns(uint64_t us)
{
    return us == 0 || us > INT64_MAX / 1000 ? INFINITE_TIME_VALUE : (SYSTEM_TIME_TYPE)us * 1000;
}

pok_ret_t pok_blackboard_create(char *name, pok_size_t msg_size, pok_blackboard_id_t *id)
{
    BLACKBOARD_ID_TYPE number = 0;
    RETURN_CODE_TYPE code;

    CREATE_BLACKBOARD(name, (MESSAGE_SIZE_TYPE)msg_size, &number, &code);
    if (code == NO_ERROR) {
        *id = (pok_blackboard_id_t)number;
    }
    return pok_result(code);
}

pok_ret_t pok_blackboard_read(pok_blackboard_id_t id, uint64_t timeout, void *data,
                              pok_port_size_t *len)
{
    MESSAGE_SIZE_TYPE length = 0;
    RETURN_CODE_TYPE code;

    READ_BLACKBOARD(id, timeout_ns(timeout), data, &length, &code);
    *len = (pok_port_size_t)length;
    return pok_result(code);
}

pok_ret_t pok_blackboard_display(pok_blackboard_id_t id, const void *message, pok_port_size_t len)
{
    RETURN_CODE_TYPE code;

    DISPLAY_BLACKBOARD(id, (MESSAGE_ADDR_TYPE)(uintptr_t)message, (MESSAGE_SIZE_TYPE)len, &code);
    return pok_result(code);
}

pok_ret_t pok_blackboard_clear(pok_blackboard_id_t id)
{
    RETURN_CODE_TYPE code;

    CLEAR_BLACKBOARD(id, &code);
    return pok_result(code);
}

pok_ret_t pok_blackboard_id(char *name, pok_blackboard_id_t *id)
{
    BLACKBOARD_ID_TYPE number = 0;
    RETURN_CODE_TYPE code;

    GET_BLACKBOARD_ID(name, &number, &code);
    *id = (pok_blackboard_id_t)number;
    return code == NO_ERROR ? POK_ERRNO_OK : POK_ERRNO_NOTFOUND;
}

pok_ret_t pok_blackboard_status(pok_blackboard_id_t id, pok_blackboard_status_t *status)
{
    BLACKBOARD_STATUS_TYPE apex;
    RETURN_CODE_TYPE code;

    GET_BLACKBOARD_STATUS(id, &apex, &code);
    if (code == NO_ERROR) {
        status->msg_size = (pok_port_size_t)apex.MAX_MESSAGE_SIZE;
        status->empty = apex.EMPTY_INDICATOR == EMPTY;
        status->waiting_processes = (pok_range_t)apex.WAITING_PROCESSES;
    }
    return pok_result(code);
}

pok_ret_t pok_buffer_create(char *name, pok_port_size_t size, pok_port_size_t msg_size,
                            pok_queueing_discipline_t discipline, pok_buffer_id_t *id)
{
    BUFFER_ID_TYPE number = 0;
    RETURN_CODE_TYPE code;

    if (msg_size == 0) {
        return POK_ERRNO_SIZE;
    }
    CREATE_BUFFER(name, (MESSAGE_SIZE_TYPE)msg_size, (MESSAGE_RANGE_TYPE)(size / msg_size),
                  (QUEUING_DISCIPLINE_TYPE)discipline, &number, &code);
    if (code == NO_ERROR) {
        *id = (pok_buffer_id_t)number;
    }
    return pok_result(code);
}

pok_ret_t pok_buffer_receive(pok_buffer_id_t id, uint64_t timeout, void *data, pok_port_size_t *len)
{
    MESSAGE_SIZE_TYPE length = 0;
    RETURN_CODE_TYPE code;

    RECEIVE_BUFFER(id, timeout_ns(timeout), data, &length, &code);
    *len = (pok_port_size_t)length;
    return pok_result(code);
}

pok_ret_t pok_buffer_send(pok_buffer_id_t id, const void *data, pok_port_size_t len,
                          uint64_t timeout)
{
    RETURN_CODE_TYPE code;

    SEND_BUFFER(id, (MESSAGE_ADDR_TYPE)(uintptr_t)data, (MESSAGE_SIZE_TYPE)len, timeout_ns(timeout),
                &code);
    return pok_result(code);
}

pok_ret_t pok_buffer_id(char *name, pok_buffer_id_t *id)
{
    BUFFER_ID_TYPE number = 0;
    RETURN_CODE_TYPE code;

    GET_BUFFER_ID(name, &number, &code);
    *id = (pok_buffer_id_t)number;
    return code == NO_ERROR ? POK_ERRNO_OK : POK_ERRNO_NOTFOUND;
}

pok_ret_t pok_port_buffer_status(pok_buffer_id_t id, pok_buffer_status_t *status)
{
    BUFFER_STATUS_TYPE apex;
    RETURN_CODE_TYPE code;

    GET_BUFFER_STATUS(id, &apex, &code);
    if (code == NO_ERROR) {
        status->nb_messages = (pok_range_t)apex.NB_MESSAGE;
        status->max_messages = (pok_range_t)apex.MAX_NB_MESSAGE;
        status->message_size = (pok_size_t)apex.MAX_MESSAGE_SIZE;
        status->waiting_processes = (pok_range_t)apex.WAITING_PROCESSES;
    }
    return pok_result(code);
}

void pok_error_raise_application_error(char *msg, uint32_t msg_size)
{
    (void)pok_call_ERROR_RAISE(POK_ERROR_APPLICATION_ERROR, pok_address(msg), msg_size);
}

pok_ret_t pok_error_get(pok_error_status_t *status)
{
    static struct pok_error_status last;
    pok_ret_t ret = pok_call_ERROR_STATUS(pok_address(&last));

    if (ret == POK_ERRNO_OK) {
        status->error_kind = (uint8_t)(POK_ERROR_KIND_DEADLINE_MISSED + last.code);
        status->failed_thread = last.process;
        status->failed_addr = last.address;
        status->msg = (char *)last.message;
        status->msg_size = last.length;
    }
    return ret;
}
