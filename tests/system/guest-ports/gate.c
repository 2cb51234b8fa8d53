/* SPDX-License-Identifier: BSD-2-Clause */
/* By int 42 and int 45 alone. */
#define POK_GATE_INT
#include "port_guest.h"

int main(void)
{
    port_guest();
}
