/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/queuing.h"
#include "core/arch.h"
#include "core/partition.h"
#include "core/port.h"
#include "core/processor.h"
#include "core/time.h"
#include "abi/structs.h"
#include "bsp.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

static void send_resume(struct thread *thread);
static void receive_resume(struct thread *thread);

/* --- rings ------------------------------------------------------------------------------------ */

static struct port_message *slot(const struct port *port, uint32_t index)
{
    return (struct port_message *)(void *)(port->config->storage +
                                           index * port->config->slot_bytes);
}

static uint32_t slot_after(const struct port *port, uint32_t index)
{
    return index + 1 == port->config->MaxNbMessages ? 0 : index + 1;
}

static struct port *destination(const struct port *source, uint32_t i)
{
    return &config_module.port_table[source->channel->destinations[i]];
}

static uint32_t destination_count(const struct port *source)
{
    return source->channel == NULL ? 0 : source->channel->destination_count;
}

/* A room in this ring that isn't kept for a woken sender. */
static bool ring_has_room(const struct port *ring, const struct port *source)
{
    return ring->count + source->reserved < ring->config->MaxNbMessages;
}

static bool source_has_room(const struct port *source)
{
    uint32_t count = destination_count(source);

    for (uint32_t i = 0; i < count; i++) {
        if (ring_has_room(destination(source, i), source))
            return true;
    }
    return count == 0;
}

/* --- waiting ---------------------------------------------------------------------------------- */

static bool is_source(const struct port *port)
{
    return port->config->Direction == POK_PORT_SOURCE;
}

static void waiting_insert(struct port *port, struct thread *thread)
{
    struct thread_link *next = &port->waiting;

    if (port->discipline == POK_DISCIPLINE_PRIORITY) {
        for (next = port->waiting.next; next != &port->waiting; next = next->next) {
            if (CONTAINER_OF(next, struct thread, link)->priority < thread->priority)
                break;
        }
    }
    thread->link.next = next;
    thread->link.previous = next->previous;
    next->previous->next = &thread->link;
    next->previous = &thread->link;
    port->waiting_count++;
}

static void waiting_remove(struct port *port, struct thread *thread)
{
    thread->link.previous->next = thread->link.next;
    thread->link.next->previous = thread->link.previous;
    port->waiting_count--;
    thread->port_wait.port = NULL;
}

/* Whether its time-out has passed, even if its partition's window has not come since. */
static bool has_timed_out(const struct thread *thread, uint64_t now_ns)
{
    return thread->timeout.place != 0 && thread->timeout.expiry_ns <= now_ns;
}

/* The first that still waits; the others are their timers' business. */
static struct thread *waiting_first(const struct port *port, uint64_t now_ns)
{
    for (struct thread_link *link = port->waiting.next; link != &port->waiting; link = link->next) {
        struct thread *thread = CONTAINER_OF(link, struct thread, link);

        if (!has_timed_out(thread, now_ns))
            return thread;
    }
    return NULL;
}

/* Let the first thread that still waits go on with what is kept for it from now on. */
static bool wake_first(struct port *port, uint64_t now_ns)
{
    struct thread *thread = waiting_first(port, now_ns);

    if (thread == NULL)
        return false;
    waiting_remove(port, thread);
    timer_disarm(&thread->partition->timers, &thread->timeout);
    thread->port_wait.port = port;
    thread->resume = is_source(port) ? send_resume : receive_resume;
    if (is_source(port))
        port->reserved++;
    else
        port->promised++;
    thread_wake(thread, THREAD_WAIT_PORT);
    return true;
}

bool queuing_wake(struct port *port, uint64_t now_ns)
{
    return is_source(port) && port->waiting_count != 0 && source_has_room(port) &&
           wake_first(port, now_ns);
}

/* After rooms became free in a ring: one, which is for one thread, or many. */
static void room_appeared(struct port *source, bool many)
{
    if (source == NULL)
        return;
    if (many || source->partition->work != WORK_NONE) {
        if (source->waiting_count != 0)
            partition_wake_waiting(source->partition);
    } else {
        (void)queuing_wake(source, arch_time_ns());
    }
    bsp_port_event(source->partition);
}

/* After a message came into a ring. */
static void message_appeared(struct port *ring)
{
    if (ring->waiting_count != 0 && ring->count > ring->promised)
        (void)wake_first(ring, arch_time_ns());
    bsp_port_event(ring->partition);
}

void queuing_timeout(struct thread *thread)
{
    waiting_remove(thread->port_wait.port, thread);
    arch_thread_set_return(thread, POK_ERRNO_TIMEOUT);
    thread_wake(thread, THREAD_WAIT_PORT);
}

void queuing_abandon(struct thread *thread)
{
    struct port *port = thread->port_wait.port;

    if (port == NULL)
        return;
    if (thread->wait & THREAD_WAIT_PORT) {
        waiting_remove(port, thread);
        return;
    }
    thread->port_wait.port = NULL;
    if (is_source(port)) {
        port->reserved--;
        (void)queuing_wake(port, arch_time_ns());
    } else {
        port->promised--;
        if (port->waiting_count != 0 && port->count > port->promised)
            (void)wake_first(port, arch_time_ns());
    }
}

/* Its threads have ended: nobody waits on it, and nothing is kept for one. */
void queuing_reset(struct port *port)
{
    uint32_t rooms = port->count;

    port->put = 0;
    port->get = 0;
    port->count = 0;
    port->promised = 0;
    port->reserved = 0;
    port->overflowed = 0;
    port->waiting.next = &port->waiting;
    port->waiting.previous = &port->waiting;
    port->waiting_count = 0;
    /* Who waits for room in its own partition ends, too. */
    if (rooms != 0 && port->source->partition != port->partition)
        room_appeared(port->source, true);
}

/*
 * Wait with a decoded time-out. What the call returns in the end is set by whoever ends the wait.
 */
static pok_ret_t port_wait(struct port *port, int64_t timeout_ns, uint32_t address, uint32_t length,
                           uint32_t length_address)
{
    struct thread *thread = processor.current;

    if (!partition_may_wait(thread->partition))
        return POK_ERRNO_MODE;
    thread->port_wait.port = port;
    thread->port_wait.address = address;
    thread->port_wait.length = length;
    thread->port_wait.length_address = length_address;
    thread_wait(thread, THREAD_WAIT_PORT);
    waiting_insert(port, thread);
    if (timeout_ns != POK_INFINITE_TIME)
        timer_arm(&thread->partition->timers, &thread->timeout,
                  arch_time_ns() + (uint64_t)timeout_ns);
    return POK_ERRNO_OK;
}

static pok_ret_t timeout_read(uint32_t address, int64_t *timeout_ns)
{
    if (arch_copy_from_user(timeout_ns, address, sizeof(*timeout_ns)) != POK_ERRNO_OK)
        return POK_ERRNO_EFAULT;
    if (*timeout_ns < POK_INFINITE_TIME || *timeout_ns > (int64_t)TIME_MAX_NS)
        return POK_ERRNO_TIME;
    return POK_ERRNO_OK;
}

/* --- sending ---------------------------------------------------------------------------------- */

/* The message is in `first`'s next slot; into the others it goes from there. */
static void send_copies(const struct port *source, struct port *first)
{
    const struct port_message *message = slot(first, first->put);
    uint32_t words = 1 + (message->length + 3) / 4;

    for (uint32_t i = 0; i < destination_count(source); i++) {
        struct port *ring = destination(source, i);

        if (ring == first)
            continue;
        if (!ring_has_room(ring, source)) {
            ring->overflowed++;
            continue;
        }
        arch_copy_words(slot(ring, ring->put), message, words);
        ring->put = slot_after(ring, ring->put);
        ring->count++;
        message_appeared(ring);
    }
}

/* Send; there is room in a ring that isn't kept for another. */
static pok_ret_t send_now(const struct port *source, uint32_t address, uint32_t length)
{
    struct port *first = NULL;
    pok_ret_t ret;

    for (uint32_t i = 0; first == NULL && i < destination_count(source); i++) {
        if (ring_has_room(destination(source, i), source))
            first = destination(source, i);
    }
    if (first == NULL)
        return POK_ERRNO_OK;
    ret = arch_copy_from_user(slot(first, first->put)->data, address, length);
    if (ret != POK_ERRNO_OK)
        return ret;
    slot(first, first->put)->length = length;
    if (destination_count(source) > 1)
        send_copies(source, first);
    first->put = slot_after(first, first->put);
    first->count++;
    message_appeared(first);
    return POK_ERRNO_OK;
}

static void send_resume(struct thread *thread)
{
    struct port *port = thread->port_wait.port;
    pok_ret_t ret;

    thread->port_wait.port = NULL;
    port->reserved--;
    ret = send_now(port, thread->port_wait.address, thread->port_wait.length);
    arch_thread_set_return(thread, ret);
    if (ret != POK_ERRNO_OK)
        room_appeared(port, false);
}

pok_ret_t queuing_send(uint32_t id, uint32_t address, uint32_t length, uint32_t timeout_address)
{
    struct port *port = port_find(id);
    int64_t timeout_ns;
    pok_ret_t ret;

    if (port == NULL || port->access != PORT_QUEUING_SOURCE)
        return port_refuse(id, PORT_QUEUING_SOURCE);
    if (length - 1 >= port->max_message_bytes)
        return length == 0 ? POK_ERRNO_PARAM : POK_ERRNO_SIZE;
    length = arch_index(length, port->max_message_bytes + 1);
    ret = timeout_read(timeout_address, &timeout_ns);
    if (ret != POK_ERRNO_OK)
        return ret;
    if (source_has_room(port))
        return send_now(port, address, length);
    if (timeout_ns == 0)
        return POK_ERRNO_FULL;
    return port_wait(port, timeout_ns, address, length, 0);
}

/* --- receiving -------------------------------------------------------------------------------- */

/* Take the oldest message; there is one. It stays when the caller's memory can't take it. */
static pok_ret_t receive_now(struct port *port, uint32_t address, uint32_t length_address)
{
    const struct port_message *message = slot(port, port->get);
    pok_ret_t ret = arch_copy_to_user(address, message->data, message->length);

    if (ret == POK_ERRNO_OK)
        ret = arch_copy_to_user(length_address, &message->length, sizeof(message->length));
    if (ret != POK_ERRNO_OK)
        return ret;
    port->get = slot_after(port, port->get);
    port->count--;
    room_appeared(port->source, false);
    return POK_ERRNO_OK;
}

static void receive_resume(struct thread *thread)
{
    struct port *port = thread->port_wait.port;
    pok_ret_t ret;

    thread->port_wait.port = NULL;
    port->promised--;
    ret = receive_now(port, thread->port_wait.address, thread->port_wait.length_address);
    arch_thread_set_return(thread, ret);
    if (ret != POK_ERRNO_OK && port->waiting_count != 0)
        (void)wake_first(port, arch_time_ns());
}

pok_ret_t queuing_receive(uint32_t id, uint32_t address, uint32_t length_address,
                          uint32_t timeout_address)
{
    struct port *port = port_find(id);
    int64_t timeout_ns;
    pok_ret_t ret;

    if (port == NULL || port->access != PORT_QUEUING_DESTINATION)
        return port_refuse(id, PORT_QUEUING_DESTINATION);
    ret = timeout_read(timeout_address, &timeout_ns);
    if (ret != POK_ERRNO_OK)
        return ret;
    if (port->count > port->promised)
        return receive_now(port, address, length_address);
    if (timeout_ns == 0)
        return POK_ERRNO_EMPTY;
    return port_wait(port, timeout_ns, address, 0, length_address);
}

/* --- status ----------------------------------------------------------------------------------- */

/* A source's messages: those that wait in the fullest of its rings. */
static uint32_t message_count(const struct port *port)
{
    uint32_t most = 0;

    if (!is_source(port))
        return port->count;
    for (uint32_t i = 0; i < destination_count(port); i++) {
        if (destination(port, i)->count > most)
            most = destination(port, i)->count;
    }
    return most;
}

pok_ret_t queuing_status(uint32_t id, uint32_t status_address)
{
    const struct port *port = port_find(id);
    struct pok_queuing_status status;

    if (port == NULL || port->config->kind != POK_PORT_QUEUING)
        return port_refuse(id, PORT_QUEUING_SOURCE);
    status = (struct pok_queuing_status){
        .messages = message_count(port),
        .max_messages = port->config->MaxNbMessages,
        .max_message_bytes = port->max_message_bytes,
        .direction = port->config->Direction,
        .waiting = port->waiting_count,
        .overflowed = port->overflowed,
    };
    return arch_copy_to_user(status_address, &status, sizeof(status));
}

/* What woken receivers have been promised stays. */
pok_ret_t queuing_clear(uint32_t id)
{
    struct port *port = port_find(id);
    uint32_t rooms;

    if (port == NULL || port->config->kind != POK_PORT_QUEUING)
        return port_refuse(id, PORT_QUEUING_DESTINATION);
    if (is_source(port))
        return POK_ERRNO_DIRECTION;
    rooms = port->count - port->promised;
    port->put = port->get;
    for (uint32_t i = 0; i < port->promised; i++)
        port->put = slot_after(port, port->put);
    port->count = port->promised;
    if (rooms != 0)
        room_appeared(port->source, true);
    return POK_ERRNO_OK;
}
