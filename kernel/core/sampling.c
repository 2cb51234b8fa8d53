/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/sampling.h"
#include "core/arch.h"
#include "core/partition.h"
#include "core/port.h"
#include "core/processor.h"
#include "abi/structs.h"
#include "bsp.h"

/* Tell the guests among the destinations. */
static void sampling_announce(const struct port *source)
{
    for (uint32_t i = 0; i < source->channel->destination_count; i++)
        bsp_port_event(config_module.port_table[source->channel->destinations[i]].partition);
}

pok_ret_t sampling_write(uint32_t id, uint32_t address, uint32_t length)
{
    const struct partition *partition = processor.partition;
    struct port *port;
    pok_ret_t ret;

    if (id >= partition->port_count)
        return POK_ERRNO_PORT;
    port = &partition->ports[id];
    if (port->access != PORT_SAMPLING_SOURCE)
        return port_refuse(id, PORT_SAMPLING_SOURCE);
    if (length - 1 >= port->max_message_bytes)
        return length == 0 ? POK_ERRNO_PARAM : POK_ERRNO_SIZE;
    if (port->channel == NULL)
        return POK_ERRNO_OK;
    if (!port_range_whole(address, length))
        return POK_ERRNO_EFAULT;
    ret = arch_copy_from_user(port->message->data, address, length);
    if (ret != POK_ERRNO_OK)
        return ret;
    port->message->length = length;
    port->written_ns = arch_time_ns();
    port->sequence++;
    if (port->guests)
        sampling_announce(port);
    return POK_ERRNO_OK;
}

/* Nothing has been written yet. */
static __attribute__((noinline)) pok_ret_t read_nothing(uint32_t result_address)
{
    const struct pok_sampling_result result = {0};
    pok_ret_t ret = arch_copy_to_user(result_address, &result, sizeof(result));

    return ret == POK_ERRNO_OK ? POK_ERRNO_NOACTION : ret;
}

pok_ret_t sampling_read(uint32_t id, uint32_t address, uint32_t result_address)
{
    const struct partition *partition = processor.partition;
    struct pok_sampling_result result;
    const struct port *source;
    struct port *port;
    pok_ret_t ret;

    if (id >= partition->port_count)
        return POK_ERRNO_PORT;
    port = &partition->ports[id];
    if (port->access != PORT_SAMPLING_DESTINATION)
        return port_refuse(id, PORT_SAMPLING_DESTINATION);
    source = port->source;
    if (source->sequence == 0)
        return read_nothing(result_address);
    result.length_bytes = source->message->length;
    ret = arch_copy_to_user(address, source->message->data, result.length_bytes);
    if (ret != POK_ERRNO_OK)
        return ret;
    result.valid = arch_time_ns() - source->written_ns <= port->refresh_ns;
    ret = arch_copy_to_user(result_address, &result, sizeof(result));
    if (ret != POK_ERRNO_OK)
        return ret;
    port->read_sequence = source->sequence;
    port->last_valid = result.valid != 0;
    return POK_ERRNO_OK;
}

pok_ret_t sampling_status(uint32_t id, uint32_t status_address)
{
    const struct port *port = port_find(id);
    struct pok_sampling_status status;

    if (port == NULL || port->config->kind != POK_PORT_SAMPLING)
        return port_refuse(id, PORT_SAMPLING_SOURCE);
    status = (struct pok_sampling_status){
        .refresh_period_ns = (pok_time_t)port->refresh_ns,
        .max_message_bytes = port->max_message_bytes,
        .direction = port->config->Direction,
        .last_valid = port->last_valid,
    };
    if (port->source->sequence != 0) {
        status.last_message_ns = (pok_time_t)port->source->written_ns;
        status.updated = port->read_sequence == port->source->sequence ? 1 : 2;
    }
    return arch_copy_to_user(status_address, &status, sizeof(status));
}
