/* SPDX-License-Identifier: BSD-2-Clause */
/* Partitions whose first process divides by zero, and whose second one acts some windows later. */
#ifndef HM_MULTI_ERRORS_H
#define HM_MULTI_ERRORS_H

#include "apex_process.h"
#include "core/page.h"

static inline void divide(void)
{
    __asm__ volatile("xorl %%ecx, %%ecx\n\tdivl %%ecx" : : : "eax", "ecx", "edx");
    printf("never printed\n");
}

/* The first life's processes; a later life has nothing left to do. */
static inline int errors_main(void (*second)(void))
{
    RETURN_CODE_TYPE code;

    if (POK_PAGE->restarts != 0) {
        printf("life %u: done\n", (unsigned)POK_PAGE->restarts);
    } else {
        printf("life 0: divides by zero\n");
        (void)process_run("worker", divide, 20);
        if (second != NULL) {
            (void)process_run("second", second, 10);
        }
    }
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}

#endif
