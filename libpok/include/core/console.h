/* SPDX-License-Identifier: BSD-2-Clause */
/* The partition's console: text goes into the partition's ring and from there to the device. */
#ifndef LIBPOK_CORE_CONSOLE_H
#define LIBPOK_CORE_CONSOLE_H

#include "core/call.h"
#include "abi/limits.h"

/*
 * Queue `length` bytes at `text` for the console, all of them or none. A line is shown when its
 * newline is there, behind the partition's name.
 *
 * POK_ERRNO_OK           queued
 * POK_ERRNO_EMPTY        length 0, and no whole line is left to send; POK_ERRNO_OK while one is
 * POK_ERRNO_SIZE         length is over POK_CONSOLE_WRITE_MAX (256)
 * POK_ERRNO_EFAULT       the text is not in the partition's readable memory
 * POK_ERRNO_UNAVAILABLE  no room for all of it now; nothing was queued
 */
pok_ret_t pok_cons_write(const char *text, size_t length);

/*
 * The same for any length, in pieces; waits (in NORMAL mode asleep, otherwise by asking again)
 * while there is no room.
 *
 * POK_ERRNO_OK      all of it is queued
 * POK_ERRNO_EFAULT  a piece is not in the partition's readable memory; those before it are queued
 */
pok_ret_t pok_cons_write_all(const char *text, size_t length);

#endif
