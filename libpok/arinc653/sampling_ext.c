/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A writer in another partition's window may come between two calls: what was read belongs together
 * when the time stamp before is still the one after.
 */
#include "arinc653/apexSamplingExt.h"
#include "core/port.h"
#include "core/time.h"
#include "arinc653/return_code.h"

/* The message with the status it had when it was read. */
static pok_ret_t sampling_read(uint32_t id, void *message, pok_sampling_result_t *result,
                               pok_sampling_status_t *before)
{
    pok_sampling_status_t after;
    pok_ret_t ret;

    do {
        ret = pok_port_sampling_status(id, before);
        if (ret == POK_ERRNO_OK) {
            ret = pok_port_sampling_read(id, message, result);
        }
        if (ret != POK_ERRNO_OK) {
            return ret;
        }
        ret = pok_port_sampling_status(id, &after);
    } while (ret == POK_ERRNO_OK && after.last_message_ns != before->last_message_ns);
    return ret;
}

void READ_UPDATED_SAMPLING_MESSAGE(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                                   MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                                   UPDATED_TYPE *UPDATED, RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_sampling_result_t result = {0, 0};
    pok_sampling_status_t status;
    pok_ret_t ret = sampling_read(KERNEL_PORT_ID(SAMPLING_PORT_ID), MESSAGE_ADDR, &result, &status);

    *RETURN_CODE = return_code_of_use(ret);
    if (ret == POK_ERRNO_OK || ret == POK_ERRNO_NOACTION) {
        *LENGTH = ret == POK_ERRNO_OK ? (MESSAGE_SIZE_TYPE)result.length_bytes : 0;
        *UPDATED = ret == POK_ERRNO_OK ? (UPDATED_TYPE)status.updated : EMPTY_PORT;
    }
}

void GET_SAMPLING_PORT_CURRENT_STATUS(
    SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
    SAMPLING_PORT_CURRENT_STATUS_TYPE *SAMPLING_PORT_CURRENT_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    SAMPLING_PORT_CURRENT_STATUS_TYPE *current = SAMPLING_PORT_CURRENT_STATUS;
    pok_sampling_status_t status;
    pok_time_t now = 0;

    *RETURN_CODE =
        return_code_of_use(pok_port_sampling_status(KERNEL_PORT_ID(SAMPLING_PORT_ID), &status));
    if (*RETURN_CODE != NO_ERROR) {
        return;
    }
    (void)pok_time_get(&now);
    current->REFRESH_PERIOD = status.refresh_period_ns;
    current->TIME_STAMP = status.last_message_ns;
    current->MAX_MESSAGE_SIZE = (MESSAGE_SIZE_TYPE)status.max_message_bytes;
    current->PORT_DIRECTION = (PORT_DIRECTION_TYPE)status.direction;
    current->UPDATED = (UPDATED_TYPE)status.updated;
    current->MESSAGE_AGE =
        status.updated != EMPTY_PORT && now - status.last_message_ns <= status.refresh_period_ns
            ? FRESH
            : STALE;
}

void READ_SAMPLING_MESSAGE_CONDITIONAL(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                                       SYSTEM_TIME_TYPE REF_TIME_STAMP,
                                       MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                                       SYSTEM_TIME_TYPE *TIME_STAMP, RETURN_CODE_TYPE *RETURN_CODE)
{
    uint32_t id = KERNEL_PORT_ID(SAMPLING_PORT_ID);
    pok_sampling_result_t result = {0, 0};
    pok_sampling_status_t status;
    pok_ret_t ret = pok_port_sampling_status(id, &status);

    if (ret == POK_ERRNO_OK && status.direction == POK_PORT_SOURCE) {
        ret = POK_ERRNO_DIRECTION;
    } else if (ret == POK_ERRNO_OK &&
               (status.updated == EMPTY_PORT || status.last_message_ns <= REF_TIME_STAMP)) {
        ret = POK_ERRNO_NOACTION;
    } else if (ret == POK_ERRNO_OK) {
        ret = sampling_read(id, MESSAGE_ADDR, &result, &status);
    }
    *RETURN_CODE = return_code_of_use(ret);
    if (ret == POK_ERRNO_OK || ret == POK_ERRNO_NOACTION) {
        *LENGTH = (MESSAGE_SIZE_TYPE)result.length_bytes;
        *TIME_STAMP = status.updated == EMPTY_PORT ? 0 : status.last_message_ns;
    }
}
