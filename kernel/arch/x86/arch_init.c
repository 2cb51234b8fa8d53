/* SPDX-License-Identifier: BSD-2-Clause */
#include "arch_init.h"
#include "bsp.h"
#include "cpu.h"
#include "event.h"
#include "gdt.h"
#include "speculation.h"

INIT pok_ret_t pok_arch_init(void)
{
    pok_gdt_init();
    pok_event_init();
    cpu_init();
    speculation_init();
    bsp_init();
    return POK_ERRNO_OK;
}
