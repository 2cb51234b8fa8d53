/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ARINC 653 ports as device files. Reading a sampling port gives its last message (0 bytes when
 * none was written), reading a queuing port the oldest, and waits for one unless O_NONBLOCK is set.
 * A write is a message. Only the task that reads or writes waits (port_wait.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <rtems/imfs.h>
#include <rtems/libio_.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bulkhead/ports.h>
#include "core/port.h"
#include "internal.h"

struct port {
    uint32_t id;
    uint32_t max_bytes;
    bool queuing;
    bool source;
};

#define NAME_BYTES 64

static int error_of(pok_ret_t ret)
{
    switch (ret) {
    case POK_ERRNO_EMPTY:
    case POK_ERRNO_FULL:
        return EAGAIN;
    case POK_ERRNO_SIZE:
    case POK_ERRNO_PARAM:
        return EMSGSIZE;
    case POK_ERRNO_DIRECTION:
        return EBADF;
    case POK_ERRNO_EFAULT:
        return EFAULT;
    default:
        return EIO;
    }
}

/* One attempt. Returns the bytes transferred, or minus an errno. */
static ssize_t attempt_read(const struct port *port, void *buffer)
{
    uint32_t length = 0;
    pok_ret_t ret;

    if (port->queuing) {
        ret = pok_port_queuing_receive(port->id, 0, buffer, &length);
    } else {
        pok_sampling_result_t result;

        ret = pok_port_sampling_read(port->id, buffer, &result);
        if (ret == POK_ERRNO_NOACTION)
            return 0;
        length = result.length_bytes;
    }
    return ret == POK_ERRNO_OK ? (ssize_t)length : -error_of(ret);
}

static ssize_t attempt_write(const struct port *port, const void *buffer, size_t bytes)
{
    pok_ret_t ret = port->queuing ? pok_port_queuing_send(port->id, buffer, bytes, 0)
                                  : pok_port_sampling_write(port->id, buffer, bytes);

    return ret == POK_ERRNO_OK ? (ssize_t)bytes : -error_of(ret);
}

/* Transfer one message; `out` is the message to write, or NULL to read into `in`. */
static ssize_t transfer(rtems_libio_t *iop, void *in, const void *out, size_t bytes)
{
    const struct port *port = IMFS_generic_get_context_by_iop(iop);
    pok_time_t until_ns = rtems_libio_iop_is_no_delay(iop) ? 0 : POK_INFINITE_TIME;
    ssize_t done;

    if (out == NULL && bytes < port->max_bytes)
        rtems_set_errno_and_return_minus_one(EMSGSIZE);
    bulkhead_port_lock();
    do {
        done = out == NULL ? attempt_read(port, in) : attempt_write(port, out, bytes);
    } while (done == -EAGAIN && bulkhead_port_wait(until_ns));
    bulkhead_port_unlock();
    if (done < 0)
        rtems_set_errno_and_return_minus_one(-(int)done);
    return done;
}

static ssize_t port_read(rtems_libio_t *iop, void *buffer, size_t bytes)
{
    return transfer(iop, buffer, NULL, bytes);
}

static ssize_t port_write(rtems_libio_t *iop, const void *buffer, size_t bytes)
{
    return transfer(iop, NULL, buffer, bytes);
}

/* A sampling port never lets anybody wait. */
static int port_poll(rtems_libio_t *iop, int events)
{
    const struct port *port = IMFS_generic_get_context_by_iop(iop);
    int ready = port->source ? POLLOUT | POLLWRNORM : POLLIN | POLLRDNORM;
    pok_queuing_status_t status;

    if (port->queuing) {
        if (pok_port_queuing_status(port->id, &status) != POK_ERRNO_OK)
            return POLLERR;
        if (status.messages == (port->source ? status.max_messages : 0))
            ready = 0;
    }
    return ready & events;
}

static const rtems_filesystem_file_handlers_r handlers = {
    .open_h = rtems_filesystem_default_open,
    .close_h = rtems_filesystem_default_close,
    .read_h = port_read,
    .write_h = port_write,
    .ioctl_h = rtems_filesystem_default_ioctl,
    .lseek_h = rtems_filesystem_default_lseek,
    .fstat_h = IMFS_stat,
    .ftruncate_h = rtems_filesystem_default_ftruncate,
    .fsync_h = rtems_filesystem_default_fsync_or_fdatasync,
    .fdatasync_h = rtems_filesystem_default_fsync_or_fdatasync,
    .fcntl_h = rtems_filesystem_default_fcntl,
    .kqfilter_h = rtems_filesystem_default_kqfilter,
    .mmap_h = rtems_filesystem_default_mmap,
    .poll_h = port_poll,
    .readv_h = rtems_filesystem_default_readv,
    .writev_h = rtems_filesystem_default_writev,
};

static const IMFS_node_control control =
    IMFS_GENERIC_INITIALIZER(&handlers, IMFS_node_initialize_generic, IMFS_node_destroy_default);

static int install(const char *folder, const char *name, struct port row)
{
    char path[NAME_BYTES];
    struct port *port = malloc(sizeof(*port));

    if (port == NULL)
        return ENOMEM;
    if (bulkhead_port_wait_initialize() != RTEMS_SUCCESSFUL) {
        free(port);
        return ENOMEM;
    }
    *port = row;
    (void)mkdir(folder, S_IRWXU);
    strlcpy(path, folder, sizeof(path));
    strlcat(path, "/", sizeof(path));
    strlcat(path, name, sizeof(path));
    return IMFS_make_generic_node(path, S_IFCHR | S_IRUSR | S_IWUSR, &control, port) == 0 ? 0
                                                                                          : errno;
}

int bulkhead_sampling_port(const char *name, uint32_t max_bytes, bool source, int64_t refresh_ns)
{
    uint32_t id;
    pok_ret_t ret = pok_port_sampling_create(
        name, max_bytes, source ? POK_PORT_SOURCE : POK_PORT_DESTINATION, refresh_ns, &id);

    return ret != POK_ERRNO_OK
               ? EINVAL
               : install("/dev/sampling", name, (struct port){id, max_bytes, false, source});
}

int bulkhead_queuing_port(const char *name, uint32_t max_bytes, uint32_t max_messages, bool source)
{
    uint32_t id;
    pok_ret_t ret = pok_port_queuing_create(name, max_bytes, max_messages,
                                            source ? POK_PORT_SOURCE : POK_PORT_DESTINATION,
                                            POK_DISCIPLINE_FIFO, &id);

    return ret != POK_ERRNO_OK
               ? EINVAL
               : install("/dev/queuing", name, (struct port){id, max_bytes, true, source});
}
