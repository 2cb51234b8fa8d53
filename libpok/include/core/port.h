/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages between partitions. Part 1, interpartition communication. Ports are in the
 * configuration; creating one says that the program agrees with it. Natives and guests use the same
 * calls.
 */
#ifndef LIBPOK_CORE_PORT_H
#define LIBPOK_CORE_PORT_H

#include "core/call.h"
#include "abi/structs.h"

typedef struct pok_sampling_status pok_sampling_status_t;
typedef struct pok_queuing_status pok_queuing_status_t;

/* What a read gives beside the message. */
typedef struct {
    uint32_t length_bytes;
    uint32_t valid; /* 1: not older than the refresh period */
} pok_sampling_result_t;

/*
 * Create the port that the configuration has under this name (up to 32 characters). Lengths in
 * bytes, 1 to 8192 and as configured; refresh_ns more than 0; messages 1 to 512 and as configured.
 *
 * POK_ERRNO_OK          *id is its identifier
 * POK_ERRNO_EFAULT      a pointer is not in the partition's memory
 * POK_ERRNO_NOTFOUND    the partition has no such port in the configuration
 * POK_ERRNO_PARAM       no such direction
 * POK_ERRNO_DISCIPLINE  no such discipline
 * POK_ERRNO_READY       created already
 * POK_ERRNO_CONFIG      size, number, direction or refresh period are not the configured ones, or
 * the refresh period is not positive POK_ERRNO_MODE        a native partition in NORMAL mode
 *
 * Part 1, CREATE_SAMPLING_PORT and CREATE_QUEUING_PORT.
 */
pok_ret_t pok_port_sampling_create(const char *name, uint32_t max_message_bytes,
                                   pok_port_direction_t direction, pok_time_t refresh_ns,
                                   uint32_t *id);
pok_ret_t pok_port_queuing_create(const char *name, uint32_t max_message_bytes,
                                  uint32_t max_messages, pok_port_direction_t direction,
                                  pok_discipline_t discipline, uint32_t *id);

/*
 * Identifier of a created port.
 *
 * POK_ERRNO_OK        done
 * POK_ERRNO_EFAULT    a pointer is not in the partition's memory
 * POK_ERRNO_NOTFOUND  no created port of that kind and name
 *
 * Part 1, GET_SAMPLING_PORT_ID and GET_QUEUING_PORT_ID.
 */
pok_ret_t pok_port_id(pok_port_kind_t kind, const char *name, uint32_t *id);

/*
 * Write a message, replacing the last one, to all destinations of the channel.
 *
 * POK_ERRNO_OK         done
 * POK_ERRNO_PORT       no such created port
 * POK_ERRNO_KIND       a queuing port
 * POK_ERRNO_DIRECTION  a destination port
 * POK_ERRNO_PARAM      length 0
 * POK_ERRNO_SIZE       length over the port's
 * POK_ERRNO_EFAULT     the message is not in the partition's readable memory
 *
 * Part 1, WRITE_SAMPLING_MESSAGE.
 */
pok_ret_t pok_port_sampling_write(uint32_t id, const void *message, uint32_t length);

/*
 * Read the last message into `message`, which must take the port's message size.
 *
 * POK_ERRNO_OK         result->length_bytes were read; result->valid: not older than the refresh
 * period POK_ERRNO_NOACTION   none was written since the module's start; *result is 0, 0
 * POK_ERRNO_PORT       no such created port
 * POK_ERRNO_KIND       a queuing port
 * POK_ERRNO_DIRECTION  a source port
 * POK_ERRNO_EFAULT     the message's place is not in the partition's writable memory
 *
 * *result is written by the library, and with other codes left as it is. Part 1,
 * READ_SAMPLING_MESSAGE.
 */
pok_ret_t pok_port_sampling_read(uint32_t id, void *message, pok_sampling_result_t *result);

/* POK_ERRNO_OK, POK_ERRNO_PORT, POK_ERRNO_KIND, POK_ERRNO_EFAULT as above. Part 1,
 * GET_SAMPLING_PORT_STATUS. */
pok_ret_t pok_port_sampling_status(uint32_t id, pok_sampling_status_t *status);

/*
 * Send a message. With no room, wait up to timeout_ns (0: not at all; POK_INFINITE_TIME: for ever);
 * a guest's vCPU sleeps as a whole.
 *
 * POK_ERRNO_OK         done
 * POK_ERRNO_PORT       no such created port
 * POK_ERRNO_KIND       a sampling port
 * POK_ERRNO_DIRECTION  a destination port
 * POK_ERRNO_SIZE       length 0 or over the port's
 * POK_ERRNO_TIME       timeout_ns is below -1
 * POK_ERRNO_EFAULT     the message is not in the partition's readable memory
 * POK_ERRNO_FULL       no room, and timeout_ns is 0
 * POK_ERRNO_TIMEOUT    no room in that time
 * POK_ERRNO_MODE       it would have to wait, and can't: initialisation, or preemption lock
 *
 * Part 1, SEND_QUEUING_MESSAGE.
 */
pok_ret_t pok_port_queuing_send(uint32_t id, const void *message, uint32_t length,
                                pok_time_t timeout_ns);

/*
 * Receive the oldest message into `message`, which must take the port's message size, and its
 * length into *length. Without one, wait as above.
 *
 * POK_ERRNO_OK         done
 * POK_ERRNO_PORT       no such created port
 * POK_ERRNO_KIND       a sampling port
 * POK_ERRNO_DIRECTION  a source port
 * POK_ERRNO_TIME       timeout_ns is below -1
 * POK_ERRNO_EFAULT     a pointer is not in the partition's writable memory
 * POK_ERRNO_EMPTY      no message, and timeout_ns is 0
 * POK_ERRNO_TIMEOUT    no message in that time
 * POK_ERRNO_MODE       it would have to wait, and can't: initialisation, or preemption lock
 *
 * Part 1, RECEIVE_QUEUING_MESSAGE.
 */
pok_ret_t pok_port_queuing_receive(uint32_t id, pok_time_t timeout_ns, void *message,
                                   uint32_t *length);

/* POK_ERRNO_OK, POK_ERRNO_PORT, POK_ERRNO_KIND, POK_ERRNO_EFAULT as above. Part 1,
 * GET_QUEUING_PORT_STATUS. */
pok_ret_t pok_port_queuing_status(uint32_t id, pok_queuing_status_t *status);

#endif
