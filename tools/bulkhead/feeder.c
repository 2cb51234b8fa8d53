/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "feeder.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE_BYTES 4096

struct feeder {
    int file; /* -1: all of it is read */
    int socket;
    char piece[PIECE_BYTES];
    ssize_t filled;
    ssize_t written;
};

/* Put the next bytes into the socket; the file is closed after its last. */
static bool feed(struct feeder *feeder)
{
    if (feeder->written == feeder->filled) {
        feeder->written = 0;
        feeder->filled = read(feeder->file, feeder->piece, sizeof(feeder->piece));
        if (feeder->filled <= 0) {
            feeder->filled = 0;
            close(feeder->file);
            feeder->file = -1;
            return true;
        }
    }
    ssize_t sent = send(feeder->socket, feeder->piece + feeder->written,
                        (size_t)(feeder->filled - feeder->written), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
        feeder->written += sent;
    }
    return sent > 0;
}

static _Noreturn void feeder_run(struct feeder *feeder)
{
    char dropped[PIECE_BYTES];

    for (;;) {
        struct pollfd wait = {
            .fd = feeder->socket,
            .events = (short)(POLLIN | (feeder->file >= 0 ? POLLOUT : 0)),
        };
        if (poll(&wait, 1, -1) < 0 || (wait.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
            _exit(0);
        }
        if ((wait.revents & POLLIN) != 0 && read(feeder->socket, dropped, sizeof(dropped)) <= 0) {
            _exit(0);
        }
        if ((wait.revents & POLLOUT) != 0 && !feed(feeder)) {
            _exit(0);
        }
    }
}

pid_t feeder_start(const char *path, int *other_end)
{
    struct feeder feeder = {.file = open(path, O_RDONLY | O_CLOEXEC)};
    int sockets[2];

    if (feeder.file < 0) {
        fprintf(stderr, "bulkhead: %s: %m\n", path);
        return -1;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) {
        fprintf(stderr, "bulkhead: no socket: %m\n");
        close(feeder.file);
        return -1;
    }
    fflush(NULL);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(sockets[1]);
        feeder.socket = sockets[0];
        if (getppid() != parent) {
            _exit(0);
        }
        feeder_run(&feeder);
    }
    close(feeder.file);
    close(sockets[0]);
    if (child < 0) {
        fprintf(stderr, "bulkhead: no new process: %m\n");
        close(sockets[1]);
        return -1;
    }
    *other_end = sockets[1];
    return child;
}
