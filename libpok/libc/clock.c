/* SPDX-License-Identifier: BSD-2-Clause */
/* Time of the C library: the module's time, without a kernel entry where the counter is usable. */
#include <reent.h>
#include <sys/time.h>
#include <sys/times.h>

#include "core/time.h"

#define NS_PER_SECOND      1000000000
#define NS_PER_MICROSECOND 1000

int _gettimeofday_r(struct _reent *reent, struct timeval *time, void *zone)
{
    pok_time_t now_ns = 0;

    (void)reent, (void)zone;
    (void)pok_time_get(&now_ns);
    time->tv_sec = now_ns / NS_PER_SECOND;
    time->tv_usec = (suseconds_t)(now_ns % NS_PER_SECOND / NS_PER_MICROSECOND);
    return 0;
}

clock_t _times_r(struct _reent *reent, struct tms *times)
{
    pok_time_t now_ns = 0;

    (void)reent;
    (void)pok_time_get(&now_ns);
    *times = (struct tms){.tms_utime = (clock_t)(now_ns / (NS_PER_SECOND / CLOCKS_PER_SEC))};
    return times->tms_utime;
}
