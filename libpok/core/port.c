/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/port.h"
#include "core/name.h"

pok_ret_t pok_port_sampling_create(const char *name, uint32_t max_message_bytes,
                                   pok_port_direction_t direction, pok_time_t refresh_ns,
                                   uint32_t *id)
{
    struct pok_port_create create = {
        .kind = POK_PORT_SAMPLING,
        .direction = direction,
        .max_message_bytes = max_message_bytes,
        .refresh_period_ns = refresh_ns,
    };

    pok_name_copy(create.name, name);
    return pok_call_PORT_CREATE(pok_address(&create), pok_address(id));
}

pok_ret_t pok_port_queuing_create(const char *name, uint32_t max_message_bytes,
                                  uint32_t max_messages, pok_port_direction_t direction,
                                  pok_discipline_t discipline, uint32_t *id)
{
    struct pok_port_create create = {
        .kind = POK_PORT_QUEUING,
        .direction = direction,
        .max_message_bytes = max_message_bytes,
        .max_messages = max_messages,
        .discipline = discipline,
    };

    pok_name_copy(create.name, name);
    return pok_call_PORT_CREATE(pok_address(&create), pok_address(id));
}

pok_ret_t pok_port_id(pok_port_kind_t kind, const char *name, uint32_t *id)
{
    char full_name[POK_MAX_NAME];

    pok_name_copy(full_name, name);
    return pok_call_PORT_ID(kind, pok_address(full_name), pok_address(id));
}

pok_ret_t pok_port_sampling_write(uint32_t id, const void *message, uint32_t length)
{
    return pok_call_SAMPLING_WRITE(id, pok_address(message), length);
}

pok_ret_t pok_port_sampling_read(uint32_t id, void *message, pok_sampling_result_t *result)
{
    int32_t ret = (int32_t)pok_call_SAMPLING_READ(id, pok_address(message));

    if (ret >= 0) {
        *result = (pok_sampling_result_t){(uint32_t)ret >> 1, (uint32_t)ret & 1};
        return POK_ERRNO_OK;
    }
    if (ret == -POK_ERRNO_NOACTION) {
        *result = (pok_sampling_result_t){0, 0};
    }
    return (pok_ret_t)-ret;
}

pok_ret_t pok_port_sampling_status(uint32_t id, pok_sampling_status_t *status)
{
    return pok_call_SAMPLING_STATUS(id, pok_address(status));
}

pok_ret_t pok_port_queuing_send(uint32_t id, const void *message, uint32_t length,
                                pok_time_t timeout_ns)
{
    return pok_call_QUEUING_SEND(id, pok_address(message), length, pok_address(&timeout_ns));
}

pok_ret_t pok_port_queuing_receive(uint32_t id, pok_time_t timeout_ns, void *message,
                                   uint32_t *length)
{
    return pok_call_QUEUING_RECEIVE(id, pok_address(message), pok_address(length),
                                    pok_address(&timeout_ns));
}

pok_ret_t pok_port_queuing_status(uint32_t id, pok_queuing_status_t *status)
{
    return pok_call_QUEUING_STATUS(id, pok_address(status));
}
