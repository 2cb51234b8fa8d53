/* SPDX-License-Identifier: BSD-2-Clause */
/* By sysenter, where the processor has it. */
#include "port_guest.h"

int main(void)
{
    port_guest();
}
