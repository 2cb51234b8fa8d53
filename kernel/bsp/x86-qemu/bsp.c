/* SPDX-License-Identifier: BSD-2-Clause */
#include "bsp.h"

INIT void bsp_init(void)
{
}
