/* SPDX-License-Identifier: BSD-2-Clause */
/* The C library's files: the console for output, nothing else. */
#include <errno.h>
#include <reent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi/limits.h"
#include "core/console.h"

static int fail(struct _reent *reent, int error)
{
    reent->_errno = error;
    return -1;
}

static int is_output(int file)
{
    return file == STDOUT_FILENO || file == STDERR_FILENO;
}

_ssize_t _write_r(struct _reent *reent, int file, const void *text, size_t bytes)
{
    if (!is_output(file))
        return fail(reent, EBADF);
    if (pok_cons_write_all(text, bytes) != POK_ERRNO_OK)
        return fail(reent, EFAULT);
    return (_ssize_t)bytes;
}

_ssize_t _read_r(struct _reent *reent, int file, void *buffer, size_t bytes)
{
    (void)buffer, (void)bytes;
    return file == STDIN_FILENO ? 0 : fail(reent, EBADF);
}

int _close_r(struct _reent *reent, int file)
{
    (void)file;
    return fail(reent, EBADF);
}

_off_t _lseek_r(struct _reent *reent, int file, _off_t offset, int whence)
{
    (void)file, (void)offset, (void)whence;
    return fail(reent, ESPIPE);
}

int _fstat_r(struct _reent *reent, int file, struct stat *status)
{
    if (file > STDERR_FILENO)
        return fail(reent, EBADF);
    *status = (struct stat){.st_mode = S_IFCHR, .st_blksize = POK_CONSOLE_WRITE_MAX};
    return 0;
}

int _isatty_r(struct _reent *reent, int file)
{
    (void)reent;
    return is_output(file);
}

int _open_r(struct _reent *reent, const char *name, int flags, int mode)
{
    (void)name, (void)flags, (void)mode;
    return fail(reent, ENOENT);
}
