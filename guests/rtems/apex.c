/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * APEX from RTEMS. libpok's services serve as they are, but for those that wait: there the whole
 * guest would. libpok/arinc653/queuing.c is compiled with these two in place of the kernel's
 * (mk/rtems.mk), and so only the task waits.
 */
#include "core/port.h"
#include "internal.h"

/* libpok's with the names that mk/rtems.mk gives them. */
pok_ret_t bulkhead_queuing_send(uint32_t id, const void *message, uint32_t length,
                                pok_time_t timeout_ns);
pok_ret_t bulkhead_queuing_receive(uint32_t id, pok_time_t timeout_ns, void *message,
                                   uint32_t *length);

/* What goes wrong at once is the kernel's to say, a time-out below -1 included; so it is asked with
 * the caller's when that isn't one to wait for. */
static bool may_wait(pok_time_t timeout_ns)
{
    return (timeout_ns > 0 || timeout_ns == POK_INFINITE_TIME) &&
           bulkhead_port_wait_initialize() == RTEMS_SUCCESSFUL;
}

pok_ret_t bulkhead_queuing_send(uint32_t id, const void *message, uint32_t length,
                                pok_time_t timeout_ns)
{
    pok_time_t until_ns;
    pok_ret_t ret;

    if (!may_wait(timeout_ns))
        return pok_port_queuing_send(id, message, length, timeout_ns);
    until_ns = bulkhead_port_until(timeout_ns);
    bulkhead_port_lock();
    do {
        ret = pok_port_queuing_send(id, message, length, 0);
    } while (ret == POK_ERRNO_FULL && bulkhead_port_wait(until_ns));
    bulkhead_port_unlock();
    return ret == POK_ERRNO_FULL ? POK_ERRNO_TIMEOUT : ret;
}

pok_ret_t bulkhead_queuing_receive(uint32_t id, pok_time_t timeout_ns, void *message,
                                   uint32_t *length)
{
    pok_time_t until_ns;
    pok_ret_t ret;

    if (!may_wait(timeout_ns))
        return pok_port_queuing_receive(id, timeout_ns, message, length);
    until_ns = bulkhead_port_until(timeout_ns);
    bulkhead_port_lock();
    do {
        ret = pok_port_queuing_receive(id, 0, message, length);
    } while (ret == POK_ERRNO_EMPTY && bulkhead_port_wait(until_ns));
    bulkhead_port_unlock();
    return ret == POK_ERRNO_EMPTY ? POK_ERRNO_TIMEOUT : ret;
}
