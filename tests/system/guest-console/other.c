/* SPDX-License-Identifier: BSD-2-Clause */
/* A guest that the configuration gives no console input. */
#include "guest.h"

int main(void)
{
    char piece[4];

    CHECK_EQUAL((int)pok_hypercall_CONSREAD(pok_address(piece), sizeof(piece)), -POK_ERRNO_EPERM);
    CHECK_EQUAL(_BSP_Virtual_Console_read(piece, sizeof(piece)), 0);
    guest_end();
}
