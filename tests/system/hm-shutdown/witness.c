/* SPDX-License-Identifier: BSD-2-Clause */
/* The module's end is the end of all partitions. */
#include <stdio.h>

#include "core/page.h"

int main(void)
{
    while (POK_PAGE->windows < 3) {
    }
    printf("still here\n");
    for (;;) {
    }
}
