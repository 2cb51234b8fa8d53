/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queuing ports. A message goes into the ring of every destination that has room; the sender waits
 * when none has (with one destination: when it is full), and a ring that was full among several
 * counts an overflow.
 *
 * A thread that waits is woken by what it waits for happening, in whatever window that is: from
 * then on a message is promised to it, or a room kept for it, and it does the copy itself when it
 * runs again. So its memory is touched in its own address space only.
 */
#ifndef CORE_QUEUING_H
#define CORE_QUEUING_H

#include "core/types.h"

struct port;
struct thread;

/* The owner of a port starts anew. */
void queuing_reset(struct port *port);
/*
 * Source: let one more that waits go on, as at `now_ns`; false when nobody waits any more or there
 * is no room.
 */
bool queuing_wake(struct port *port, uint64_t now_ns);
/* The time-out of a thread that waits on a port passed. */
void queuing_timeout(struct thread *thread);
/* A thread ends: it waits no longer, and what was kept for it goes to the next. */
void queuing_abandon(struct thread *thread);

/* Calls: abi/syscalls.def. */
pok_ret_t queuing_send(uint32_t id, uint32_t address, uint32_t length, uint32_t timeout_address);
pok_ret_t queuing_receive(uint32_t id, uint32_t address, uint32_t length_address,
                          uint32_t timeout_address);
pok_ret_t queuing_status(uint32_t id, uint32_t status_address);
pok_ret_t queuing_clear(uint32_t id);

#endif
