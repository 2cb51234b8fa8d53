/* SPDX-License-Identifier: BSD-2-Clause */
/* Must not be reached: the kernel stops before. */
#include <stdio.h>

int main(void)
{
    printf("a partition runs\n");
    for (;;) {
    }
}
