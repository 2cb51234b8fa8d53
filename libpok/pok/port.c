/* SPDX-License-Identifier: BSD-2-Clause */
/* Ports under POK's names: those of core/port.h. */
#define POK_API_OWN_NAMES
#include "pok/include/pok_api.h"
#include "abi/limits.h"
#include "core/port.h"

/* POK counts its directions from the program's side, from 1 on. */
static pok_port_direction_t direction_of(uint8_t direction)
{
    return direction == POKAPI_PORT_DIRECTION_OUT ? POK_PORT_SOURCE : POK_PORT_DESTINATION;
}

static uint8_t pok_direction_of(uint32_t direction)
{
    return direction == POK_PORT_SOURCE ? POKAPI_PORT_DIRECTION_OUT : POKAPI_PORT_DIRECTION_IN;
}

/* A time-out of 0 doesn't wait, as everywhere with ports. */
static pok_time_t timeout_ns(uint64_t us)
{
    return us > INT64_MAX / 1000 ? POK_INFINITE_TIME : (pok_time_t)us * 1000;
}

/* The configuration knows how many messages there is room for; POK's call doesn't say it. */
pok_ret_t pok_port_queueing_create(char *name, pok_port_size_t size, uint8_t direction,
                                   pok_queueing_discipline_t discipline, pok_port_id_t *id)
{
    pok_ret_t ret = POK_ERRNO_CONFIG;
    uint32_t number = 0;

    for (uint32_t n = 1; ret == POK_ERRNO_CONFIG && n <= POK_MAX_QUEUE_MESSAGES; n++) {
        ret = pok_port_queuing_create(name, size, n, direction_of(direction),
                                      (pok_discipline_t)discipline, &number);
    }
    if (ret == POK_ERRNO_OK) {
        *id = (pok_port_id_t)number;
    }
    return ret;
}

pok_ret_t pok_port_queueing_receive(pok_port_id_t id, uint64_t timeout, pok_port_size_t maxlen,
                                    void *data, pok_port_size_t *len)
{
    pok_queuing_status_t status;
    pok_ret_t ret = pok_port_queuing_status(id, &status);

    if (ret == POK_ERRNO_OK && maxlen < status.max_message_bytes) {
        ret = POK_ERRNO_SIZE;
    }
    return ret == POK_ERRNO_OK ? pok_port_queuing_receive(id, timeout_ns(timeout), data, len) : ret;
}

pok_ret_t pok_port_queueing_send(pok_port_id_t id, const void *data, pok_port_size_t len,
                                 uint64_t timeout)
{
    return pok_port_queuing_send(id, data, len, timeout_ns(timeout));
}

pok_ret_t pok_port_queueing_status(pok_port_id_t id, pok_port_queueing_status_t *status)
{
    pok_queuing_status_t own;
    pok_ret_t ret = pok_port_queuing_status(id, &own);

    if (ret == POK_ERRNO_OK) {
        status->size = own.max_message_bytes;
        status->direction = pok_direction_of(own.direction);
        status->nb_messages = (uint8_t)own.messages;
        status->waiting_processes = (uint8_t)own.waiting;
    }
    return ret;
}

static pok_ret_t id_of(pok_port_kind_t kind, const char *name, pok_port_id_t *id)
{
    uint32_t number = 0;
    pok_ret_t ret = pok_port_id(kind, name, &number);

    if (ret == POK_ERRNO_OK) {
        *id = (pok_port_id_t)number;
    }
    return ret;
}

pok_ret_t pok_port_queueing_id(char *name, pok_port_id_t *id)
{
    return id_of(POK_PORT_QUEUING, name, id);
}

pok_ret_t pok_port_sampling_id(char *name, pok_port_id_t *id)
{
    return id_of(POK_PORT_SAMPLING, name, id);
}

pok_ret_t pokapi_port_sampling_create(char *name, pok_port_size_t size, uint8_t direction,
                                      uint64_t refresh, pok_port_id_t *id)
{
    uint32_t number = 0;
    pok_ret_t ret = pok_port_sampling_create(name, size, direction_of(direction),
                                             (pok_time_t)(refresh * 1000000), &number);

    if (ret == POK_ERRNO_OK) {
        *id = (pok_port_id_t)number;
    }
    return ret;
}

pok_ret_t pokapi_port_sampling_write(pok_port_id_t id, const void *data, pok_port_size_t len)
{
    return pok_port_sampling_write(id, data, len);
}

pok_ret_t pokapi_port_sampling_read(pok_port_id_t id, void *message, pok_port_size_t *len,
                                    pok_bool_t *valid)
{
    pok_sampling_result_t result = {0, 0};
    pok_ret_t ret = pok_port_sampling_read(id, message, &result);

    *len = result.length_bytes;
    *valid = result.valid != 0;
    return ret == POK_ERRNO_NOACTION ? POK_ERRNO_EMPTY : ret;
}

pok_ret_t pokapi_port_sampling_status(pok_port_id_t id, pok_port_sampling_status_t *status)
{
    pok_sampling_status_t own;
    pok_ret_t ret = pok_port_sampling_status(id, &own);

    if (ret == POK_ERRNO_OK) {
        status->size = own.max_message_bytes;
        status->direction = pok_direction_of(own.direction);
        status->refresh = (uint64_t)own.refresh_period_ns / 1000000;
        status->validity = own.last_valid != 0;
    }
    return ret;
}
