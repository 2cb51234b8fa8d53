/* SPDX-License-Identifier: BSD-2-Clause */
/* The name that partitions written for POK include. */
#ifndef POK_LIBC_STDIO_H
#define POK_LIBC_STDIO_H

#include <stdio.h>

#endif
