/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes of a file that arrive at a serial port. */
#ifndef BULKHEAD_FEEDER_H
#define BULKHEAD_FEEDER_H

#include <sys/types.h>

/*
 * Start a process that writes the file into a new socket, as fast as the other end takes it, and
 * throws away what comes back. `*other_end` is that end, inherited by children, for QEMU; the
 * process ends when it is closed everywhere. Returns its identifier, or -1 when it was not started;
 * why has been printed.
 */
pid_t feeder_start(const char *path, int *other_end);

#endif
