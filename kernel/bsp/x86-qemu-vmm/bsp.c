/* SPDX-License-Identifier: BSD-2-Clause */
#include "bsp.h"
#include "core/hypercall.h"

INIT void bsp_init(void)
{
    pok_hypercall_init();
}
