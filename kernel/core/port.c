/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/port.h"
#include "core/arch.h"
#include "core/name.h"
#include "core/partition.h"
#include "core/processor.h"
#include "core/queuing.h"
#include "core/time.h"
#include "abi/structs.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */
#include <arch_stamp.h>

/* What an unconnected destination reads: nothing was ever written. */
static struct port_message no_message;

INIT static void port_connect(struct port *port)
{
    const struct config_port *config = port->config;

    if (config->channel == CONFIG_NONE) {
        port->source = port;
        if (port->message == NULL)
            port->message = &no_message;
        return;
    }
    port->channel = &config_module.channels[config->channel];
    port->source = &config_module.port_table[port->channel->source];
}

INIT void port_init(void)
{
    for (uint32_t i = 0; i < config_module.port_count; i++) {
        struct port *port = &config_module.port_table[i];

        *port = (struct port){
            .config = &config_module.ports[i],
            .partition = &config_module.partition_table[config_module.ports[i].partition],
            .max_message_bytes = config_module.ports[i].MaxMessageSize,
            .name_hash = name_hash(config_module.ports[i].Name),
        };
        port->message = (struct port_message *)(void *)port->config->storage;
        port->waiting.next = &port->waiting;
        port->waiting.previous = &port->waiting;
        port_connect(port);
    }
}

void port_reset_all(struct partition *partition)
{
    for (uint32_t i = 0; i < partition->port_count; i++) {
        struct port *port = &partition->ports[i];

        port->access = 0;
        port->read_sequence = 0;
        port->last_result = 0;
        queuing_reset(port);
    }
}

bool port_range_probe(uint32_t address, uint32_t bytes)
{
    uint32_t last = address + bytes - 1;
    uint8_t byte;

    for (uint32_t page = address; page < last && page >= address; page += POK_PAGE_BYTES) {
        if (arch_copy_from_user(&byte, page, 1) != POK_ERRNO_OK)
            return false;
    }
    return arch_copy_from_user(&byte, last, 1) == POK_ERRNO_OK;
}

struct port *port_find(uint32_t id)
{
    struct partition *partition = processor.partition;

    if (id >= partition->port_count)
        return NULL;
    id = arch_index(id, partition->port_count);
    return partition->ports[id].access == 0 ? NULL : &partition->ports[id];
}

pok_ret_t port_refuse(uint32_t id, uint32_t wanted)
{
    const struct port *port = port_find(id);

    if (port == NULL)
        return POK_ERRNO_PORT;
    if ((port->access ^ wanted) & 2u)
        return POK_ERRNO_KIND;
    return POK_ERRNO_DIRECTION;
}

/* A configured port of the calling partition, created or not. */
static struct port *port_named(uint32_t kind, const char *name)
{
    struct partition *partition = processor.partition;
    struct port *end = partition->ports + partition->port_count;
    uint32_t hash = name_hash(name);

    for (struct port *port = partition->ports; port < end; port++) {
        if (port->name_hash == hash && port->config->kind == kind &&
            name_equal(port->config->Name, name))
            return port;
    }
    return NULL;
}

/* Whether what the partition asks for is what the configuration says. */
static pok_ret_t request_check(const struct pok_port_create *request,
                               const struct config_port *config)
{
    if (request->direction != config->Direction ||
        request->max_message_bytes != config->MaxMessageSize)
        return POK_ERRNO_CONFIG;
    if (request->kind == POK_PORT_QUEUING)
        return request->max_messages == config->MaxNbMessages ? POK_ERRNO_OK : POK_ERRNO_CONFIG;
    if (request->refresh_period_ns <= 0 || (uint64_t)request->refresh_period_ns > TIME_MAX_NS)
        return POK_ERRNO_CONFIG;
    if (request->direction == POK_PORT_DESTINATION && config->RefreshRateSeconds_ns != 0 &&
        (uint64_t)request->refresh_period_ns != config->RefreshRateSeconds_ns)
        return POK_ERRNO_CONFIG;
    return POK_ERRNO_OK;
}

pok_ret_t port_create(uint32_t request_address, uint32_t id_address)
{
    struct partition *partition = processor.partition;
    struct pok_port_create request;
    struct port *port;
    uint32_t id;
    pok_ret_t ret;

    if (arch_copy_from_user(&request, request_address, sizeof(request)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    if (request.kind > POK_PORT_QUEUING || request.direction > POK_PORT_DESTINATION ||
        request.reserved != 0)
        return POK_ERRNO_PARAM;
    if (request.kind == POK_PORT_QUEUING && request.discipline > POK_DISCIPLINE_PRIORITY)
        return POK_ERRNO_DISCIPLINE;
    port = port_named(request.kind, request.name);
    if (port == NULL)
        return POK_ERRNO_NOTFOUND;
    if (port->access != 0)
        return POK_ERRNO_READY;
    ret = request_check(&request, port->config);
    if (ret != POK_ERRNO_OK)
        return ret;
    if (!partition_may_create(partition))
        return POK_ERRNO_MODE;
    id = (uint32_t)(port - partition->ports);
    ret = arch_copy_to_user(id_address, &id, sizeof(id));
    if (ret != POK_ERRNO_OK)
        return ret;
    port->refresh_ns = (uint64_t)request.refresh_period_ns;
    port->refresh_limit = arch_stamp_limit(port->refresh_ns);
    port->discipline = (uint8_t)request.discipline;
    port->access = PORT_ACCESS(request.kind, request.direction);
    return POK_ERRNO_OK;
}

pok_ret_t port_id(uint32_t kind, uint32_t name_address, uint32_t id_address)
{
    const struct port *port;
    char name[POK_MAX_NAME];
    uint32_t id;

    if (kind > POK_PORT_QUEUING)
        return POK_ERRNO_PARAM;
    if (arch_copy_from_user(name, name_address, sizeof(name)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    port = port_named(kind, name);
    if (port == NULL || port->access == 0)
        return POK_ERRNO_NOTFOUND;
    id = (uint32_t)(port - processor.partition->ports);
    return arch_copy_to_user(id_address, &id, sizeof(id));
}
