/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends of a partition's program, and the signals that the C library raises at itself. */
#include <errno.h>
#include <reent.h>
#include <signal.h>
#include <unistd.h>

#include "core/partition.h"

void _exit(int status)
{
    (void)status;
    for (;;)
        (void)pok_partition_set_mode(POK_PARTITION_MODE_IDLE);
}

pid_t _getpid_r(struct _reent *reent)
{
    (void)reent;
    return (pid_t)pok_partition_id();
}

/* abort() and raise() end the partition's program: there is nobody else to tell. */
int _kill_r(struct _reent *reent, int process, int signal)
{
    if (process != _getpid_r(reent)) {
        reent->_errno = ESRCH;
        return -1;
    }
    if (signal != 0)
        _exit(128 + signal);
    return 0;
}
