/* SPDX-License-Identifier: BSD-2-Clause */
/* A neighbour that prints as much as it can. */
#include "core/call.h"

int main(void)
{
    static char text[250];

    for (uint32_t i = 0; i < sizeof(text); i++)
        text[i] = i % 50 == 49 ? '\n' : '.';
    for (;;)
        (void)pok_call_CONSOLE_WRITE(pok_address(text), sizeof(text));
}
