/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ports and channels. Sampling: the channel's one message lies at its source port, and every
 * destination reads it there. Queuing: every destination has a ring, and a message is put into all
 * of them. A partition's port identifiers count its configured ports from 0.
 */
#ifndef CORE_PORT_H
#define CORE_PORT_H

#include "core/types.h"
#include "core/config.h"
#include "core/thread.h"

struct partition;

/* What `access` of a created port is: kind and direction in one comparison. 0: not created. */
#define PORT_ACCESS(kind, direction) (4u | (kind) << 1 | (direction))
#define PORT_SAMPLING_SOURCE         PORT_ACCESS(POK_PORT_SAMPLING, POK_PORT_SOURCE)
#define PORT_SAMPLING_DESTINATION    PORT_ACCESS(POK_PORT_SAMPLING, POK_PORT_DESTINATION)
#define PORT_QUEUING_SOURCE          PORT_ACCESS(POK_PORT_QUEUING, POK_PORT_SOURCE)
#define PORT_QUEUING_DESTINATION     PORT_ACCESS(POK_PORT_QUEUING, POK_PORT_DESTINATION)

/* A message as it lies in a port's storage. */
struct port_message {
    uint32_t length;
    uint8_t data[];
};

struct port {
    const struct config_port *config;
    struct partition *partition;
    const struct config_channel *channel; /* NULL: not connected */
    struct port *source;                  /* of the channel; itself: a source, or not connected */
    uint32_t access;                      /* PORT_ACCESS, 0: not created */
    uint32_t name_hash;                   /* of the configured name */
    uint32_t max_message_bytes;
    uint64_t refresh_ns;    /* sampling, as created */
    uint64_t refresh_limit; /* the same for arch_stamp_twice_and_younger() */

    /* Sampling: the channel's message, on its source port; `sequence` 0: none yet. */
    struct port_message *message;
    uint64_t written; /* arch_stamp() */
    uint32_t sequence;
    /* Sampling, destination: the message read last, and what the call returned. */
    uint32_t read_sequence;
    uint32_t last_result;
    uint32_t listeners; /* source: vCPUs of its destinations that want to be told */

    /* Queuing, destination: the ring. `promised` messages are for receivers already woken. */
    uint32_t put; /* slot */
    uint32_t get; /* slot */
    uint32_t count;
    uint32_t promised;
    uint32_t overflowed;
    /* Queuing, source: rooms kept for senders already woken. */
    uint32_t reserved;
    /* Queuing: threads that wait in a call on this port. */
    struct thread_link waiting;
    uint32_t waiting_count;
    uint8_t discipline; /* pok_discipline_t */
};

/* Boot: all ports of the module. */
void port_init(void);
/* A partition starts anew: none of its ports is created; what its rings hold is lost. */
void port_reset_all(struct partition *partition);

/*
 * Whether all of a range of the caller can be copied without a fault in its middle, so that a copy
 * over what others read is whole or not done. One page is: its first access tells.
 */
bool port_range_probe(uint32_t address, uint32_t bytes);
static inline bool port_range_whole(uint32_t address, uint32_t bytes)
{
    return address % POK_PAGE_BYTES + bytes <= POK_PAGE_BYTES || port_range_probe(address, bytes);
}

/* The calling partition's created port, or NULL. */
struct port *port_find(uint32_t id);
/* Why a port isn't the one a call needs: no such port, another kind, another direction. */
pok_ret_t port_refuse(uint32_t id, uint32_t wanted);

/* Calls: abi/syscalls.def. */
pok_ret_t port_create(uint32_t request_address, uint32_t id_address);
pok_ret_t port_id(uint32_t kind, uint32_t name_address, uint32_t id_address);

#endif
