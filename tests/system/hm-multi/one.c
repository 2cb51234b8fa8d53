/* SPDX-License-Identifier: BSD-2-Clause */
#include "errors.h"

static void second(void)
{
    while (POK_PAGE->windows < 2) {
    }
    printf("illegal request\n");
    __asm__ volatile("cli");
    printf("never printed\n");
}

int main(void)
{
    return errors_main(second);
}
