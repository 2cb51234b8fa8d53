/* SPDX-License-Identifier: BSD-2-Clause */
/* The end: a file of its own, so that a program can put its own in between (ld --wrap=bsp_reset).
 */
#include <bsp/bootcard.h>

#include "core/partition.h"
#include "internal.h"

/* What it was, for the partition's health monitoring, whose table may have this started again. */
static void raise_error(rtems_fatal_source source, rtems_fatal_code code)
{
    const uint32_t message[] = {source, code};

    (void)pok_call_ERROR_RAISE(POK_ERROR_APPLICATION_ERROR, pok_address(message), sizeof(message));
}

/* exit(0) is the partition's end; anything else is an application error. */
void bsp_reset(rtems_fatal_source source, rtems_fatal_code code)
{
    bulkhead_console_end();
    if (source != RTEMS_FATAL_SOURCE_EXIT || code != 0) {
        raise_error(source, code);
        _CPU_Virtual_Stop_with_error((uint32_t)code);
    }
    for (;;)
        (void)pok_partition_set_mode(POK_PARTITION_MODE_IDLE);
}
