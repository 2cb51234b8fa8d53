/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads what is typed at the console, piece by piece, and writes it back; the other partition may
 * not. The text begins behind the first newline: what comes before may get lost in the BIOS.
 */
#include "guest.h"

#define TEXT "the quick brown fox jumps over the lazy dog 0123456789\n"

int main(void)
{
    static char text[sizeof(TEXT)];
    uint32_t length = 0, calls = 0, most = 0, lines = 0;
    char piece[64];

    CHECK_EQUAL((int)pok_hypercall_CONSREAD(0xc0100000, 4), -POK_ERRNO_EFAULT);
    CHECK_EQUAL((int)pok_hypercall_CONSREAD(0, 4), -POK_ERRNO_EFAULT);
    CHECK_EQUAL((int)pok_hypercall_CONSREAD(pok_address(piece), 0), 0);
    while (lines < 2) {
        uint32_t count = (uint32_t)_BSP_Virtual_Console_read(piece, sizeof(piece));

        calls += count != 0;
        most = count > most ? count : most;
        for (uint32_t i = 0; i < count; i++) {
            if (lines == 1 && length < sizeof(TEXT) - 1) {
                text[length++] = piece[i];
            }
            lines += piece[i] == '\n';
        }
        spin_ns(300000);
    }
    CHECK_AT_MOST(most, 16);
    CHECK(calls > 1);
    CHECK_EQUAL(length, sizeof(TEXT) - 1);
    for (uint32_t i = 0; i < sizeof(TEXT) - 1; i++) {
        CHECK_EQUAL(text[i], TEXT[i]);
    }
    CHECK_EQUAL(_BSP_Virtual_Console_write(text, length), length);
    CHECK_EQUAL(pok_hypercall_CONSWRITE(0xc0100000, 4), POK_ERRNO_EFAULT);
    CHECK_EQUAL(pok_hypercall_CONSWRITE(pok_address(text), 257), POK_ERRNO_SIZE);
    guest_end();
}
