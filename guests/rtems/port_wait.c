/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiting for ARINC 653 ports: only the task that waits does. The ports' virtual interrupt wakes a
 * task of this file, which wakes all that wait; each looks at its own port again. A change that
 * comes between such a look and the wait isn't lost: both are under one mutex.
 */
#include <bsp/irq-generic.h>
#include <errno.h>
#include <poll.h>
#include <rtems/libio_.h>
#include <rtems/thread.h>
#include <sys/lock.h>
#include <sys/select.h>

#include "core/port.h"
#include "internal.h"

#define PORT_EVENT   RTEMS_EVENT_0
#define PRIORITY     2
#define SECOND_NS    1000000000
#define MILLISECOND  1000000
#define POLL_ALWAYS  (POLLERR | POLLHUP | POLLNVAL)
#define SELECT_READ  (POLLIN | POLLRDNORM)
#define SELECT_WRITE (POLLOUT | POLLWRNORM)
#define SELECT_FILES FD_SETSIZE

static rtems_mutex mutex = RTEMS_MUTEX_INITIALIZER("Ports");
static rtems_condition_variable changed = RTEMS_CONDITION_VARIABLE_INITIALIZER("Ports");
static rtems_id server;
static bool initialized;

static void port_interrupt(void *argument)
{
    (void)argument;
    (void)rtems_event_send(server, PORT_EVENT);
}

static rtems_task serve(rtems_task_argument argument)
{
    rtems_event_set events;

    (void)argument;
    for (;;) {
        (void)rtems_event_receive(PORT_EVENT, RTEMS_EVENT_ANY, RTEMS_NO_TIMEOUT, &events);
        rtems_mutex_lock(&mutex);
        rtems_condition_variable_broadcast(&changed);
        rtems_mutex_unlock(&mutex);
    }
}

rtems_status_code bulkhead_port_wait_initialize(void)
{
    rtems_status_code sc;

    if (initialized)
        return RTEMS_SUCCESSFUL;
    sc = rtems_task_create(rtems_build_name('P', 'O', 'R', 'T'), PRIORITY, RTEMS_MINIMUM_STACK_SIZE,
                           RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES, &server);
    if (sc == RTEMS_SUCCESSFUL)
        sc = rtems_task_start(server, serve, 0);
    if (sc == RTEMS_SUCCESSFUL)
        sc = rtems_interrupt_handler_install(BULKHEAD_VECTOR_PORT, "Ports", RTEMS_INTERRUPT_UNIQUE,
                                             port_interrupt, NULL);
    initialized = sc == RTEMS_SUCCESSFUL;
    return sc;
}

void bulkhead_port_lock(void)
{
    rtems_mutex_lock(&mutex);
}

void bulkhead_port_unlock(void)
{
    rtems_mutex_unlock(&mutex);
}

pok_time_t bulkhead_port_until(pok_time_t timeout_ns)
{
    if (timeout_ns == 0 || timeout_ns == POK_INFINITE_TIME)
        return timeout_ns;
    return _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE) + timeout_ns;
}

/* RTEMS waits by its time of day: the same distance from now there. */
bool bulkhead_port_wait(pok_time_t until_ns)
{
    pok_time_t left_ns;
    struct timespec until;

    if (until_ns == 0)
        return false;
    if (until_ns == POK_INFINITE_TIME) {
        rtems_condition_variable_wait(&changed, &mutex);
        return true;
    }
    left_ns = until_ns - _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE);
    if (left_ns <= 0)
        return false;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    left_ns += until.tv_nsec;
    until.tv_sec += left_ns / SECOND_NS;
    until.tv_nsec = (long)(left_ns % SECOND_NS);
    (void)_Condition_Wait_timed(&changed, &mutex, &until);
    return true;
}

/* --- poll() and select() ------------------------------------------------------------------------
 *
 * RTEMS has neither by itself; a network library that has them goes before these. They wait for
 * ports; other files say once what they are.
 */

static short poll_file(int fd, short events)
{
    rtems_libio_t *iop;
    int ready = POLLNVAL;

    if (fd < 0)
        return 0;
    if ((uint32_t)fd >= rtems_libio_number_iops)
        return POLLNVAL;
    iop = rtems_libio_iop(fd);
    if ((rtems_libio_iop_hold(iop) & LIBIO_FLAGS_OPEN) != 0)
        ready = (*iop->pathinfo.handlers->poll_h)(iop, events);
    rtems_libio_iop_drop(iop);
    return (short)(ready & (events | POLL_ALWAYS));
}

static int poll_scan(struct pollfd *files, nfds_t count)
{
    int ready = 0;

    for (nfds_t i = 0; i < count; i++) {
        files[i].revents = poll_file(files[i].fd, files[i].events);
        ready += files[i].revents != 0;
    }
    return ready;
}

static int poll_until(struct pollfd *files, nfds_t count, pok_time_t until_ns)
{
    int ready;

    bulkhead_port_lock();
    do {
        ready = poll_scan(files, count);
    } while (ready == 0 && bulkhead_port_wait(until_ns));
    bulkhead_port_unlock();
    return ready;
}

__attribute__((weak)) int poll(struct pollfd *files, nfds_t count, int timeout_ms)
{
    pok_time_t timeout_ns =
        timeout_ms < 0 ? POK_INFINITE_TIME : (pok_time_t)timeout_ms * MILLISECOND;

    return poll_until(files, count, bulkhead_port_until(timeout_ns));
}

static nfds_t select_files(struct pollfd *files, int count, const fd_set *in, const fd_set *out)
{
    nfds_t used = 0;

    for (int fd = 0; fd < count; fd++) {
        short events = 0;

        if (in != NULL && FD_ISSET(fd, in))
            events |= SELECT_READ;
        if (out != NULL && FD_ISSET(fd, out))
            events |= SELECT_WRITE;
        if (events != 0)
            files[used++] = (struct pollfd){.fd = fd, .events = events};
    }
    return used;
}

/* Leave in a set what is ready; returns how many those are. */
static int select_result(const struct pollfd *files, nfds_t count, fd_set *set, short events)
{
    int ready = 0;

    if (set == NULL)
        return 0;
    FD_ZERO(set);
    for (nfds_t i = 0; i < count; i++) {
        if (files[i].revents & events) {
            FD_SET(files[i].fd, set);
            ready++;
        }
    }
    return ready;
}

__attribute__((weak)) int select(int count, fd_set *in, fd_set *out, fd_set *except,
                                 struct timeval *timeout)
{
    struct pollfd files[SELECT_FILES];
    pok_time_t timeout_ns = POK_INFINITE_TIME;
    nfds_t used;

    if (count < 0 || count > SELECT_FILES)
        rtems_set_errno_and_return_minus_one(EINVAL);
    if (timeout != NULL)
        timeout_ns = (pok_time_t)timeout->tv_sec * SECOND_NS + timeout->tv_usec * 1000;
    used = select_files(files, count, in, out);
    (void)poll_until(files, used, bulkhead_port_until(timeout_ns));
    for (nfds_t i = 0; i < used; i++) {
        if (files[i].revents & POLLNVAL)
            rtems_set_errno_and_return_minus_one(EBADF);
    }
    (void)select_result(files, used, except, 0);
    return select_result(files, used, in, SELECT_READ) +
           select_result(files, used, out, SELECT_WRITE);
}
