/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest.h"

int main(void)
{
    guest_main(0);
}
