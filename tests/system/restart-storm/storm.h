/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef STORM_H
#define STORM_H

#include "core/page.h"
#include "core/thread.h"

#define QUIET_WINDOWS 100u

static inline void quiet(void)
{
    while (POK_PAGE->windows <= QUIET_WINDOWS) {
    }
}

#endif
