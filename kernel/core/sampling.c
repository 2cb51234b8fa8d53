/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/sampling.h"
#include "core/arch.h"
#include "core/partition.h"
#include "core/port.h"
#include "core/processor.h"
#include "core/syscall.h"
#include "abi/structs.h"
#include "bsp.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */
#include <arch_stamp.h>
#include <user_store.h>

/* Tell the guests among the destinations. */
static __attribute__((noinline)) void sampling_announce(const struct port *source)
{
    for (uint32_t i = 0; i < source->channel->destination_count; i++)
        bsp_port_event(config_module.port_table[source->channel->destinations[i]].partition);
}

/*
 * The calling partition's port when it is created, of this kind and direction; NULL otherwise, and
 * port_refuse() tells why.
 */
static inline struct port *port_with(uint32_t id, uint32_t access)
{
    const struct partition *partition = processor.partition;
    struct port *port;

    if (id >= partition->port_count)
        return NULL;
    port = &partition->ports[arch_index(id, partition->port_count)];
    return port->access == access ? port : NULL;
}

/*
 * Writing and reading are counted in instructions: a message of one word, the most frequent there
 * is, goes through registers, and age is compared in the counter's own unit.
 */
pok_ret_t syscall_sampling_write(uint32_t call, uint32_t id, uint32_t address, uint32_t length,
                                 uint32_t a4)
{
    struct port *port = port_with(id, PORT_SAMPLING_SOURCE);

    (void)call, (void)a4;
    if (port == NULL)
        return port_refuse(id, PORT_SAMPLING_SOURCE);
    if (length - 1 >= port->max_message_bytes)
        return length == 0 ? POK_ERRNO_PARAM : POK_ERRNO_SIZE;
    length = arch_index(length, port->max_message_bytes + 1);
    if (__builtin_expect(length == sizeof(uint32_t), 1)) {
        if (!user_load_1(address, (uint32_t *)(void *)port->message->data))
            return POK_ERRNO_EFAULT;
    } else {
        if (length > POK_PAGE_BYTES && !port_range_probe(address, length))
            return POK_ERRNO_EFAULT;
        if (arch_copy_message(port->message->data, address, length) != POK_ERRNO_OK)
            return POK_ERRNO_EFAULT;
    }
    port->message->length = length;
    port->sequence++;
    port->written = arch_stamp();
    if (port->listeners != 0)
        sampling_announce(port);
    return POK_ERRNO_OK;
}

/* What a read returns and the port's status remembers; the message has been copied. */
static inline pok_ret_t read_done(struct port *port, const struct port *source, uint32_t length)
{
    uint32_t result;

    port->read_sequence = source->sequence;
    result = arch_stamp_twice_and_younger(length, &source->written, &port->refresh_limit);
    port->last_result = result;
    return (pok_ret_t)result;
}

/* A message of another length than a word, or none at all: it has length 0 then. */
static __attribute__((noinline)) pok_ret_t read_any(struct port *port, uint32_t address)
{
    const struct port *source = port->source;
    const struct port_message *message = source->message;

    if (source->sequence == 0)
        return (pok_ret_t)-POK_ERRNO_NOACTION;
    if (arch_copy_to_user(address, message->data, message->length) != POK_ERRNO_OK)
        return (pok_ret_t)-POK_ERRNO_EFAULT;
    return read_done(port, source, message->length);
}

pok_ret_t syscall_sampling_read(uint32_t call, uint32_t id, uint32_t address, uint32_t a3,
                                uint32_t a4)
{
    struct port *port = port_with(id, PORT_SAMPLING_DESTINATION);
    const struct port_message *message;
    const struct port *source;

    (void)call, (void)a3, (void)a4;
    if (port == NULL)
        return (pok_ret_t)-port_refuse(id, PORT_SAMPLING_DESTINATION);
    source = port->source;
    message = source->message;
    if (message->length != sizeof(uint32_t))
        return read_any(port, address);
    if (!user_store_1(address, *(const uint32_t *)(const void *)message->data))
        return (pok_ret_t)-POK_ERRNO_EFAULT;
    return read_done(port, source, sizeof(uint32_t));
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
        .last_valid = port->last_result & 1,
    };
    if (port->source->sequence != 0) {
        status.last_message_ns = (pok_time_t)arch_stamp_ns(port->source->written);
        status.updated = port->read_sequence == port->source->sequence ? 1 : 2;
    }
    return arch_copy_to_user(status_address, &status, sizeof(status));
}
